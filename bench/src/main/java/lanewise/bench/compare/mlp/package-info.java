/**
 * Whole networks predicted by Lanewise and by the Java libraries that its users would take instead:
 * {@code bench/compare mlp} measures the time of a prediction, {@code bench/compare startup} the
 * way from the start of a JVM to the first one.
 *
 * <p>A competitor is one class, a {@link lanewise.bench.compare.mlp.Contestant}, in a Maven module
 * of its own below {@code bench/peers}, because their native libraries and their versions of common
 * libraries clash: {@link lanewise.bench.compare.mlp.Child} runs each in a process of its own, and
 * {@link lanewise.bench.compare.mlp.CompareMlp} has them take turns. A contestant sees {@link
 * lanewise.bench.compare.mlp.Network} and nothing else of Lanewise.
 */
@NullMarked
package lanewise.bench.compare.mlp;

import org.jspecify.annotations.NullMarked;
