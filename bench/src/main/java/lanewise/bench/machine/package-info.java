/**
 * What the machine can do at most: loops of multiply-adds and of memory, {@link
 * lanewise.bench.machine.Limits}, which every benchmark that tells a share uses.
 */
@NullMarked
package lanewise.bench.machine;

import org.jspecify.annotations.NullMarked;
