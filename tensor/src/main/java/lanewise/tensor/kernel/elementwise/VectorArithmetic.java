package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** Loops of the arithmetic on two operands: whole vectors, then the rest under a mask. */
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.add(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.sub(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.mul(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.div(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.min(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.max(b).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      FloatVector c = FloatVector.fromArray(S, z, zOffset + i, tail);
      a.fma(b, c).intoArray(out, outOffset + i, tail);
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
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i, tail);
      a.fma(factor, b).intoArray(out, outOffset + i, tail);
    }
  }
}
