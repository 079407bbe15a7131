package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Loops of the transcendental functions in single precision: whole vectors, then the rest under a
 * mask; the rest of sine and cosine, and a vector with an argument beyond their range, in scalar
 * code.
 */
final class VectorTranscendental {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  private VectorTranscendental() {}

  static void exp(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.exp(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.exp(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void expm1(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.expm1(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.expm1(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void log(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.log(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.log(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void log1p(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.log1p(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.log1p(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void tanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.tanh(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.tanh(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void sigmoid(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.sigmoid(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.sigmoid(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void erf(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorFunctions.erf(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail);
      VectorFunctions.erf(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i).sub(shift);
      VectorFunctions.exp(v).intoArray(out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = S.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i, tail).sub(shift);
      VectorFunctions.exp(v).intoArray(out, outOffset + i, tail);
    }
  }

  static void sin(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      if (v.abs().compare(VectorOperators.GT, ScalarFunctions.TRIG_MAX).anyTrue()) {
        ScalarElementwise.sin(L, x, xOffset + i, out, outOffset + i);
      } else {
        VectorFunctions.sin(v).intoArray(out, outOffset + i);
      }
    }
    ScalarElementwise.sin(n - i, x, xOffset + i, out, outOffset + i);
  }

  static void cos(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      if (v.abs().compare(VectorOperators.GT, ScalarFunctions.TRIG_MAX).anyTrue()) {
        ScalarElementwise.cos(L, x, xOffset + i, out, outOffset + i);
      } else {
        VectorFunctions.cos(v).intoArray(out, outOffset + i);
      }
    }
    ScalarElementwise.cos(n - i, x, xOffset + i, out, outOffset + i);
  }
}
