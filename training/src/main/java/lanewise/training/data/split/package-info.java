/**
 * Parts of a data set: rows to learn from, rows for choices during learning, and rows for the
 * assessment at the end.
 *
 * <p>Start with {@link lanewise.training.data.split.Split#stratified} for a data set in memory.
 * {@link lanewise.training.data.split.RowSplit} divides the row numbers of any source: at random,
 * by classes, by groups or by time. {@link lanewise.training.data.split.Folds} does the same for
 * cross-validation.
 *
 * <pre>{@code
 * Split parts = Split.stratified(Digits.load(), 0.15, 0.15, 42); // of validation, of test
 * RowSplit byTime = RowSplit.byTime(1000, 0.15, 0.15);           // the last rows are the test rows
 * }</pre>
 *
 * <p>What must not be here: the reading of files and the order of rows within an epoch.
 */
@NullMarked
package lanewise.training.data.split;

import org.jspecify.annotations.NullMarked;
