package lanewise.cli.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import lanewise.cli.session.InputException;
import lanewise.tensor.io.AtomicFiles;

/** The file that a model will be saved to. */
final class ModelTarget {
  private static final String SUFFIX = ".safetensors";

  private ModelTarget() {}

  /**
   * Makes the folder and tries whether a file can be made there, so that nobody trains in vain. The
   * file is gone again at once; a signal must not end the JVM in between. What killed trainings
   * left half-written of the model is removed.
   *
   * @return the path of the model file
   * @throws InputException if not
   */
  static Path prepare(Path folder, String name) {
    Path file = folder.resolve(name + SUFFIX);
    if (Files.isDirectory(file)) {
      throw new InputException("--out " + folder + ": cannot write " + file + ": it is a folder");
    }
    try {
      Files.createDirectories(folder);
      FileChannel.open(
              folder.resolve("." + name + SUFFIX + "." + UUID.randomUUID()),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)
          .close();
      AtomicFiles.removeLeftovers(file);
    } catch (IOException failure) {
      throw new InputException(
          "--out "
              + folder
              + ": no file can be written there ("
              + AtomicFiles.reason(failure)
              + "); name another folder",
          failure);
    }
    return file;
  }
}
