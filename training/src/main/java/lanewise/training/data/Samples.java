package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;

/**
 * The rows on which a model is trained and evaluated, readable in any order. Each row of {@link
 * LabelledRows} has a class, and each row of {@link ValueRows} has values to predict; a custom
 * source implements {@link #rows}, {@link #format} and {@link #gather}.
 *
 * <p>The rows do not change while they are read, and any number of threads may read them.
 */
public interface Samples extends RowSource {
  /**
   * Copies some rows. The features of row {@code order[from + i]} are copied to {@code features[i *
   * F]} and the elements after it, its target to position i of the targets, and its weight as well
   * if the format has weights. Allocates nothing.
   *
   * @param order the row numbers, each 0 to rows - 1
   * @param from the position in {@code order} at which to begin
   * @param count the number of rows to copy
   * @param features the array to write, with room for count * F values
   * @param targets the targets to write, created by {@link RowFormat#newTargets} of this format
   */
  void gather(int[] order, int from, int count, float[] features, Targets targets);

  /**
   * Returns these rows with their features scaled whenever they are read.
   *
   * @param scaler a scaler for the same number of features
   * @return a view, which copies nothing
   * @throws lanewise.tensor.ShapeException if the scaler is for another number of features
   */
  @Override
  default Samples scaled(FeatureScaler scaler) {
    return new Scaled.AnyOrder(this, Scaled.requireFits(scaler, format()));
  }

  /**
   * Returns some of the rows in the given order.
   *
   * @param rows at least one row number, each 0 to rows - 1; a row may occur more than once
   * @return a view, or a copy where a class says so; the numbers are copied
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if no row is named
   */
  @Override
  default Samples subset(int... rows) {
    return Subset.AnyOrder.of(this, rows);
  }

  @Override
  default RowReader reader() {
    return new SampleReader(this);
  }

  /**
   * Returns these rows with their target values scaled whenever they are read, as a model learns
   * numbers of any size.
   *
   * @param scaler a scaler for as many values as a target has, such as {@link ScalerFit#targets} of
   *     the training rows
   * @return a view, which copies nothing
   * @throws InvalidDatasetException if the rows have classes, or the scaler is for another number
   *     of values
   */
  default Samples withTargetsScaled(TargetScaler scaler) {
    return Scaled.TargetsInAnyOrder.of(this, scaler);
  }

  /**
   * Returns these rows with weights, by which losses multiply the loss of each row.
   *
   * @param weights one weight for each row, finite and not below 0; the array is copied
   * @return a view, which copies no features
   * @throws InvalidDatasetException if the number of weights differs from the number of rows, a
   *     weight is negative or not finite, or the rows have weights already
   */
  default Samples weighted(float... weights) {
    return WeightedSamples.of(this, weights);
  }
}
