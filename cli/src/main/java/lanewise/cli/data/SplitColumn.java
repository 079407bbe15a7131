package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;

/** The column of a table by which its rows are divided. */
final class SplitColumn {
  private static final int SECONDS_OF_DAY = 86_400;

  private SplitColumn() {}

  /** The text of each row. */
  static List<String> texts(Path file, CsvFormat format, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    try (CsvTable csv = open(file, format)) {
      int column = csv.column(name);
      while (csv.next()) {
        texts.add(csv.text(column));
      }
    }
    return texts;
  }

  /**
   * The time of each row.
   *
   * @throws InputException if a field is neither a number nor a date
   */
  static double[] times(Path file, CsvFormat format, String name) throws IOException {
    List<Double> times = new ArrayList<>();
    try (CsvTable csv = open(file, format)) {
      int column = csv.column(name);
      while (csv.next()) {
        try {
          times.add(time(csv.text(column)));
        } catch (NumberFormatException | DateTimeException neither) {
          throw new InputException(
              "%s, line %d: %s has %s, which is neither a number nor a date such as 2026-01-31 or"
                      .formatted(file, csv.line(), name, Phrases.excerpt(csv.text(column)))
                  + " 2026-01-31T08:00",
              neither);
        }
      }
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The column is read after the table, which a pipe gives only once. */
  private static CsvTable open(Path file, CsvFormat format) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file
              + ": --group and --time read the rows twice, which a pipe does not give; save them in"
              + " a file");
    }
    return CsvTable.open(file, format);
  }

  /** Seconds, where the text is a date; without an offset it is taken for that of UTC. */
  private static double time(String text) {
    boolean date = text.length() >= 10 && text.charAt(4) == '-';
    if (!date) {
      double number = Double.parseDouble(text);
      if (!Double.isFinite(number)) {
        throw new NumberFormatException(text);
      }
      return number;
    }
    String iso = text.replace(' ', 'T');
    if (iso.length() == 10) {
      return (double) LocalDate.parse(iso).toEpochDay() * SECONDS_OF_DAY;
    }
    return iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(iso).toEpochSecond()
        : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC);
  }
}
