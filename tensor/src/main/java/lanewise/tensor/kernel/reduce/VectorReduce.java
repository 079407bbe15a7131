package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

  @Override
  public double sum(
      double start, Term term, int n, float[] x, int xOffset, float shift, float[] lanes) {
    return switch (term) {
      case VALUE -> values(start, n, x, xOffset, lanes);
      case ABS -> magnitudes(start, n, x, xOffset, lanes);
      case SQUARE ->
          shift == 0
              ? squares(start, n, x, xOffset, lanes)
              : distances(start, n, x, xOffset, shift, lanes);
    };
  }

  private static double values(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        values(rows, lane, x, xOffset + i, lanes);
      }
      sum += fold(lanes);
    }
    return sum;
  }

  private static double magnitudes(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        magnitudes(rows, lane, x, xOffset + i, lanes);
      }
      sum += fold(lanes);
    }
    return sum;
  }

  private static double squares(double start, int n, float[] x, int xOffset, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        squares(rows, lane, x, xOffset + i, lanes);
      }
      sum += fold(lanes);
    }
    return sum;
  }

  private static double distances(
      double start, int n, float[] x, int xOffset, float shift, float[] lanes) {
    double sum = start;
    for (int i = 0; i < n; i += BLOCK) {
      int rows = Math.min(CHAIN, (n - i) / LANES);
      for (int lane = 0; lane < LANES; lane += 4 * L) {
        distances(rows, lane, x, xOffset + i, shift, lanes);
      }
      sum += fold(lanes);
    }
    return sum;
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
      sum += fold(lanes);
    }
    return sum;
  }

  private static float fold(float[] lanes) {
    for (int l = 0; l < 16; l += L) {
      FloatVector low =
          FloatVector.fromArray(S, lanes, l).add(FloatVector.fromArray(S, lanes, l + 16));
      FloatVector high =
          FloatVector.fromArray(S, lanes, l + 32).add(FloatVector.fromArray(S, lanes, l + 48));
      low.add(high).intoArray(lanes, l);
    }
    return Lanes.fold16(lanes);
  }

  private static void values(int rows, int lane, float[] x, int xOffset, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * LANES + lane;
      s0 = s0.add(FloatVector.fromArray(S, x, at));
      s1 = s1.add(FloatVector.fromArray(S, x, at + L));
      s2 = s2.add(FloatVector.fromArray(S, x, at + 2 * L));
      s3 = s3.add(FloatVector.fromArray(S, x, at + 3 * L));
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, lane + L);
    s2.intoArray(lanes, lane + 2 * L);
    s3.intoArray(lanes, lane + 3 * L);
  }

  private static void magnitudes(int rows, int lane, float[] x, int xOffset, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * LANES + lane;
      s0 = s0.add(FloatVector.fromArray(S, x, at).abs());
      s1 = s1.add(FloatVector.fromArray(S, x, at + L).abs());
      s2 = s2.add(FloatVector.fromArray(S, x, at + 2 * L).abs());
      s3 = s3.add(FloatVector.fromArray(S, x, at + 3 * L).abs());
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, lane + L);
    s2.intoArray(lanes, lane + 2 * L);
    s3.intoArray(lanes, lane + 3 * L);
  }

  private static void squares(int rows, int lane, float[] x, int xOffset, float[] lanes) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * LANES + lane;
      FloatVector x0 = FloatVector.fromArray(S, x, at);
      s0 = x0.fma(x0, s0);
      FloatVector x1 = FloatVector.fromArray(S, x, at + L);
      s1 = x1.fma(x1, s1);
      FloatVector x2 = FloatVector.fromArray(S, x, at + 2 * L);
      s2 = x2.fma(x2, s2);
      FloatVector x3 = FloatVector.fromArray(S, x, at + 3 * L);
      s3 = x3.fma(x3, s3);
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, lane + L);
    s2.intoArray(lanes, lane + 2 * L);
    s3.intoArray(lanes, lane + 3 * L);
  }

  private static void distances(
      int rows, int lane, float[] x, int xOffset, float shift, float[] lanes) {
    FloatVector m = FloatVector.broadcast(S, shift);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int r = 0; r < rows; r++) {
      int at = xOffset + r * LANES + lane;
      FloatVector d0 = FloatVector.fromArray(S, x, at).sub(m);
      s0 = d0.fma(d0, s0);
      FloatVector d1 = FloatVector.fromArray(S, x, at + L).sub(m);
      s1 = d1.fma(d1, s1);
      FloatVector d2 = FloatVector.fromArray(S, x, at + 2 * L).sub(m);
      s2 = d2.fma(d2, s2);
      FloatVector d3 = FloatVector.fromArray(S, x, at + 3 * L).sub(m);
      s3 = d3.fma(d3, s3);
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, lane + L);
    s2.intoArray(lanes, lane + 2 * L);
    s3.intoArray(lanes, lane + 3 * L);
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
    return extreme(true, n, x, xOffset);
  }

  @Override
  public float min(int n, float[] x, int xOffset) {
    return extreme(false, n, x, xOffset);
  }

  /**
   * By the bits of the elements, which take one instruction each where a maximum of floats takes
   * six: as signed integers, floats of positive sign are in order, and above those of negative
   * sign, which are in order backwards; NaN lies beyond infinity on either side.
   */
  private static float extreme(boolean largest, int n, float[] x, int xOffset) {
    IntVector most = IntVector.broadcast(I, Integer.MIN_VALUE);
    IntVector least = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector mostNegative = IntVector.zero(I);
    int i = 0;
    for (int end = n - L; i <= end; i += L) {
      IntVector v = FloatVector.fromArray(S, x, xOffset + i).reinterpretAsInts();
      most = most.max(v);
      least = least.min(v);
      mostNegative = mostNegative.lanewise(VectorOperators.UMAX, v);
    }
    float m = largest ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    if (i > 0) {
      m =
          Extremes.of(
              largest,
              most.reduceLanes(VectorOperators.MAX),
              least.reduceLanes(VectorOperators.MIN),
              // The greatest unsigned is the greatest signed once the sign has been turned.
              mostNegative.add(Integer.MIN_VALUE).reduceLanes(VectorOperators.MAX)
                  + Integer.MIN_VALUE);
    }
    for (; i < n; i++) {
      m = largest ? Math.max(m, x[xOffset + i]) : Math.min(m, x[xOffset + i]);
    }
    return m;
  }

  @Override
  public int first(int n, float[] x, int xOffset, float value) {
    int i = 0;
    for (int end = n - L; i <= end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorMask<Float> same =
          Float.isNaN(value)
              ? v.compare(VectorOperators.NE, v)
              : v.compare(VectorOperators.EQ, value);
      if (same.anyTrue()) {
        return i + same.firstTrue();
      }
    }
    while (i < n && !ScalarReduce.same(x[xOffset + i], value)) {
      i++;
    }
    return i;
  }

  @Override
  public void columns(
      Term term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums) {
    Arrays.fill(sums, 0, columns, 0);
    switch (term) {
      case VALUE -> addValues(rows, columns, x, xOffset, stride, sums);
      case ABS -> addMagnitudes(rows, columns, x, xOffset, stride, sums);
      case SQUARE -> addSquares(rows, columns, x, xOffset, stride, shift, sums);
    }
    for (int j = columns - columns % L; j < columns; j++) {
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        sum = ScalarReduce.add(term, sum, x[xOffset + r * stride + j], shift[j]);
      }
      sums[j] = sum;
    }
  }

  /** Four rows, or one, onto the sums. */
  private static void addValues(
      int rows, int columns, float[] x, int xOffset, int stride, float[] sums) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        s = s.add(FloatVector.fromArray(S, x, at + j));
        s = s.add(FloatVector.fromArray(S, x, at + stride + j));
        s = s.add(FloatVector.fromArray(S, x, at + 2 * stride + j));
        s = s.add(FloatVector.fromArray(S, x, at + 3 * stride + j));
        s.intoArray(sums, j);
      }
    }
    for (; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        s = s.add(FloatVector.fromArray(S, x, at + j));
        s.intoArray(sums, j);
      }
    }
  }

  /** Four rows, or one, onto the sums. */
  private static void addMagnitudes(
      int rows, int columns, float[] x, int xOffset, int stride, float[] sums) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        s = s.add(FloatVector.fromArray(S, x, at + j).abs());
        s = s.add(FloatVector.fromArray(S, x, at + stride + j).abs());
        s = s.add(FloatVector.fromArray(S, x, at + 2 * stride + j).abs());
        s = s.add(FloatVector.fromArray(S, x, at + 3 * stride + j).abs());
        s.intoArray(sums, j);
      }
    }
    for (; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        s = s.add(FloatVector.fromArray(S, x, at + j).abs());
        s.intoArray(sums, j);
      }
    }
  }

  /** Four rows, or one, onto the sums. */
  private static void addSquares(
      int rows, int columns, float[] x, int xOffset, int stride, float[] shift, float[] sums) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        FloatVector m = FloatVector.fromArray(S, shift, j);
        FloatVector d0 = FloatVector.fromArray(S, x, at + j).sub(m);
        s = d0.fma(d0, s);
        FloatVector d1 = FloatVector.fromArray(S, x, at + stride + j).sub(m);
        s = d1.fma(d1, s);
        FloatVector d2 = FloatVector.fromArray(S, x, at + 2 * stride + j).sub(m);
        s = d2.fma(d2, s);
        FloatVector d3 = FloatVector.fromArray(S, x, at + 3 * stride + j).sub(m);
        s = d3.fma(d3, s);
        s.intoArray(sums, j);
      }
    }
    for (; r < rows; r++) {
      int at = xOffset + r * stride;
      for (int j = 0; j <= columns - L; j += L) {
        FloatVector s = FloatVector.fromArray(S, sums, j);
        FloatVector m = FloatVector.fromArray(S, shift, j);
        FloatVector d = FloatVector.fromArray(S, x, at + j).sub(m);
        s = d.fma(d, s);
        s.intoArray(sums, j);
      }
    }
  }
}
