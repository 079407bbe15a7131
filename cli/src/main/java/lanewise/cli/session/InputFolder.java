package lanewise.cli.session;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import lanewise.tensor.io.AtomicFiles;

/** A folder that a command lists. */
public final class InputFolder {
  private InputFolder() {}

  /**
   * Lists all that is in a folder, hidden or not, by name.
   *
   * @throws IOException if it cannot be listed, or no further than a part; the message names it
   */
  public static List<Path> entries(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      List<Path> entries = new ArrayList<>();
      all.forEach(entries::add);
      entries.sort(Comparator.comparing(InputFolder::name));
      return entries;
    } catch (DirectoryIteratorException midway) {
      throw unlisted(folder, Objects.requireNonNull(midway.getCause()));
    } catch (IOException failure) {
      throw unlisted(folder, failure);
    }
  }

  /**
   * Lists the files of a folder that is one data set, by name. Hidden ones and folders are none.
   *
   * @throws InputException if something else is among them, such as a link to nothing: rows would
   *     be missing without a word
   * @throws IOException as {@link #entries} throws it
   */
  public static List<Path> dataFiles(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (name(entry).startsWith(".") || Files.isDirectory(entry)) {
        continue;
      }
      if (!Files.isRegularFile(entry)) {
        throw new InputException(
            Files.isSymbolicLink(entry)
                ? entry + ": the link leads to no file; mend or remove it"
                : entry + ": it is no file but a pipe or a device; move it elsewhere");
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
