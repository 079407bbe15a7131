package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import lanewise.cli.files.FileKind;
import lanewise.cli.files.FileUse;
import lanewise.cli.session.InputException;
import lanewise.training.data.csv.Csv;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;

/**
 * A table of text that the command line names.
 *
 * @param file a CSV file, or {@code -} for standard input
 */
public record CsvInput(Path file) {
  /** What stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /**
   * Opens the table, which standard input and pipes allow once.
   *
   * @throws InputException if the file is of another kind
   */
  public CsvTable open(CsvFormat format) throws IOException {
    if (isStandardInput()) {
      return CsvTable.of(System.in, "standard input", format);
    }
    FileKind.require(FileUse.ROWS, file);
    return CsvTable.open(file, format);
  }

  boolean isStandardInput() {
    return file.toString().equals(STANDARD_INPUT);
  }

  /** The name of the data in messages and of the model file. */
  String name() {
    return isStandardInput() ? "stdin" : Csv.name(file);
  }
}
