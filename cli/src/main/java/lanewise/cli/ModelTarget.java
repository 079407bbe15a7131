package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.tensor.io.AtomicFiles;

/** The file that a model will be saved to. */
final class ModelTarget {
  private static final String SUFFIX = ".safetensors";

  private ModelTarget() {}

  /**
   * Makes the folder and tries whether it can be written to, so that nobody trains in vain.
   *
   * @return the path of the model file
   * @throws InputException if not
   */
  static Path prepare(Path folder, String name) {
    Path file = folder.resolve(name + SUFFIX);
    if (Files.isDirectory(file)) {
      throw new InputException("--out " + folder + ": cannot write " + file + ": it is a folder");
    }
    Path trial = folder.resolve("." + name + SUFFIX + ".trial");
    try {
      AtomicFiles.write(trial, new byte[1]);
      Files.deleteIfExists(trial);
    } catch (IOException failure) {
      String reason =
          String.valueOf(failure.getMessage()).replace("cannot write " + trial + ": ", "");
      throw new InputException(
          "--out "
              + folder
              + ": no file can be written there ("
              + reason
              + "); name another folder",
          failure);
    }
    return file;
  }
}
