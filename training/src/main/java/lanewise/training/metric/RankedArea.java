package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/** A metric that is the area under a curve over the ranked scores, of one class or the mean. */
abstract class RankedArea implements Metric {
  private static final int ALL = -1;

  private final String name;
  private final int only;
  private final OutputScale scale;

  RankedArea(String kind, int only, OutputScale scale) {
    this.name = only == ALL ? kind : kind + "-class-" + only;
    this.only = only;
    this.scale = scale;
  }

  static int all() {
    return ALL;
  }

  /** Returns the area of one class against the rest. */
  abstract double area(RankedScores.Groups groups);

  int only() {
    return only;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean higherIsBetter() {
    return true;
  }

  @Override
  public final Tally begin(int outputs) {
    if (only >= outputs) {
      throw new IllegalArgumentException(
          "%s: the model has %d outputs, so there is no class %d".formatted(name, outputs, only));
    }
    RankedScores scores = new RankedScores(name, scale, outputs);
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        scores.add(rows, output, targets);
      }

      @Override
      public double value() {
        return only == ALL
            ? scores.mean(RankedArea.this::area)
            : scores.of(only, RankedArea.this::area);
      }
    };
  }
}
