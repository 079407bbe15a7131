package lanewise.layers.preprocessing;

/**
 * The step from the values that a caller has of a row to the features that a model takes. A model
 * carries the transform with which it was trained, so training, the command, services and plans
 * compute the same bits.
 *
 * <p>A {@link FeatureScaler} scales rows of numbers. A {@link ColumnTransformer} also takes
 * booleans, categories and missing values, and so gives at least as many features as there are
 * values in a row.
 *
 * <p>Immutable; any number of threads may share a transform. The features of a row depend on that
 * row alone.
 */
public sealed interface FeatureTransform permits FeatureScaler, ColumnTransformer {
  /**
   * The number of values that a caller gives for a row.
   *
   * @return at least 1
   */
  int inputSize();

  /**
   * The number of features that a model takes.
   *
   * @return at least {@link #inputSize()}
   */
  int outputSize();

  /**
   * Transforms consecutive rows. Allocates nothing. Values are not checked, see {@link
   * #requireValid}.
   *
   * @param rows the number of rows, at least 0
   * @param in the array that holds the rows, [rows, inputSize], from {@code inOffset} on
   * @param inOffset the index at which the first row starts
   * @param out written from {@code outOffset} on, [rows, outputSize]; may be {@code in} if the
   *     offsets are the same
   * @param outOffset the index at which the features of the first row start
   * @throws IllegalArgumentException if {@code rows} is negative
   * @throws IndexOutOfBoundsException if the rows do not fit after an offset
   */
  void transform(int rows, float[] in, int inOffset, float[] out, int outOffset);

  /**
   * Refuses rows with values that have no meaning: infinities, and NaN where it does not stand for
   * a missing value. Allocates nothing.
   *
   * @param operation the name of the operation, with which the message begins
   * @param rows the number of rows, at least 0
   * @param in the array that holds the rows, [rows, inputSize], from {@code inOffset} on
   * @param inOffset the index at which the first row starts
   * @throws IllegalArgumentException if a value is refused; the message names its row and column
   *     from 0
   */
  void requireValid(String operation, int rows, float[] in, int inOffset);
}
