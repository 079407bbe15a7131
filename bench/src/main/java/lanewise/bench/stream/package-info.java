/**
 * {@code bench/streaming}: the command {@code lanewise train} with rows on the disk and a small
 * heap, beside itself with rows in memory. What measures steps without a command is {@link
 * lanewise.bench.compare.Training}.
 */
@NullMarked
package lanewise.bench.stream;

import org.jspecify.annotations.NullMarked;
