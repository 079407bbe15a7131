package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code C = op(A) op(B)} of row-major matrices, {@code op(A)} [m, k] and {@code op(B)} [k, n].
 *
 * @param m rows of C
 * @param n columns of C
 * @param k terms of a sum
 * @param transA whether A lies as [k, m]
 * @param transB whether B lies as [n, k]
 * @param weights whether B is the same in all calls, so that it may be prepared
 * @param unit of the result
 */
public record Product(
    int m, int n, int k, boolean transA, boolean transB, boolean weights, Unit unit)
    implements Problem {
  private static final int[] SQUARES = {8, 16, 32, 64, 128, 256, 512, 1024, 2048};
  private static final int[][] LAYERS = {{128, 784}, {256, 784}, {1000, 1024}, {10, 128}};
  private static final int[][] ROW_LAYERS = {{128, 784}, {1024, 1024}, {10, 128}};

  /** Squares, plain and transposed, and layers: rows times weights. */
  static final Work GEMM =
      new Work(
          "gemm",
          gemm(),
          name -> name.matches("square (8|64|512)|square [AB].T 256|layer 64 .*(784|1024)"),
          1);

  /** One row times weights: a prediction of one row. */
  static final Work GEMV = new Work("gemv", gemv(), _ -> true, 1);

  /**
   * Larger products are checked in so many multiply-adds: whole rows, first and last among them.
   */
  private static final long CHECKED = 1L << 28;

  private static Map<String, Function<Path, Problem>> gemm() {
    var cases = Work.ordered();
    for (int n : SQUARES) {
      cases.put("square " + n, _ -> square(n, false, false));
    }
    for (int n : SQUARES) {
      cases.put("square A^T " + n, _ -> square(n, true, false));
      cases.put("square B^T " + n, _ -> square(n, false, true));
    }
    for (int[] layer : LAYERS) {
      for (int rows = 32; rows <= 256; rows *= 2) {
        int m = rows;
        cases.put(
            "layer %s x %sx%s".formatted(m, layer[0], layer[1]),
            _ -> layer(m, layer, Unit.gigaflops(2.0 * m * layer[0] * layer[1])));
      }
    }
    return cases;
  }

  private static Map<String, Function<Path, Problem>> gemv() {
    var cases = Work.ordered();
    for (int[] layer : ROW_LAYERS) {
      cases.put("gemv %sx%s".formatted(layer[0], layer[1]), _ -> layer(1, layer, Unit.MICROS));
    }
    return cases;
  }

  private static Product square(int n, boolean transA, boolean transB) {
    return new Product(n, n, n, transA, transB, false, Unit.gigaflops(2.0 * n * n * n));
  }

  private static Product layer(int rows, int[] outIn, Unit unit) {
    return new Product(rows, outIn[0], outIn[1], false, true, true, unit);
  }

  /** The elements of A, always the same; a new array. */
  public float[] a() {
    return Answers.random(1, m * k);
  }

  /** The elements of B, always the same; a new array. */
  public float[] b() {
    return Answers.random(2, k * n);
  }

  /** The elements of a row of A as it lies. */
  public int lda() {
    return transA ? m : k;
  }

  /** The elements of a row of B as it lies. */
  public int ldb() {
    return transB ? k : n;
  }

  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    float[] a = a();
    float[] b = b();
    for (int i = 0; i < b.length; i++) {
      b[i] = rounding.round(b[i]);
    }
    int rows = (int) Math.max(2, Math.min(m, CHECKED / ((long) n * k)));
    for (int r = 0; r < Math.min(rows, m); r++) {
      int row = rows == m ? r : (int) ((long) r * (m - 1) / (rows - 1));
      Answers.check(row * n, answer, row(row, a, b), Answers.sum(k) + rounding.error() * k);
    }
  }

  private double[] row(int i, float[] a, float[] b) {
    double[] c = new double[n];
    for (int p = 0; p < k; p++) {
      double x = transA ? a[p * m + i] : a[i * k + p];
      for (int j = 0; j < n; j++) {
        c[j] += x * (transB ? b[j * k + p] : b[p * n + j]);
      }
    }
    return c;
  }
}
