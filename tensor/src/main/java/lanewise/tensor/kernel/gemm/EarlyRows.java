package lanewise.tensor.kernel.gemm;

import lanewise.tensor.kernel.elementwise.ScalarElementwise;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Rows times weights that are not packed yet, without vectors: the first answers after the start of
 * a program. Until vector code is compiled it is far slower than this, and its classes take long to
 * load. The order of accumulation, and so the bits, are those of all other kernels.
 */
public final class EarlyRows {
  private static final ScalarElementwise ELEMENTWISE = new ScalarElementwise();

  private EarlyRows() {}

  /**
   * C = activation(A W^T + bias); W is [columns][depth], a null bias is 0, a null activation leaves
   * all as it is.
   */
  public static void multiply(
      int m,
      int columns,
      int depth,
      float[] a,
      int aOffset,
      int lda,
      float[] w,
      float @Nullable [] bias,
      int biasOffset,
      @Nullable UnaryOp activation,
      float[] c,
      int cOffset,
      int ldc) {
    for (int i = 0; i < m; i++) {
      int to = cOffset + i * ldc;
      for (int j = 0; j < columns; j++) {
        float sum = bias == null ? 0 : bias[biasOffset + j];
        int x = aOffset + i * lda;
        for (int at = j * depth; at < (j + 1) * depth; at++) {
          sum = Math.fma(a[x++], w[at], sum);
        }
        c[to + j] = sum;
      }
      if (activation != null) {
        ELEMENTWISE.unary(activation, columns, c, to, c, to);
      }
    }
  }
}
