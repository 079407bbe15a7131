/** Tiles that the lab is tried on. */
@NullMarked
package lanewise.bench.lab.tiles;

import org.jspecify.annotations.NullMarked;
