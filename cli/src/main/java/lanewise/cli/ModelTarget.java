package lanewise.cli;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.tensor.io.AtomicFiles;

/** The file that a model will be saved to. */
final class ModelTarget {
  private static final String SUFFIX = ".safetensors";

  private ModelTarget() {}

  /**
   * Makes the folder and asks whether it can be written to, so that nobody trains in vain. No file
   * is written: one that is killed on the way leaves nothing.
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
      folder.getFileSystem().provider().checkAccess(folder, AccessMode.WRITE, AccessMode.EXECUTE);
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
