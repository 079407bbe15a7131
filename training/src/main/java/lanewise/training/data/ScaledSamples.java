package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;

/**
 * Rows that are scaled when they are read.
 *
 * @param unscaled the rows
 * @param scaler a scaler for the same number of features
 */
record ScaledSamples(Samples unscaled, FeatureScaler scaler) implements Samples {
  static ScaledSamples of(Samples unscaled, FeatureScaler scaler) {
    int features = unscaled.format().features().size();
    if (scaler.featureCount() != features) {
      throw new ShapeException(
          "scale: the scaler takes %d features, the data has %d"
              .formatted(scaler.featureCount(), features));
    }
    return new ScaledSamples(unscaled, scaler);
  }

  @Override
  public int rows() {
    return unscaled.rows();
  }

  @Override
  public RowFormat format() {
    return unscaled.format();
  }

  @Override
  public void gather(int[] order, int from, int count, float[] features, Targets targets) {
    unscaled.gather(order, from, count, features, targets);
    scaler.transform(count, features, 0, features, 0);
  }
}
