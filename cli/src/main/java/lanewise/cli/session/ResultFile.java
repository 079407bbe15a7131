package lanewise.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.tensor.io.Folders;
import org.jspecify.annotations.Nullable;

/** A file that a command is told to write. */
public final class ResultFile {
  private ResultFile() {}

  /**
   * Refuses to replace a file that the command reads.
   *
   * @param option the option that names the file to write
   * @param inputs the files that are read, or folders whose files are; null for none, and what is
   *     neither counts for nothing
   * @throws InputException if the file is one of them
   */
  public static void requireOther(String option, Path file, @Nullable Path... inputs) {
    for (Path input : inputs) {
      if (input != null && (isSame(file, input) || isFileOf(file, input))) {
        throw new InputException(
            "%s %s: this file is read, and would be lost; name another file"
                .formatted(option, file));
      }
    }
  }

  /** Whether a file that exists is one of a folder, also by way of links. */
  private static boolean isFileOf(Path file, Path folder) {
    try {
      return Files.isDirectory(folder)
          && Files.isRegularFile(file)
          && Folders.entries(folder).stream().anyMatch(each -> isSame(file, each));
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Returns whether two paths name one file, which need not exist. */
  public static boolean isSame(Path file, Path other) {
    try {
      if (Files.exists(file) && Files.exists(other)) {
        return Files.isSameFile(file, other);
      }
      return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException unreadable) {
      return false;
    }
  }
}
