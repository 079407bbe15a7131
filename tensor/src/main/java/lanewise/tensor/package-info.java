/** Tensors of 32-bit floats, their operations and the kernels that run them. */
@NullMarked
package lanewise.tensor;

import org.jspecify.annotations.NullMarked;
