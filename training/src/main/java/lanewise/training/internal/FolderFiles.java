package lanewise.training.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.data.DataException;

/** The files of a folder that is one data set. */
public final class FolderFiles {
  private FolderFiles() {}

  /**
   * Returns the files that are not hidden, sorted by name; there is at least one.
   *
   * @throws DataException if there is none, the folder cannot be listed, or something is neither a
   *     file nor a folder, such as a link to nothing: rows would be missing without a word
   */
  public static List<Path> sorted(Path folder) throws DataException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": there is no such folder");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!name(entry).startsWith(".") && !Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (DirectoryIteratorException midway) {
      throw unlisted(folder, Objects.requireNonNull(midway.getCause()));
    } catch (IOException failure) {
      throw unlisted(folder, failure);
    }
    if (files.isEmpty()) {
      throw new DataException(folder + ": there is no file in the folder");
    }
    files.sort(Comparator.comparing(FolderFiles::name));
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new DataException(
            Files.isSymbolicLink(file)
                ? file + ": the link leads to no file; mend or remove it"
                : file + ": it is no file but a pipe or a device; move it elsewhere");
      }
    }
    return List.copyOf(files);
  }

  /**
   * Checks that no file is there packed and unpacked, whose rows would count twice.
   *
   * @throws DataException if one is
   */
  public static void requireOnce(List<Path> files) throws DataException {
    Map<String, Path> unpacked = new HashMap<>();
    for (Path file : files) {
      Path twin = unpacked.put(unpackedName(file), file);
      if (twin != null) {
        throw new DataException(
            "%s and %s seem to be the same rows, packed and unpacked, which would count twice; move one of them elsewhere"
                .formatted(twin, file));
      }
    }
  }

  /** Returns the last name of a path without the ending of gzip files. */
  public static String unpackedName(Path path) {
    String name = name(path);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
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
