package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Loops of the unary operations of a few instructions: whole vectors, then the rest under a mask.
 */
final class VectorRounding {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  private VectorRounding() {}

  static void neg(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.neg().intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      v.neg().intoArray(out, outOffset + i, tail);
    }
  }

  static void abs(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.abs().intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      v.abs().intoArray(out, outOffset + i, tail);
    }
  }

  static void sign(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.sign(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.sign(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void square(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.mul(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      v.mul(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void sqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.sqrt().intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      v.sqrt().intoArray(out, outOffset + i, tail);
    }
  }

  static void rsqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.broadcast(S, 1).div(v.sqrt()).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector.broadcast(S, 1).div(v.sqrt()).intoArray(out, outOffset + i, tail);
    }
  }

  static void reciprocal(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.broadcast(S, 1).div(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      FloatVector.broadcast(S, 1).div(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void floor(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.floor(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.floor(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void ceil(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.ceil(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.ceil(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void round(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.round(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.round(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void relu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.relu(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.relu(v).intoArray(out, outOffset + i, tail);
    }
  }
}
