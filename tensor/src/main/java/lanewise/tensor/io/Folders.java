package lanewise.tensor.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Lists what is in folders, always in the same order. A listing may fail after it has begun, as a
 * disk does; then there is no list, not a shorter one.
 *
 * <p>The methods hold no state.
 */
public final class Folders {
  private Folders() {}

  /**
   * Lists all that is in a folder, hidden or not.
   *
   * @param folder the folder
   * @return a new list, sorted by name
   * @throws IOException if the folder cannot be listed, or no further than a part; the message
   *     names it, and the cause is what the platform threw
   */
  public static List<Path> entries(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      List<Path> entries = new ArrayList<>();
      for (Path entry : all) {
        entries.add(entry);
      }
      entries.sort(Comparator.comparing(Folders::name));
      return entries;
    } catch (DirectoryIteratorException midway) {
      throw unlisted(folder, Objects.requireNonNull(midway.getCause()));
    } catch (IOException failure) {
      throw unlisted(folder, failure);
    }
  }

  /**
   * Lists the files of a folder that is one data set. Files whose names begin with a dot count for
   * nothing, and neither do folders.
   *
   * @param folder the folder
   * @return a new list, sorted by name
   * @throws IOException as of {@link #entries}; or if something is neither a file nor a folder,
   *     such as a link to nothing, since its rows would be missing without a word
   */
  public static List<Path> dataFiles(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (name(entry).startsWith(".") || Files.isDirectory(entry)) {
        continue;
      }
      if (!Files.isRegularFile(entry)) {
        throw new FileSystemException(
            entry.toString(),
            null,
            Files.isSymbolicLink(entry)
                ? "the link leads to no file; mend or remove it"
                : "it is no file but a pipe or a device; move it elsewhere");
      }
      files.add(entry);
    }
    return files;
  }

  private static IOException unlisted(Path folder, IOException failure) {
    return new IOException(
        "%s: the folder cannot be read (%s)".formatted(folder, AtomicFiles.reason(failure)),
        failure);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
