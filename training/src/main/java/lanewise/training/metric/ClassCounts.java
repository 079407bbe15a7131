package lanewise.training.metric;

import lanewise.layers.loss.Targets;

/**
 * For each class or label, the total weight of the rows that have it, that are predicted as it, and
 * both. A row with a NaN among its outputs has a class but is predicted as none.
 */
final class ClassCounts {
  private final String metric;
  private final OutputScale scale;
  final double[] actual;
  final double[] predicted;
  final double[] right;
  double total;
  boolean areLabels;

  ClassCounts(String metric, OutputScale scale, int outputs) {
    this.metric = metric;
    this.scale = scale;
    this.actual = new double[outputs];
    this.predicted = new double[outputs];
    this.right = new double[outputs];
  }

  void add(int rows, float[] output, Targets targets) {
    areLabels = !targets.areClasses();
    for (int r = 0; r < rows; r++) {
      double weight = targets.weight(r);
      if (weight == 0) {
        continue;
      }
      total += weight;
      if (areLabels) {
        addLabels(r, weight, output, targets.values());
      } else {
        addClass(r, weight, output, targets.classes()[r]);
      }
    }
  }

  private void addClass(int row, double weight, float[] output, int expected) {
    int best = MetricTargets.predicted(output, row * actual.length, actual.length);
    actual[expected] += weight;
    if (best >= 0) {
      predicted[best] += weight;
      right[best] += best == expected ? weight : 0;
    }
  }

  private void addLabels(int row, double weight, float[] output, float[] labels) {
    for (int c = 0; c < actual.length; c++) {
      boolean set = MetricTargets.isSet(metric, labels[row * actual.length + c]);
      boolean given = scale.predictsSet(output[row * actual.length + c]);
      actual[c] += set ? weight : 0;
      predicted[c] += given ? weight : 0;
      right[c] += set && given ? weight : 0;
    }
  }
}
