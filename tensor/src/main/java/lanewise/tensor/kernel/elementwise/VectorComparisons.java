package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Loops of the comparisons and of the choice by a mask: whole vectors, then the rest one by one.
 */
final class VectorComparisons {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  private VectorComparisons() {}

  static void eq(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.EQ, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] == y[yOffset + i] ? 1 : 0;
    }
  }

  static void ne(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.NE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] != y[yOffset + i] ? 1 : 0;
    }
  }

  static void lt(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.LT, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] < y[yOffset + i] ? 1 : 0;
    }
  }

  static void le(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.LE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] <= y[yOffset + i] ? 1 : 0;
    }
  }

  static void gt(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.GT, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] > y[yOffset + i] ? 1 : 0;
    }
  }

  static void ge(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.GE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] >= y[yOffset + i] ? 1 : 0;
    }
  }

  static void eq(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.EQ, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] == y ? 1 : 0;
    }
  }

  static void ne(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.NE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] != y ? 1 : 0;
    }
  }

  static void lt(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.LT, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] < y ? 1 : 0;
    }
  }

  static void le(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.LE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] <= y ? 1 : 0;
    }
  }

  static void gt(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.GT, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] > y ? 1 : 0;
    }
  }

  static void ge(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S).blend(1, a.compare(VectorOperators.GE, b)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] >= y ? 1 : 0;
    }
  }

  static void where(
      int n,
      float[] mask,
      int maskOffset,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector m = FloatVector.fromArray(S, mask, maskOffset + i);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      b.blend(a, m.compare(VectorOperators.NE, 0)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = mask[maskOffset + i] != 0 ? x[xOffset + i] : y[yOffset + i];
    }
  }

  static void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.max(low).min(high).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.min(Math.max(x[xOffset + i], low), high);
    }
  }
}
