package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/** A metric that is a ratio of the counts of a class, for one class or combined over all. */
abstract class ClassRatio extends ClassMetric {
  private final Averaging averaging;

  ClassRatio(String kind, Averaging averaging, int only, OutputScale scale) {
    super(name(kind, averaging), only, scale);
    this.averaging = averaging;
  }

  private static String name(String kind, Averaging averaging) {
    return switch (averaging) {
      case MACRO -> kind;
      case MICRO -> kind + "-micro";
      case WEIGHTED -> kind + "-weighted";
    };
  }

  /** Returns the ratio of one class, which is 0 where there is nothing to divide by. */
  abstract double ratio(double right, double predicted, double actual);

  Averaging averaging() {
    return averaging;
  }

  @Override
  final Tally tally(int outputs) {
    ClassCounts counts = new ClassCounts(name(), scale(), outputs);
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        counts.add(rows, output, targets);
      }

      @Override
      public double value() {
        return counts.total == 0 ? Double.NaN : combined(counts);
      }
    };
  }

  private double combined(ClassCounts counts) {
    if (!isOfAll()) {
      int only = only();
      return ratio(counts.right[only], counts.predicted[only], counts.actual[only]);
    }
    double right = 0;
    double predicted = 0;
    double actual = 0;
    double sum = 0;
    double mass = 0;
    for (int c = 0; c < counts.actual.length; c++) {
      right += counts.right[c];
      predicted += counts.predicted[c];
      actual += counts.actual[c];
      boolean occurs = counts.actual[c] > 0 || counts.predicted[c] > 0 || counts.areLabels;
      double weight = averaging == Averaging.WEIGHTED ? counts.actual[c] : occurs ? 1 : 0;
      sum += weight * ratio(counts.right[c], counts.predicted[c], counts.actual[c]);
      mass += weight;
    }
    if (averaging == Averaging.MICRO) {
      return ratio(right, predicted, actual);
    }
    return mass == 0 ? 0 : sum / mass;
  }
}
