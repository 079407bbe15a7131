/**
 * What is made of the lines that {@code bench/compare --json} writes: a page to look at, {@link
 * lanewise.bench.report.Page}, and a guard against falls, {@link lanewise.bench.kernels.Guard}.
 */
@NullMarked
package lanewise.bench.report;

import org.jspecify.annotations.NullMarked;
