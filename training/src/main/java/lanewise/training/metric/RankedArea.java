package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/** A metric that is the area under a curve over the ranked scores, of one class or the mean. */
abstract class RankedArea extends ClassMetric {
  RankedArea(String name, int only, OutputScale scale) {
    super(name, only, scale);
  }

  /** Returns the area of one class against the rest. */
  abstract double area(RankedScores.Groups groups);

  @Override
  final Tally tally(int outputs) {
    RankedScores scores = new RankedScores(name(), scale(), outputs);
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        scores.add(rows, output, targets);
      }

      @Override
      public double value() {
        return isOfAll()
            ? scores.mean(RankedArea.this::area)
            : scores.of(only(), RankedArea.this::area);
      }
    };
  }
}
