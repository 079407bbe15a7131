package lanewise.training.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.data.DataException;

/** The files of a folder that is one data set. */
public final class FolderFiles {
  private FolderFiles() {}

  /** Returns the regular files that are not hidden, sorted by name; there is at least one. */
  public static List<Path> sorted(Path folder) throws DataException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": there is no such folder");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(path -> Files.isRegularFile(path) && !name(path).startsWith("."))
              .sorted((a, b) -> name(a).compareTo(name(b)))
              .toList();
      if (files.isEmpty()) {
        throw new DataException(folder + ": there is no file in the folder");
      }
      return files;
    } catch (DataException known) {
      throw known;
    } catch (UncheckedIOException failure) { // of the stream
      throw unlisted(folder, Objects.requireNonNull(failure.getCause()));
    } catch (IOException failure) {
      throw unlisted(folder, failure);
    }
  }

  private static DataException unlisted(Path folder, IOException failure) {
    return new DataException(
        "%s: cannot be listed (%s)".formatted(folder, AtomicFiles.reason(failure)), failure);
  }

  /** Returns the last name of a path. */
  public static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
