package lanewise.tensor.kernel.gemm;

import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.Transpose;

/** A program that multiplies again and again for two seconds. */
final class RepeatedProduct {
  private static final int M = 16;
  private static final int N = 1000;
  private static final int K = 1100;

  private RepeatedProduct() {}

  public static void main(String[] args) {
    float[] a = new float[M * K];
    float[] b = new float[K * N];
    float[] c = new float[M * N];
    long start = System.nanoTime();
    while (System.nanoTime() - start < 2_000_000_000L) {
      Blas.sgemm(Transpose.NO, Transpose.NO, M, N, K, 1, a, 0, K, b, 0, N, 0, c, 0, N);
    }
  }
}
