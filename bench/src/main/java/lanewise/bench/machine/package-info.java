/**
 * What the machine can do at most: loops of multiply-adds and of memory, {@link
 * lanewise.bench.machine.Limits}, which every benchmark that tells a share uses; and how pieces of
 * work are timed, in {@link lanewise.bench.machine.Slices} that take turns, in a {@link
 * lanewise.bench.machine.Jvm} of each vector width.
 */
@NullMarked
package lanewise.bench.machine;

import org.jspecify.annotations.NullMarked;
