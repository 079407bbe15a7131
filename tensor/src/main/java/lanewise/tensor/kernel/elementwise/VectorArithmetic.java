package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** Loops of the arithmetic on two operands: whole vectors, then the rest one by one. */
final class VectorArithmetic {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  private VectorArithmetic() {}

  static void add(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.add(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] + y[yOffset + i];
    }
  }

  static void sub(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.sub(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] - y[yOffset + i];
    }
  }

  static void mul(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.mul(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] * y[yOffset + i];
    }
  }

  static void div(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.div(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] / y[yOffset + i];
    }
  }

  static void min(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.min(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.min(x[xOffset + i], y[yOffset + i]);
    }
  }

  static void max(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.max(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.max(x[xOffset + i], y[yOffset + i]);
    }
  }

  static void fma(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.fma(b, FloatVector.fromArray(S, z, zOffset + i)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.fma(x[xOffset + i], y[yOffset + i], z[zOffset + i]);
    }
  }

  static void axpy(
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    FloatVector factor = FloatVector.broadcast(S, alpha);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.fma(factor, b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }
}
