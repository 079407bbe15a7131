package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * The areas under the curves of all classes or labels of one evaluation; see {@link RocAuc} and
 * {@link PrAuc}. Its value is that of the metric: their mean, or the area of one class.
 */
public final class ClassAreas implements Tally {
  private final RankedArea metric;
  private final RankedScores scores;

  ClassAreas(RankedArea metric, RankedScores scores) {
    this.metric = metric;
    this.scores = scores;
  }

  @Override
  public void add(int rows, float[] output, Targets targets) {
    scores.add(rows, output, targets);
  }

  /**
   * Returns the area of one class against the rest. Sorts the rows each time.
   *
   * @param index the index of the class or label, from 0
   * @return the area; NaN if a score is NaN, no row has the class or, of {@link RocAuc}, all have
   *     it
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public double ofClass(int index) {
    return scores.of(index, metric::area);
  }

  @Override
  public double value() {
    return metric.isOfAll() ? scores.mean(metric::area) : ofClass(metric.only());
  }
}
