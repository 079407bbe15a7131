package lanewise.training.data;

import lanewise.layers.loss.Targets;

/** Rows that have weights. */
final class WeightedSamples implements Samples {
  private final Samples unweighted;
  private final float[] weights;

  private WeightedSamples(Samples unweighted, float[] weights) {
    this.unweighted = unweighted;
    this.weights = weights;
  }

  static WeightedSamples of(Samples unweighted, float[] weights) {
    if (unweighted.format().weighted()) {
      throw new InvalidDatasetException("weights: the rows have weights already");
    }
    if (weights.length != unweighted.rows()) {
      throw new InvalidDatasetException(
          "weights: %s weights for %s rows".formatted(weights.length, unweighted.rows()));
    }
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0 && weights[row] <= Float.MAX_VALUE)) {
        throw new InvalidDatasetException(
            "weights: row %s (from 0) has weight %s, not a finite number of at least 0"
                .formatted(row, weights[row]));
      }
    }
    return new WeightedSamples(unweighted, weights.clone());
  }

  @Override
  public int rows() {
    return unweighted.rows();
  }

  @Override
  public RowFormat format() {
    return unweighted.format().withWeights();
  }

  @Override
  public void gather(int[] order, int from, int count, float[] features, Targets targets) {
    unweighted.gather(order, from, count, features, targets);
    float[] to = targets.weights();
    for (int i = 0; i < count; i++) {
      to[i] = weights[order[from + i]];
    }
  }
}
