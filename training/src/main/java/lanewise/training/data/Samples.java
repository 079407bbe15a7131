package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;

/**
 * Rows that can be read in any order: what a model is trained and evaluated on. {@link
 * LabelledRows} have a class each, {@link ValueRows} values to predict; a source of one's own
 * implements these three methods.
 *
 * <p>Does not change while it is read, and any number of threads may read it.
 */
public interface Samples {
  /**
   * The number of rows.
   *
   * @return at least 1
   */
  int rows();

  /**
   * What each row consists of.
   *
   * @return the same for every row
   */
  RowFormat format();

  /**
   * Copies some rows: the features of row {@code order[from + i]} to {@code features[i * F]} and
   * on, its target to place i of the targets, and its weight where the format has one. Allocates
   * nothing.
   *
   * @param order row numbers, each 0 to rows - 1
   * @param from where to begin in them
   * @param count how many rows to copy
   * @param features written: room for count * F values
   * @param targets written: as {@link RowFormat#newTargets} of this format gave them
   */
  void gather(int[] order, int from, int count, float[] features, Targets targets);

  /**
   * These rows with their features scaled whenever they are read.
   *
   * @param scaler for as many features
   * @return a view, which copies nothing
   * @throws lanewise.tensor.ShapeException if the scaler is for other features
   */
  default Samples scaled(FeatureScaler scaler) {
    return ScaledSamples.of(this, scaler);
  }

  /**
   * These rows with weights, which losses multiply theirs by.
   *
   * @param weights one a row, each finite and not below 0; copied
   * @return a view, which copies no features
   * @throws InvalidDatasetException if there are not as many, one is not such a number, or the rows
   *     have weights already
   */
  default Samples weighted(float... weights) {
    return WeightedSamples.of(this, weights);
  }
}
