package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Loops of the arithmetic with a scalar as one operand: whole vectors, then the rest one by one.
 */
final class VectorScalarArithmetic {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  private VectorScalarArithmetic() {}

  static void add(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.add(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] + y;
    }
  }

  static void sub(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.sub(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] - y;
    }
  }

  static void mul(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.mul(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] * y;
    }
  }

  static void div(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.div(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] / y;
    }
  }

  static void min(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.min(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.min(x[xOffset + i], y);
    }
  }

  static void max(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    FloatVector b = FloatVector.broadcast(S, y);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i);
      a.max(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.max(x[xOffset + i], y);
    }
  }

  static void subFrom(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    FloatVector a = FloatVector.broadcast(S, x);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.sub(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x - y[yOffset + i];
    }
  }

  static void divInto(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    FloatVector a = FloatVector.broadcast(S, x);
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector b = FloatVector.fromArray(S, y, yOffset + i);
      a.div(b).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x / y[yOffset + i];
    }
  }
}
