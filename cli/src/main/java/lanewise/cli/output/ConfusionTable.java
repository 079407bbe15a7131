package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lanewise.cli.session.Printable;
import lanewise.training.metric.ConfusionMatrix;

/** A confusion matrix as aligned text. */
public final class ConfusionTable {
  /** More columns are hard to read. */
  private static final int MOST_COLUMNS = 25;

  private static final int LONGEST_LINE = 160;
  private static final int GAP = 2;

  private ConfusionTable() {}

  /**
   * A line for each class below a header. Where the labels would make the columns too wide, the
   * columns have the numbers of the rows; where that does not fit either, a line for each pair that
   * was confused, the most frequent first.
   *
   * @param columns the length of a line
   */
  public static List<String> lines(List<String> labels, ConfusionMatrix confusion, int columns) {
    int room = Math.min(columns, LONGEST_LINE);
    int counts = 3;
    for (int c = 0; c < labels.size(); c++) {
      for (int p = 0; p < labels.size(); p++) {
        counts = Math.max(counts, String.valueOf(confusion.count(c, p)).length());
      }
    }
    List<String> names = labels.stream().map(ClassScores::shortened).toList();
    int named = Math.max(counts, longest(names));
    List<String> numbers =
        IntStream.rangeClosed(1, labels.size()).mapToObj(String::valueOf).toList();
    int digits = longest(numbers);
    List<String> numbered =
        IntStream.range(0, labels.size())
            .mapToObj(
                c ->
                    " ".repeat(digits - numbers.get(c).length())
                        + numbers.get(c)
                        + " "
                        + names.get(c))
            .toList();
    if (labels.size() <= MOST_COLUMNS) {
      if (width(names, named) <= room) {
        return table(names, names, named, confusion);
      }
      if (width(numbered, counts) <= room) {
        return table(numbered, numbers, counts, confusion);
      }
    }
    return pairs(labels, confusion);
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static int width(List<String> heads, int cell) {
    return longest(heads) + heads.size() * (cell + GAP);
  }

  private static List<String> table(
      List<String> heads, List<String> titles, int cell, ConfusionMatrix confusion) {
    int head = longest(heads);
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder(" ".repeat(head));
    for (String title : titles) {
      header.append(" ".repeat(GAP + cell - title.length())).append(title);
    }
    lines.add(header.toString());
    for (int c = 0; c < heads.size(); c++) {
      String label = heads.get(c);
      StringBuilder line = new StringBuilder(label).append(" ".repeat(head - label.length()));
      for (int p = 0; p < heads.size(); p++) {
        int count = confusion.count(c, p);
        line.append(String.format(Locale.ROOT, "  %" + cell + "s", count == 0 ? "." : count));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private record Pair(String label, String predicted, int count) {}

  private static List<String> pairs(List<String> labels, ConfusionMatrix confusion) {
    List<Pair> pairs = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      for (int p = 0; p < labels.size(); p++) {
        if (c != p && confusion.count(c, p) > 0) {
          pairs.add(
              new Pair(
                  Printable.of(labels.get(c)), Printable.of(labels.get(p)), confusion.count(c, p)));
        }
      }
    }
    return pairs.stream()
        .sorted((a, b) -> Integer.compare(b.count, a.count))
        .limit(MOST_COLUMNS)
        .map(
            pair ->
                String.format(
                    Locale.ROOT, "%,8d  %s taken for %s", pair.count, pair.label, pair.predicted))
        .toList();
  }
}
