package lanewise.training.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.tensor.io.Folders;
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
    List<Path> files;
    try {
      files = Folders.dataFiles(folder);
    } catch (IOException named) {
      throw new DataException(String.valueOf(named.getMessage()), named);
    }
    if (files.isEmpty()) {
      throw new DataException(folder + ": there is no file in the folder");
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

  /** Returns the last name of a path. */
  public static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
