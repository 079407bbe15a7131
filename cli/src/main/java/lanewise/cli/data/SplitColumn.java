package lanewise.cli.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.training.data.table.Table;

/** The column of times by which the rows of a table are divided. */
final class SplitColumn {
  private static final int SECONDS_OF_DAY = 86_400;

  private SplitColumn() {}

  /**
   * The time of each row.
   *
   * @param name a column that the table keeps
   * @throws InputException if a field is neither a number nor a date
   */
  static double[] times(Table table, String name) {
    List<String> texts = table.texts(name);
    double[] times = new double[texts.size()];
    for (int row = 0; row < times.length; row++) {
      try {
        times[row] = time(texts.get(row));
      } catch (NumberFormatException | DateTimeException neither) {
        throw new InputException(
            "%s: %s has %s, which is neither a number nor a date such as 2026-01-31 or"
                    .formatted(table.place(row), name, Phrases.excerpt(texts.get(row)))
                + " 2026-01-31T08:00",
            neither);
      }
    }
    return times;
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
