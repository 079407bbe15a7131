/**
 * The peers that need no jar of others: Lanewise, plain Java, the machine; and what peers in
 * modules of their own share.
 */
@NullMarked
package lanewise.bench.compare.peer;

import org.jspecify.annotations.NullMarked;
