package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lanewise.layers.internal.Cells;

/** What the training rows have in one column. */
final class CellSurvey {
  /** Such a share of the cells makes a column one of dates: some may be odd. */
  private static final double MOST = 0.9;

  private static final String CLOCK =
      "([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.,]\\d+)?)?( ?[ap]\\.?m\\.?)?("
          + " ?(z|[+-]\\d\\d:?\\d\\d))?";

  private static final String MONTH =
      "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
          + "|oct(ober)?|nov(ember)?|dec(ember)?)\\.?";

  private static final String WEEKDAY =
      "((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\\.?,? )?";

  private static final String DAY = "\\d{1,2}(st|nd|rd|th|\\.)?";
  private static final String YEAR = "(\\d{4}|'?\\d{2})";

  /** Dates of numbers, dates with the English name of a month, and times of the day. */
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](\\d{4}|\\d{2}))([T ].*)?|"
              + WEEKDAY
              + ("(" + DAY + "[-/ ]" + MONTH + "([-/ ,]{1,2}" + YEAR + ")?")
              + ("|" + MONTH + "[-/ ]" + DAY + "([-/ ,]{1,2}" + YEAR + ")?")
              + ("|" + MONTH + "[-/ ,]{1,2}\\d{4})([ ,]{1,2}" + CLOCK + ")?|")
              + CLOCK,
          Pattern.CASE_INSENSITIVE);

  /** The numbers that are there, in ascending order; empty for a column of texts. */
  final float[] numbers;

  /** How often each text occurs; empty for a column of numbers. */
  final int[] counts;

  final int rows;
  final int present;

  private final List<String> texts;
  private final Table table;

  CellSurvey(Table table, CellColumn column, int[] rows) {
    this.table = table;
    this.rows = rows.length;
    this.texts = column.texts();
    this.counts = new int[column.ofTexts() ? texts.size() : 0];
    float[] found = new float[column.ofTexts() ? 0 : rows.length];
    int there = 0;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        if (column.ofTexts()) {
          counts[column.code(row)]++;
        } else {
          found[there] = column.number(row);
        }
        there++;
      }
    }
    this.present = there;
    this.numbers = column.ofTexts() ? found : Arrays.copyOf(found, there);
    Arrays.sort(this.numbers);
  }

  boolean hasMissing() {
    return present < rows;
  }

  /** Returns the number of different values. */
  int distinct() {
    int distinct = 0;
    for (int count : counts) {
      distinct += count > 0 ? 1 : 0;
    }
    for (int i = 0; i < numbers.length; i++) {
      distinct += i == 0 || numbers[i] != numbers[i - 1] ? 1 : 0;
    }
    return distinct;
  }

  /** Returns the texts that occur, in the order of their first cells. */
  List<String> texts() {
    List<String> there = new ArrayList<>();
    for (int t = 0; t < counts.length; t++) {
      if (counts[t] > 0) {
        there.add(texts.get(t));
      }
    }
    return there;
  }

  /** Returns how often each text of the column occurs. */
  Map<String, Integer> countsByText() {
    Map<String, Integer> byText = new HashMap<>();
    for (int t = 0; t < counts.length; t++) {
      byText.put(texts.get(t), counts[t]);
    }
    return byText;
  }

  String text(int code) {
    return texts.get(code);
  }

  boolean areTruths() {
    for (float number : numbers) {
      if (number != 0 && number != 1) {
        return false;
      }
    }
    return all(text -> !Float.isNaN(Cells.truth(text)));
  }

  boolean areNumbers() {
    return all(text -> !Float.isNaN(table.number(text)));
  }

  /** Whether one of the texts is a number. */
  boolean hasNumber() {
    return !all(text -> Float.isNaN(table.number(text)));
  }

  /** Returns the first text that is no number. */
  String firstText() {
    return texts().stream().filter(t -> Float.isNaN(table.number(t))).findFirst().orElse("");
  }

  /** Returns the first text that is a date or a time, if most cells are such texts. */
  Optional<String> date() {
    String first = null;
    int dates = 0;
    for (int t = 0; t < counts.length; t++) {
      if (counts[t] > 0 && DATE.matcher(texts.get(t)).matches()) {
        first = first == null ? texts.get(t) : first;
        dates += counts[t];
      }
    }
    return dates >= MOST * present ? Optional.ofNullable(first) : Optional.empty();
  }

  private boolean all(Predicate<String> what) {
    for (int t = 0; t < counts.length; t++) {
      if (counts[t] > 0 && !what.test(texts.get(t))) {
        return false;
      }
    }
    return true;
  }
}
