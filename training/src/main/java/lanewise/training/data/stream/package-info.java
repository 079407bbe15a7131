/**
 * Batches of rows that are larger than memory.
 *
 * <p>A reader of files ({@link lanewise.training.data.idx.Idx#open}, for example) gives a {@link
 * lanewise.training.data.RowSource}. {@link lanewise.training.data.stream.StreamBatches#shuffled}
 * makes shuffled batches of it, and {@link lanewise.training.data.stream.Prefetch} reads them ahead
 * on a thread of its own.
 *
 * <p>What must not be here: the formats of files.
 */
@NullMarked
package lanewise.training.data.stream;

import org.jspecify.annotations.NullMarked;
