/**
 * Rows for training: data sets that come with the library, readers, splits, scaling and
 * minibatches.
 *
 * <p>Start with {@link lanewise.training.data.Digits#load()} for real data without a download,
 * {@link lanewise.training.data.idx.Idx#loadFolder} for data sets in the layout of MNIST, or {@link
 * lanewise.training.data.csv.Csv#load} for a CSV file. {@link lanewise.training.data.split.Split}
 * sets validation and test rows aside, {@link lanewise.training.data.ScalerFit} learns the scaling
 * from the training part alone, and {@link lanewise.training.data.Minibatches} hands out shuffled
 * batches:
 *
 * <pre>{@code
 * Split split = Split.stratified(Digits.load(), 0.15, 0.15, 42);
 * FeatureScaler scaler = ScalerFit.standard(split.train());
 * Minibatches batches = Minibatches.of(split.train().scaled(scaler), 32, 42);
 * }</pre>
 *
 * <p>A {@link lanewise.training.data.RowSource} has rows that are read from the first to the last,
 * and {@link lanewise.training.data.Samples} rows that are read in any order; a {@link
 * lanewise.training.data.BatchSource} hands out batches of either. Rows that are larger than memory
 * come from {@link lanewise.training.data.idx.Idx#open}, {@link lanewise.training.data.npy.NpyRows}
 * and {@link lanewise.training.data.csv.CsvRows}, see {@link lanewise.training.data.stream}.
 *
 * <p>What must not be here: layers, losses, optimizers, the training loop; and the code that
 * applies a scaler, because a model needs it without this module: {@link
 * lanewise.layers.preprocessing.FeatureScaler}.
 */
@NullMarked
package lanewise.training.data;

import org.jspecify.annotations.NullMarked;
