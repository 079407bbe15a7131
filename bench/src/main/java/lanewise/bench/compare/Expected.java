package lanewise.bench.compare;

import java.util.Arrays;
import java.util.Locale;
import lanewise.bench.ReferenceMlp;
import lanewise.layers.preprocessing.FeatureScaler;

/** The probabilities of batches in double precision, and how far floats may be from them. */
final class Expected {
  private final int classes;
  private final ReferenceMlp.Estimate[][] rows;

  /** Computes all batches, each [rows, features]. */
  Expected(Network network, float[][] inputs) {
    int features = network.features();
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    classes = network.classes();
    Network softmax = classes == 1 ? network.withTwoOutputs() : network;
    ReferenceMlp reference =
        new ReferenceMlp(NetworkModel.of(softmax), FeatureScaler.of(new float[features], ones));
    rows = new ReferenceMlp.Estimate[inputs.length][inputs[0].length / features];
    for (int batch = 0; batch < rows.length; batch++) {
      for (int row = 0; row < rows[batch].length; row++) {
        rows[batch][row] = reference.probabilities(inputs[batch], row * features);
      }
    }
  }

  /** The probabilities of the first batch, rounded. */
  float[] probabilities() {
    float[] values = new float[rows[0].length * classes];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[0][i / classes].value(i % classes);
    }
    return values;
  }

  /**
   * Compares what a peer gave for a batch.
   *
   * @throws IllegalStateException if a probability is further away than rounding explains
   */
  void check(int batch, float[] actual) {
    for (int row = 0; row < rows[batch].length; row++) {
      ReferenceMlp.Estimate expected = rows[batch][row];
      for (int j = 0; j < classes; j++) {
        double value = actual[row * classes + j];
        if (!(Math.abs(value - expected.value(j)) <= expected.tolerance(j))) {
          throw new IllegalStateException(
              String.format(
                  Locale.ROOT,
                  "wrong answer: batch %d, row %d, class %d is %s, not %s (tolerance %.2g)",
                  batch,
                  row,
                  j,
                  value,
                  expected.value(j),
                  expected.tolerance(j)));
        }
      }
    }
  }
}
