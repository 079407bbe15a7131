/**
 * Transposes of a block in registers that {@code tensor/src/build/GenerateTransposes.java} writes,
 * from the same source as those that pack the panels of a product. To change one, change the
 * program, run it and format; a test compares these files with what the program writes.
 */
@NullMarked
package lanewise.tensor.kernel.transpose.generated;

import org.jspecify.annotations.NullMarked;
