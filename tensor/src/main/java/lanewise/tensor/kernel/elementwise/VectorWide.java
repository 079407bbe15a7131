package lanewise.tensor.kernel.elementwise;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Loops of the functions in double precision: whole vectors, then the rest under a mask. */
final class VectorWide {
  private static final VectorSpecies<Double> D = VectorWideFunctions.D;
  private static final int L = D.length();

  /** As many floats as D has doubles. */
  private static final VectorSpecies<Float> H =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  private VectorWide() {}

  private static DoubleVector load(float[] x, int at) {
    return (DoubleVector) FloatVector.fromArray(H, x, at).convertShape(F2D, D, 0);
  }

  private static DoubleVector load(float[] x, int at, VectorMask<Float> tail) {
    return (DoubleVector) FloatVector.fromArray(H, x, at, tail).convertShape(F2D, D, 0);
  }

  private static void store(DoubleVector y, float[] out, int at) {
    ((FloatVector) y.convertShape(D2F, H, 0)).intoArray(out, at);
  }

  private static void store(DoubleVector y, float[] out, int at, VectorMask<Float> tail) {
    ((FloatVector) y.convertShape(D2F, H, 0)).intoArray(out, at, tail);
  }

  static void gelu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.gelu(load(x, xOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.gelu(load(x, xOffset + i, tail)), out, outOffset + i, tail);
    }
  }

  static void geluTanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.geluTanh(load(x, xOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.geluTanh(load(x, xOffset + i, tail)), out, outOffset + i, tail);
    }
  }

  static void softplus(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.softplus(load(x, xOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.softplus(load(x, xOffset + i, tail)), out, outOffset + i, tail);
    }
  }

  static void silu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.silu(load(x, xOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.silu(load(x, xOffset + i, tail)), out, outOffset + i, tail);
    }
  }

  static void pow(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(
          VectorWideFunctions.pow(load(x, xOffset + i), load(y, yOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(
          VectorWideFunctions.pow(load(x, xOffset + i, tail), load(y, yOffset + i, tail)),
          out,
          outOffset + i,
          tail);
    }
  }

  static void powScalar(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    DoubleVector c = DoubleVector.broadcast(D, y);
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.pow(load(x, xOffset + i), c), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.pow(load(x, xOffset + i, tail), c), out, outOffset + i, tail);
    }
  }

  static void scalarPow(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    DoubleVector c = DoubleVector.broadcast(D, x);
    int i = 0;
    for (int end = H.loopBound(n); i < end; i += L) {
      store(VectorWideFunctions.pow(c, load(y, yOffset + i)), out, outOffset + i);
    }
    if (i < n) {
      VectorMask<Float> tail = H.indexInRange(i, n);
      store(VectorWideFunctions.pow(c, load(y, yOffset + i, tail)), out, outOffset + i, tail);
    }
  }
}
