/**
 * Batches of rows that are larger than memory.
 *
 * <p>A reader of files ({@link lanewise.training.data.idx.Idx#open}, for example) gives a {@link
 * lanewise.training.data.RowSource}. Start with {@link
 * lanewise.training.data.stream.StreamBatches#shuffled}, which makes shuffled batches of it; {@link
 * lanewise.training.data.stream.Prefetch} reads them ahead on a thread of its own.
 *
 * <pre>{@code
 * RowSource rows = CsvRows.open(Path.of("houses.csv"), CsvColumns.ofValues("price"));
 * BatchSource batches = StreamBatches.shuffled(rows, 32, 42, 10_000);
 * BatchSource ahead = Prefetch.of(batches, 4);
 * }</pre>
 *
 * <p>What must not be here: the formats of files.
 */
@NullMarked
package lanewise.training.data.stream;

import org.jspecify.annotations.NullMarked;
