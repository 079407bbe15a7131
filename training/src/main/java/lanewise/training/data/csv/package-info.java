/**
 * CSV files, as RFC 4180 has them and as people write them.
 *
 * <p>Start with {@link lanewise.training.data.csv.Csv#load}, which reads a file into a data set.
 * {@link lanewise.training.data.csv.CsvRows} streams the rows of files that may be larger than
 * memory, with targets and weights as {@link lanewise.training.data.csv.CsvColumns} names them.
 * {@link lanewise.training.data.csv.CsvTable} goes through the rows of a file that may be larger
 * than the memory, by the names of its columns, and {@link lanewise.training.data.csv.CsvReader}
 * through records that need no header. {@link lanewise.training.data.csv.CsvFormat} names the
 * separator and the limits on what reading may take.
 *
 * <pre>{@code
 * LabelledRows flowers = Csv.load(Path.of("flowers.csv"), "species");
 * CsvRows large = CsvRows.open(Path.of("houses.csv"), CsvColumns.ofValues("price"));
 * }</pre>
 *
 * <p>What must not be here: the use of the values, such as scaling, splits and models.
 */
@NullMarked
package lanewise.training.data.csv;

import org.jspecify.annotations.NullMarked;
