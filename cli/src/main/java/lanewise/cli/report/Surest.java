package lanewise.cli.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the mistakes of which a model was surest; among equally sure ones those of the first rows.
 */
final class Surest {
  private static final int MOST = 24;

  private static final Comparator<Mistake> LEAST_SURE_FIRST =
      Comparator.comparingDouble(Mistake::confidence)
          .thenComparing(Comparator.comparingInt(Mistake::row).reversed());

  private final PriorityQueue<Mistake> kept = new PriorityQueue<>(LEAST_SURE_FIRST);

  /**
   * Something that a model got wrong.
   *
   * @param row the row, from 0
   * @param truth the class of the row; of labels the label, whatever the truth
   * @param predicted the class that was predicted; of labels 1 if the label was given, else 0
   * @param confidence the probability of what was predicted
   */
  record Mistake(int row, int truth, int predicted, double confidence) {}

  void add(Mistake mistake) {
    kept.add(mistake);
    if (kept.size() > MOST) {
      kept.poll();
    }
  }

  int size() {
    return kept.size();
  }

  /** The surest first. */
  List<Mistake> list() {
    return kept.stream().sorted(LEAST_SURE_FIRST.reversed()).toList();
  }
}
