package lanewise.tensor.kernel.reduce;

import static lanewise.tensor.kernel.reduce.ReduceKernel.CHAIN;

/**
 * Sums in the order of columns where the elements of a column lie side by side, as in a transposed
 * matrix: eight of its chains are followed at once, so that none waits for the one before it.
 */
final class TransposedColumns {
  /** Elements of eight chains. */
  private static final int BLOCK = 8 * CHAIN;

  private TransposedColumns() {}

  /** The sum of n terms: chains of up to 16, added up in double precision in ascending order. */
  static double sum(Summand term, int n, float[] x, int from) {
    double sum = 0;
    int i = 0;
    for (; i + BLOCK <= n; i += BLOCK) {
      sum =
          switch (term) {
            case VALUE -> values(sum, x, from + i);
            case ABS -> magnitudes(sum, x, from + i);
            case SQUARE -> squares(sum, x, from + i);
          };
    }
    for (; i < n; i += CHAIN) {
      float chain = 0;
      for (int j = i; j < Math.min(n, i + CHAIN); j++) {
        chain = ScalarReduce.add(term, chain, x[from + j]);
      }
      sum += chain;
    }
    return sum;
  }

  /** The sums of n distances from a shift and of their squares, in the same order. */
  static void moments(
      int n, float[] x, int from, float shift, double[] sums, double[] squares, int to) {
    double sum = 0;
    double square = 0;
    for (int i = 0; i < n; i += CHAIN) {
      float s = 0;
      float q = 0;
      for (int j = i; j < Math.min(n, i + CHAIN); j++) {
        float d = x[from + j] - shift;
        s += d;
        q = Math.fma(d, d, q);
      }
      sum += s;
      square += q;
    }
    sums[to] = sum;
    squares[to] = square;
  }

  private static double values(double start, float[] x, int from) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = from; i < from + CHAIN; i++) {
      s0 += x[i];
      s1 += x[i + 1 * CHAIN];
      s2 += x[i + 2 * CHAIN];
      s3 += x[i + 3 * CHAIN];
      s4 += x[i + 4 * CHAIN];
      s5 += x[i + 5 * CHAIN];
      s6 += x[i + 6 * CHAIN];
      s7 += x[i + 7 * CHAIN];
    }
    return (((((((start + s0) + s1) + s2) + s3) + s4) + s5) + s6) + s7;
  }

  private static double magnitudes(double start, float[] x, int from) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = from; i < from + CHAIN; i++) {
      s0 += Math.abs(x[i]);
      s1 += Math.abs(x[i + 1 * CHAIN]);
      s2 += Math.abs(x[i + 2 * CHAIN]);
      s3 += Math.abs(x[i + 3 * CHAIN]);
      s4 += Math.abs(x[i + 4 * CHAIN]);
      s5 += Math.abs(x[i + 5 * CHAIN]);
      s6 += Math.abs(x[i + 6 * CHAIN]);
      s7 += Math.abs(x[i + 7 * CHAIN]);
    }
    return (((((((start + s0) + s1) + s2) + s3) + s4) + s5) + s6) + s7;
  }

  private static double squares(double start, float[] x, int from) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = from; i < from + CHAIN; i++) {
      float d0 = x[i];
      s0 = Math.fma(d0, d0, s0);
      float d1 = x[i + 1 * CHAIN];
      s1 = Math.fma(d1, d1, s1);
      float d2 = x[i + 2 * CHAIN];
      s2 = Math.fma(d2, d2, s2);
      float d3 = x[i + 3 * CHAIN];
      s3 = Math.fma(d3, d3, s3);
      float d4 = x[i + 4 * CHAIN];
      s4 = Math.fma(d4, d4, s4);
      float d5 = x[i + 5 * CHAIN];
      s5 = Math.fma(d5, d5, s5);
      float d6 = x[i + 6 * CHAIN];
      s6 = Math.fma(d6, d6, s6);
      float d7 = x[i + 7 * CHAIN];
      s7 = Math.fma(d7, d7, s7);
    }
    return (((((((start + s0) + s1) + s2) + s3) + s4) + s5) + s6) + s7;
  }
}
