package lanewise.tensor.kernel.elementwise;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** Loops of the unary operations of a few instructions: whole vectors, then the rest one by one. */
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
    for (; i < n; i++) {
      out[outOffset + i] = -x[xOffset + i];
    }
  }

  static void abs(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.abs().intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.abs(x[xOffset + i]);
    }
  }

  static void sign(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.zero(S)
          .blend(1, v.compare(GT, 0))
          .blend(-1, v.compare(LT, 0))
          .blend(v, v.compare(NE, v))
          .intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.sign(x[xOffset + i]);
    }
  }

  static void square(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.mul(v).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[xOffset + i] * x[xOffset + i];
    }
  }

  static void sqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.sqrt().intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = (float) Math.sqrt(x[xOffset + i]);
    }
  }

  static void rsqrt(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.broadcast(S, 1).div(v.sqrt()).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = 1 / (float) Math.sqrt(x[xOffset + i]);
    }
  }

  static void reciprocal(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.broadcast(S, 1).div(v).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = 1 / x[xOffset + i];
    }
  }

  static void floor(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector near = a.add(ScalarFunctions.TWO_23).sub(ScalarFunctions.TWO_23);
      near = a.blend(near, a.compare(LT, ScalarFunctions.TWO_23));
      IntVector sign = v.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT);
      near = near.reinterpretAsInts().or(sign).reinterpretAsFloats();
      near.blend(near.sub(1), near.compare(GT, v)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.floor(x[xOffset + i]);
    }
  }

  static void ceil(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector near = a.add(ScalarFunctions.TWO_23).sub(ScalarFunctions.TWO_23);
      near = a.blend(near, a.compare(LT, ScalarFunctions.TWO_23));
      IntVector sign = v.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT);
      near = near.reinterpretAsInts().or(sign).reinterpretAsFloats();
      near = near.blend(near.add(1), near.compare(LT, v));
      near.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.ceil(x[xOffset + i]);
    }
  }

  static void round(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector near = a.add(ScalarFunctions.TWO_23).sub(ScalarFunctions.TWO_23);
      near = a.blend(near, a.compare(LT, ScalarFunctions.TWO_23));
      IntVector sign = v.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT);
      near = near.reinterpretAsInts().or(sign).reinterpretAsFloats();
      near.intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.round(x[xOffset + i]);
    }
  }

  static void relu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = S.loopBound(n); i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.blend(0, v.compare(LE, 0)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.relu(x[xOffset + i]);
    }
  }
}
