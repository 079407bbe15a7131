package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * The vector variant. A block's 64 lanes are four vectors of 512 bits; narrower vectors go through
 * the block, which lies in the first-level cache by then, once for every four vectors' worth of
 * lanes.
 */
final class VectorReduce implements ReduceKernel {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final VectorSpecies<Integer> I = FloatLanes.INTS;
  private static final int L = S.length();

  /** Lanes turned round by so many. */
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8, 1, true);

  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(S, 2, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(S, 1, 1, true);

  @Override
  public double sum(double start, Summand term, int n, float[] x, int xOffset, float[] lanes) {
    return switch (term) {
      case VALUE -> values(start, n, x, xOffset, lanes);
      case ABS -> magnitudes(start, n, x, xOffset, lanes);
      case SQUARE -> squares(start, n, x, xOffset, lanes);
    };
  }

  private static double values(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        values(rows, LANES, x, xOffset + i + lane, lanes, lane);
      }
      sum += fold(lanes, 0);
    }
    return sum;
  }

  private static double magnitudes(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        magnitudes(rows, LANES, x, xOffset + i + lane, lanes, lane);
      }
      sum += fold(lanes, 0);
    }
    return sum;
  }

  private static double squares(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        squares(rows, LANES, x, xOffset + i + lane, lanes, lane);
      }
      sum += fold(lanes, 0);
    }
    return sum;
  }

  @Override
  public void moments(int n, float[] x, int xOffset, float shift, float[] lanes, double[] sums) {
    Arrays.fill(lanes, 2 * LANES, 3 * LANES, shift);
    double sum = sums[0];
    double squares = sums[1];
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        int at = xOffset + i + lane;
        moments(rows, LANES, x, at, lanes, 2 * LANES + lane, lanes, lane, lanes, LANES + lane);
      }
      sum += fold(lanes, 0);
      squares += fold(lanes, LANES);
    }
    sums[0] = sum;
    sums[1] = squares;
  }

  @Override
  public double dot(
      double start, int n, float[] x, int xOffset, float[] y, int yOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        products(rows, lane, x, xOffset + i, y, yOffset + i, lanes);
      }
      sum += fold(lanes, 0);
    }
    return sum;
  }

  @Override
  public void dots(
      int n,
      float[] a,
      int aOffset,
      int row,
      float[] x,
      int xOffset,
      float[] lanes,
      double[] sums) {
    for (int i = 0; i < n; i += BLOCK) {
      int steps = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 2 * L) {
        int at = i + lane;
        fourProducts(steps, a, aOffset + at, row, x, xOffset + at, lanes, lane);
      }
      for (int r = 0; r < TOGETHER; r++) {
        sums[r] += fold(lanes, r * LANES);
      }
    }
  }

  /** Two vectors of chains for each of four rows: what the registers of every machine hold. */
  private static void fourProducts(
      int steps, float[] a, int a0, int row, float[] x, int from, float[] lanes, int to) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    for (int p = 0; p < steps; p++) {
      int i = p * LANES;
      FloatVector x0 = FloatVector.fromArray(S, x, from + i);
      FloatVector x1 = FloatVector.fromArray(S, x, from + i + L);
      s00 = x0.fma(FloatVector.fromArray(S, a, a0 + i), s00);
      s01 = x1.fma(FloatVector.fromArray(S, a, a0 + i + L), s01);
      s10 = x0.fma(FloatVector.fromArray(S, a, a1 + i), s10);
      s11 = x1.fma(FloatVector.fromArray(S, a, a1 + i + L), s11);
      s20 = x0.fma(FloatVector.fromArray(S, a, a2 + i), s20);
      s21 = x1.fma(FloatVector.fromArray(S, a, a2 + i + L), s21);
      s30 = x0.fma(FloatVector.fromArray(S, a, a3 + i), s30);
      s31 = x1.fma(FloatVector.fromArray(S, a, a3 + i + L), s31);
    }
    s00.intoArray(lanes, to);
    s01.intoArray(lanes, to + L);
    s10.intoArray(lanes, LANES + to);
    s11.intoArray(lanes, LANES + to + L);
    s20.intoArray(lanes, 2 * LANES + to);
    s21.intoArray(lanes, 2 * LANES + to + L);
    s30.intoArray(lanes, 3 * LANES + to);
    s31.intoArray(lanes, 3 * LANES + to + L);
  }

  /**
   * {@link Lanes#fold64}: in registers, as scalar loads of what vectors have just stored are slow.
   */
  private static float fold(float[] lanes, int at) {
    if (L < 8) {
      return TreeSum.fold64(lanes, at);
    }
    FloatVector v =
        FloatVector.fromArray(S, lanes, at)
            .add(FloatVector.fromArray(S, lanes, at + 16))
            .add(
                FloatVector.fromArray(S, lanes, at + 32)
                    .add(FloatVector.fromArray(S, lanes, at + 48)));
    if (L == 8) {
      v =
          v.add(
              FloatVector.fromArray(S, lanes, at + 8)
                  .add(FloatVector.fromArray(S, lanes, at + 24))
                  .add(
                      FloatVector.fromArray(S, lanes, at + 40)
                          .add(FloatVector.fromArray(S, lanes, at + 56))));
    } else {
      v = v.add(v.rearrange(BY_8));
    }
    v = v.add(v.rearrange(BY_4));
    v = v.add(v.rearrange(BY_2));
    return v.add(v.rearrange(BY_1)).lane(0);
  }

  /** Four vectors of chains down rows that are a stride apart. */
  private static void values(int rows, int stride, float[] x, int from, float[] sums, int to) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = from + r * stride;
      s0 = FloatVector.fromArray(S, x, at).add(s0);
      s1 = FloatVector.fromArray(S, x, at + L).add(s1);
      s2 = FloatVector.fromArray(S, x, at + 2 * L).add(s2);
      s3 = FloatVector.fromArray(S, x, at + 3 * L).add(s3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + L);
    s2.intoArray(sums, to + 2 * L);
    s3.intoArray(sums, to + 3 * L);
  }

  /** Four vectors of chains down rows that are a stride apart. */
  private static void magnitudes(int rows, int stride, float[] x, int from, float[] sums, int to) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = from + r * stride;
      s0 = FloatVector.fromArray(S, x, at).abs().add(s0);
      s1 = FloatVector.fromArray(S, x, at + L).abs().add(s1);
      s2 = FloatVector.fromArray(S, x, at + 2 * L).abs().add(s2);
      s3 = FloatVector.fromArray(S, x, at + 3 * L).abs().add(s3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + L);
    s2.intoArray(sums, to + 2 * L);
    s3.intoArray(sums, to + 3 * L);
  }

  /**
   * Four vectors of chains down rows that are a stride apart; two rows a turn, which was faster on
   * elements in memory than the shorter loop that the compiler unrolls.
   */
  private static void squares(int rows, int stride, float[] x, int from, float[] sums, int to) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    int r = 0;
    for (; r + 2 <= rows; r += 2) {
      int at = from + r * stride;
      FloatVector x0 = FloatVector.fromArray(S, x, at);
      s0 = x0.fma(x0, s0);
      FloatVector x1 = FloatVector.fromArray(S, x, at + L);
      s1 = x1.fma(x1, s1);
      FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * L);
      s2 = x2.fma(x2, s2);
      FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * L);
      s3 = x3.fma(x3, s3);
      int next = at + stride;
      FloatVector y0 = FloatVector.fromArray(S, x, next);
      s0 = y0.fma(y0, s0);
      FloatVector y1 = FloatVector.fromArray(S, x, next + L);
      s1 = y1.fma(y1, s1);
      FloatVector y2 = FloatVector.fromArray(S, x, next + 2 * L);
      s2 = y2.fma(y2, s2);
      FloatVector y3 = FloatVector.fromArray(S, x, next + 3 * L);
      s3 = y3.fma(y3, s3);
    }
    if (r < rows) {
      int at = from + r * stride;
      FloatVector x0 = FloatVector.fromArray(S, x, at);
      s0 = x0.fma(x0, s0);
      FloatVector x1 = FloatVector.fromArray(S, x, at + L);
      s1 = x1.fma(x1, s1);
      FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * L);
      s2 = x2.fma(x2, s2);
      FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * L);
      s3 = x3.fma(x3, s3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + L);
    s2.intoArray(sums, to + 2 * L);
    s3.intoArray(sums, to + 3 * L);
  }

  /** Four vectors of chains of distances, and four of their squares. */
  private static void moments(
      int rows,
      int stride,
      float[] x,
      int from,
      float[] shift,
      int shiftFrom,
      float[] sums,
      int to,
      float[] squares,
      int squaresTo) {
    FloatVector m0 = FloatVector.fromArray(S, shift, shiftFrom);
    FloatVector m1 = FloatVector.fromArray(S, shift, shiftFrom + L);
    FloatVector m2 = FloatVector.fromArray(S, shift, shiftFrom + 2 * L);
    FloatVector m3 = FloatVector.fromArray(S, shift, shiftFrom + 3 * L);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector q0 = FloatVector.zero(S);
    FloatVector q1 = FloatVector.zero(S);
    FloatVector q2 = FloatVector.zero(S);
    FloatVector q3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = from + r * stride;
      FloatVector d0 = FloatVector.fromArray(S, x, at).sub(m0);
      s0 = d0.add(s0);
      q0 = d0.fma(d0, q0);
      FloatVector d1 = FloatVector.fromArray(S, x, at + L).sub(m1);
      s1 = d1.add(s1);
      q1 = d1.fma(d1, q1);
      FloatVector d2 = FloatVector.fromArray(S, x, at + 2 * L).sub(m2);
      s2 = d2.add(s2);
      q2 = d2.fma(d2, q2);
      FloatVector d3 = FloatVector.fromArray(S, x, at + 3 * L).sub(m3);
      s3 = d3.add(s3);
      q3 = d3.fma(d3, q3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + L);
    s2.intoArray(sums, to + 2 * L);
    s3.intoArray(sums, to + 3 * L);
    q0.intoArray(squares, squaresTo);
    q1.intoArray(squares, squaresTo + L);
    q2.intoArray(squares, squaresTo + 2 * L);
    q3.intoArray(squares, squaresTo + 3 * L);
  }

  private static void products(
      int rows, int lane, float[] x, int xOffset, float[] y, int yOffset, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int i = r * LANES + lane;
      FloatVector x0 = FloatVector.fromArray(S, x, xOffset + i);
      s0 = x0.fma(FloatVector.fromArray(S, y, yOffset + i), s0);
      FloatVector x1 = FloatVector.fromArray(S, x, xOffset + i + L);
      s1 = x1.fma(FloatVector.fromArray(S, y, yOffset + i + L), s1);
      FloatVector x2 = FloatVector.fromArray(S, x, xOffset + i + 2 * L);
      s2 = x2.fma(FloatVector.fromArray(S, y, yOffset + i + 2 * L), s2);
      FloatVector x3 = FloatVector.fromArray(S, x, xOffset + i + 3 * L);
      s3 = x3.fma(FloatVector.fromArray(S, y, yOffset + i + 3 * L), s3);
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, lane + L);
    s2.intoArray(lanes, lane + 2 * L);
    s3.intoArray(lanes, lane + 3 * L);
  }

  @Override
  public float max(int n, float[] x, int xOffset) {
    return n < L ? shortExtreme(true, n, x, xOffset) : longExtreme(true, n, x, xOffset);
  }

  @Override
  public float min(int n, float[] x, int xOffset) {
    return n < L ? shortExtreme(false, n, x, xOffset) : longExtreme(false, n, x, xOffset);
  }

  /**
   * By the bits of the elements, which take one or two instructions each where a maximum of floats
   * takes six: as signed integers, floats of positive sign are in order, and above those of
   * negative sign, which are in order backwards; NaN lies beyond infinity on either side. The
   * greatest unsigned one is the greatest signed one with the sign turned.
   */
  private static float longExtreme(boolean largest, int n, float[] x, int xOffset) {
    IntVector most = IntVector.broadcast(I, Integer.MIN_VALUE);
    IntVector least = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector mostNegative = IntVector.broadcast(I, Integer.MIN_VALUE);
    int last = n - L;
    for (int i = 0; i < last; i += L) {
      IntVector v = FloatVector.fromArray(S, x, xOffset + i).reinterpretAsInts();
      most = v.max(most);
      least = v.min(least);
      mostNegative = v.lanewise(VectorOperators.XOR, Integer.MIN_VALUE).max(mostNegative);
    }
    // The last vector may hold elements a second time.
    IntVector v = FloatVector.fromArray(S, x, xOffset + last).reinterpretAsInts();
    most = v.max(most);
    least = v.min(least);
    mostNegative = v.lanewise(VectorOperators.XOR, Integer.MIN_VALUE).max(mostNegative);
    return Extremes.of(
        largest,
        most.reduceLanes(VectorOperators.MAX),
        least.reduceLanes(VectorOperators.MIN),
        mostNegative.reduceLanes(VectorOperators.MAX) + Integer.MIN_VALUE);
  }

  private static float shortExtreme(boolean largest, int n, float[] x, int xOffset) {
    float m = x[xOffset];
    for (int i = 1; i < n; i++) {
      m = largest ? Math.max(m, x[xOffset + i]) : Math.min(m, x[xOffset + i]);
    }
    return m;
  }

  @Override
  public int first(int n, float[] x, int xOffset, float value) {
    int i = Float.isNaN(value) ? firstNaN(n, x, xOffset) : firstEqual(n, x, xOffset, value);
    while (i < n && !ScalarReduce.same(x[xOffset + i], value)) {
      i++;
    }
    return i;
  }

  /** The index of the first that equals the value, or of the elements after the last vector. */
  private static int firstEqual(int n, float[] x, int xOffset, float value) {
    int i = 0;
    for (int end = n - L; i <= end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      long same = v.compare(VectorOperators.EQ, value).toLong();
      if (same != 0) {
        return i + Long.numberOfTrailingZeros(same);
      }
    }
    return i;
  }

  /** The index of the first NaN, or of the elements after the last vector. */
  private static int firstNaN(int n, float[] x, int xOffset) {
    int i = 0;
    for (int end = n - L; i <= end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      long nan = v.compare(VectorOperators.NE, v).toLong();
      if (nan != 0) {
        return i + Long.numberOfTrailingZeros(nan);
      }
    }
    return i;
  }

  @Override
  public void columns(
      Summand term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] sums,
      int to) {
    switch (term) {
      case VALUE -> valueColumns(rows, columns, x, xOffset, stride, sums, to);
      case ABS -> magnitudeColumns(rows, columns, x, xOffset, stride, sums, to);
      case SQUARE -> squareColumns(rows, columns, x, xOffset, stride, sums, to);
    }
    for (int j = columns - columns % L; j < columns; j++) {
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        sum = ScalarReduce.add(term, sum, x[xOffset + r * stride + j]);
      }
      sums[to + j] = sum;
    }
  }

  private static void valueColumns(
      int rows, int columns, float[] x, int xOffset, int stride, float[] sums, int to) {
    int j = 0;
    for (; j <= columns - 4 * L; j += 4 * L) {
      values(rows, stride, x, xOffset + j, sums, to + j);
    }
    for (; j <= columns - L; j += L) {
      FloatVector s = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        s = FloatVector.fromArray(S, x, xOffset + r * stride + j).add(s);
      }
      s.intoArray(sums, to + j);
    }
  }

  private static void magnitudeColumns(
      int rows, int columns, float[] x, int xOffset, int stride, float[] sums, int to) {
    int j = 0;
    for (; j <= columns - 4 * L; j += 4 * L) {
      magnitudes(rows, stride, x, xOffset + j, sums, to + j);
    }
    for (; j <= columns - L; j += L) {
      FloatVector s = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        s = FloatVector.fromArray(S, x, xOffset + r * stride + j).abs().add(s);
      }
      s.intoArray(sums, to + j);
    }
  }

  private static void squareColumns(
      int rows, int columns, float[] x, int xOffset, int stride, float[] sums, int to) {
    int j = 0;
    for (; j <= columns - 4 * L; j += 4 * L) {
      squares(rows, stride, x, xOffset + j, sums, to + j);
    }
    for (; j <= columns - L; j += L) {
      FloatVector s = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        FloatVector v = FloatVector.fromArray(S, x, xOffset + r * stride + j);
        s = v.fma(v, s);
      }
      s.intoArray(sums, to + j);
    }
  }

  @Override
  public void columnMoments(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums,
      float[] squares,
      int to) {
    int j = 0;
    for (; j <= columns - 4 * L; j += 4 * L) {
      moments(rows, stride, x, xOffset + j, shift, j, sums, to + j, squares, to + j);
    }
    for (; j <= columns - L; j += L) {
      FloatVector m = FloatVector.fromArray(S, shift, j);
      FloatVector s = FloatVector.zero(S);
      FloatVector q = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        FloatVector d = FloatVector.fromArray(S, x, xOffset + r * stride + j).sub(m);
        s = d.add(s);
        q = d.fma(d, q);
      }
      s.intoArray(sums, to + j);
      q.intoArray(squares, to + j);
    }
    for (; j < columns; j++) {
      float s = 0;
      float q = 0;
      for (int r = 0; r < rows; r++) {
        float d = x[xOffset + r * stride + j] - shift[j];
        s += d;
        q = Math.fma(d, d, q);
      }
      sums[to + j] = s;
      squares[to + j] = q;
    }
  }
}
