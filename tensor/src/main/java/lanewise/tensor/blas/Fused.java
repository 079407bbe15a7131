package lanewise.tensor.blas;

import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * A function applied to the elements of a product before the product is left: ReLU while they are
 * in registers, the others while they are in the nearest cache. The bits are those of the function
 * of the same name in {@link lanewise.tensor.ops.Unary}, applied afterwards.
 */
public enum Fused {
  /** No function. */
  NONE(null),
  /** x above 0, else 0. */
  RELU(UnaryOp.RELU),
  /** 1 / (1 + e^-x). */
  SIGMOID(UnaryOp.SIGMOID),
  /** The hyperbolic tangent. */
  TANH(UnaryOp.TANH),
  /** x Phi(x). */
  GELU(UnaryOp.GELU),
  /** The tanh approximation of GELU. */
  GELU_TANH(UnaryOp.GELU_TANH),
  /** x sigmoid(x). */
  SILU(UnaryOp.SILU),
  /** log(1 + e^x). */
  SOFTPLUS(UnaryOp.SOFTPLUS);

  private final @Nullable UnaryOp op;

  Fused(@Nullable UnaryOp op) {
    this.op = op;
  }

  @Nullable UnaryOp op() {
    return op;
  }
}
