/**
 * {@code bench/compare}: {@link lanewise.bench.compare.run.Compare} opens the ways of all libraries
 * that take part, each fork in a process of its own ({@link lanewise.bench.compare.run.Child}),
 * {@link lanewise.bench.compare.run.Contest} has them take turns, {@link
 * lanewise.bench.compare.run.Estimate} says what their slices come to, and {@link
 * lanewise.bench.compare.run.Report} tells.
 */
@NullMarked
package lanewise.bench.compare.run;

import org.jspecify.annotations.NullMarked;
