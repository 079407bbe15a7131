package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.cli.session.InputException;
import lanewise.tensor.io.Folders;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;

/**
 * The files of a table: one CSV file, or those of a folder, in the order of their names.
 *
 * @param files at least one
 */
record CsvFiles(List<Path> files) {
  /** A cell of some five characters is four bytes in the table, and four or more as a feature. */
  private static final int BYTES_OF_A_CHARACTER = 3;

  /** So many characters are packed into a byte. */
  private static final int PACKED_CHARACTERS = 5;

  CsvFiles {
    files = List.copyOf(files);
  }

  /** Whether a folder has no files that anybody could read. */
  static boolean areMissingIn(Path folder) throws IOException {
    return Folders.dataFiles(folder).isEmpty();
  }

  /** Whether a folder is one of CSV files. */
  static boolean areIn(Path folder) throws IOException {
    return Folders.dataFiles(folder).stream().anyMatch(CsvFiles::isCsv);
  }

  /**
   * Finds the files.
   *
   * @param path a file, or a folder that has CSV files
   * @throws IOException if the folder cannot be listed
   */
  static CsvFiles of(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return new CsvFiles(List.of(path));
    }
    List<Path> files = Folders.dataFiles(path);
    Map<String, Path> unpacked = new HashMap<>();
    for (Path file : files) {
      if (!isCsv(file)) {
        throw new InputException(
            "%s: the folder is a data set of CSV files, but this is none; move it elsewhere"
                .formatted(file));
      }
      Path twin = unpacked.put(name(file).replaceFirst("\\.gz$", ""), file);
      if (twin != null) {
        throw new InputException(
            "%s and %s seem to be the same rows, packed and unpacked, which would count twice; move one of them elsewhere"
                .formatted(twin, file));
      }
    }
    return new CsvFiles(files);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static boolean isCsv(Path file) {
    return name(file).toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt)(\\.gz)?");
  }

  /** Opens the first file. */
  CsvTable first(CsvFormat format) throws IOException {
    return new CsvInput(files.getFirst()).open(format);
  }

  /** Whether the rows can be read more than once, as those of a pipe cannot. */
  boolean canBeReadAgain() {
    return files.stream().allMatch(Files::isRegularFile);
  }

  /** Whether the table would fill half of the memory. */
  boolean areLarge() throws IOException {
    long bytes = 0;
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        boolean packed = name(file).endsWith(".gz");
        bytes += Files.size(file) * (packed ? PACKED_CHARACTERS : 1);
      }
    }
    return bytes * BYTES_OF_A_CHARACTER > Runtime.getRuntime().maxMemory() / 2;
  }

  /** Messages name a file, or the first of several. */
  @Override
  public String toString() {
    CsvInput first = new CsvInput(files.getFirst());
    return first.isStandardInput() ? "standard input" : files.getFirst().toString();
  }
}
