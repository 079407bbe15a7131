/**
 * Preprocessing of rows before a model sees them, with numbers fitted in training: the same
 * arithmetic in training and in prediction.
 *
 * <p>Start with {@link lanewise.layers.preprocessing.FeatureScaler} for rows of numbers; a {@link
 * lanewise.layers.preprocessing.ColumnTransformer} encodes columns of numbers and texts. Both are
 * fitted by {@code lanewise.training.data} and kept in the model's file.
 *
 * <pre>{@code
 * FeatureScaler scaler = FeatureScaler.of(new float[] {5, 3}, new float[] {2, 0.5f}); // mean, scale
 * float[] row = {5.1f, 3.5f};
 * scaler.transform(row, 0, row, 0);
 * }</pre>
 */
@NullMarked
package lanewise.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
