/** Operations on tensors. */
@NullMarked
package lanewise.tensor.ops;

import org.jspecify.annotations.NullMarked;
