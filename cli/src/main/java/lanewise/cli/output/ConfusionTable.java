package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.training.metric.ConfusionMatrix;

/** A confusion matrix as aligned text. */
public final class ConfusionTable {
  /** More columns do not fit a screen. */
  private static final int MOST_COLUMNS = 25;

  private ConfusionTable() {}

  /**
   * A line for each class below a header; of many classes, a line for each pair that was confused,
   * the most frequent first.
   */
  public static List<String> lines(List<String> labels, ConfusionMatrix confusion) {
    return labels.size() <= MOST_COLUMNS ? table(labels, confusion) : pairs(labels, confusion);
  }

  private static List<String> table(List<String> labels, ConfusionMatrix confusion) {
    int head =
        labels.stream().mapToInt(label -> ClassScores.shortened(label).length()).max().orElse(0);
    int cell = 3;
    for (int c = 0; c < labels.size(); c++) {
      cell = Math.max(cell, Math.min(8, labels.get(c).length()));
      for (int p = 0; p < labels.size(); p++) {
        cell = Math.max(cell, String.valueOf(confusion.count(c, p)).length());
      }
    }
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder(" ".repeat(head));
    for (String label : labels) {
      String text = label.length() <= cell ? label : label.substring(0, cell);
      header.append("  ").append(" ".repeat(cell - text.length())).append(text);
    }
    lines.add(header.toString());
    for (int c = 0; c < labels.size(); c++) {
      String label = ClassScores.shortened(labels.get(c));
      StringBuilder line = new StringBuilder(label).append(" ".repeat(head - label.length()));
      for (int p = 0; p < labels.size(); p++) {
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
          pairs.add(new Pair(labels.get(c), labels.get(p), confusion.count(c, p)));
        }
      }
    }
    return pairs.stream()
        .sorted((a, b) -> Integer.compare(b.count, a.count))
        .limit(MOST_COLUMNS)
        .map(pair -> "%,8d  %s taken for %s".formatted(pair.count, pair.label, pair.predicted))
        .toList();
  }
}
