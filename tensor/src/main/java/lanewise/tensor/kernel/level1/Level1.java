package lanewise.tensor.kernel.level1;

import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * Vector operations on elements at any distance: element i of x is x[xOffset + i * xStep].
 * Arguments have been checked by the caller. Nothing here allocates once warm.
 */
public final class Level1 {
  private static final Pool<Gathered> GATHERED = new Pool<>(Gathered::new);
  private static final int MAGNITUDE = 0x7fff_ffff;
  private static final int ABOVE_INFINITY = 0x7f80_0001;

  private Level1() {}

  /** The sum of x[i] * y[i], in the order that the package states. */
  public static float dot(
      int n, float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep) {
    if (xStep == 1 && yStep == 1) {
      return Reducer.dot(n, x, xOffset, y, yOffset);
    }
    Gathered gathered = GATHERED.acquire();
    gathered.reserve(n);
    scale(n, 1, x, xOffset, xStep, gathered.x, 0, 1);
    scale(n, 1, y, yOffset, yStep, gathered.y, 0, 1);
    float dot = Reducer.dot(n, gathered.x, 0, gathered.y, 0);
    GATHERED.release(gathered);
    return dot;
  }

  /** Element i of y becomes fma(alpha, x[i], y[i]). */
  public static void axpy(
      int n, float alpha, float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep) {
    if (xStep == 1 && yStep == 1) {
      for (int i = 0; i < n; i++) {
        y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        int at = yOffset + i * yStep;
        y[at] = Math.fma(alpha, x[xOffset + i * xStep], y[at]);
      }
    }
  }

  /** Element i of to becomes alpha * from[i]; they may be the same elements. */
  public static void scale(
      int n,
      float alpha,
      float[] from,
      int fromOffset,
      int fromStep,
      float[] to,
      int toOffset,
      int toStep) {
    if (fromStep == 1 && toStep == 1) {
      for (int i = 0; i < n; i++) {
        to[toOffset + i] = alpha * from[fromOffset + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        to[toOffset + i * toStep] = alpha * from[fromOffset + i * fromStep];
      }
    }
  }

  /** Element i of x becomes this value; x is not read. */
  public static void fill(int n, float value, float[] x, int xOffset, int xStep) {
    for (int i = 0; i < n; i++) {
      x[xOffset + i * xStep] = value;
    }
  }

  /** The sum of x[i]. */
  public static float sum(int n, float[] x, int xOffset, int xStep) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int end = n - n % 8;
    int at = xOffset;
    for (int i = 0; i < end; i += 8) {
      s0 += x[at];
      s1 += x[at + xStep];
      s2 += x[at + 2 * xStep];
      s3 += x[at + 3 * xStep];
      s4 += x[at + 4 * xStep];
      s5 += x[at + 5 * xStep];
      s6 += x[at + 6 * xStep];
      s7 += x[at + 7 * xStep];
      at += 8 * xStep;
    }
    double sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    for (int i = end; i < n; i++) {
      sum += x[xOffset + i * xStep];
    }
    return (float) sum;
  }

  /** The sum of |x[i]|. */
  public static float sumOfMagnitudes(int n, float[] x, int xOffset, int xStep) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int end = n - n % 8;
    int at = xOffset;
    for (int i = 0; i < end; i += 8) {
      s0 += Math.abs(x[at]);
      s1 += Math.abs(x[at + xStep]);
      s2 += Math.abs(x[at + 2 * xStep]);
      s3 += Math.abs(x[at + 3 * xStep]);
      s4 += Math.abs(x[at + 4 * xStep]);
      s5 += Math.abs(x[at + 5 * xStep]);
      s6 += Math.abs(x[at + 6 * xStep]);
      s7 += Math.abs(x[at + 7 * xStep]);
      at += 8 * xStep;
    }
    double sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    for (int i = end; i < n; i++) {
      sum += Math.abs(x[xOffset + i * xStep]);
    }
    return (float) sum;
  }

  /** The square root of the sum of x[i] * x[i]; doubles hold it whatever the floats are. */
  public static float norm(int n, float[] x, int xOffset, int xStep) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int end = n - n % 8;
    int at = xOffset;
    for (int i = 0; i < end; i += 8) {
      s0 += square(x[at]);
      s1 += square(x[at + xStep]);
      s2 += square(x[at + 2 * xStep]);
      s3 += square(x[at + 3 * xStep]);
      s4 += square(x[at + 4 * xStep]);
      s5 += square(x[at + 5 * xStep]);
      s6 += square(x[at + 6 * xStep]);
      s7 += square(x[at + 7 * xStep]);
      at += 8 * xStep;
    }
    double sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    for (int i = end; i < n; i++) {
      sum += square(x[xOffset + i * xStep]);
    }
    return (float) Math.sqrt(sum);
  }

  private static double square(double value) {
    return value * value;
  }

  /** The first index of the largest magnitude, where NaN is the largest of all; -1 for n = 0. */
  public static int indexOfLargestMagnitude(int n, float[] x, int xOffset, int xStep) {
    int largest = -1;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, order(x[xOffset + i * xStep]));
    }
    for (int i = 0; i < n; i++) {
      if (order(x[xOffset + i * xStep]) == largest) {
        return i;
      }
    }
    return -1;
  }

  /** Magnitudes as integers of the same order, all NaNs one above infinity. */
  private static int order(float value) {
    return Math.min(Float.floatToRawIntBits(value) & MAGNITUDE, ABOVE_INFINITY);
  }

  /** Copies of spread vectors without gaps. */
  private static final class Gathered {
    private float[] x = new float[0];
    private float[] y = new float[0];

    void reserve(int n) {
      if (x.length < n) {
        x = new float[n];
        y = new float[n];
      }
    }
  }
}
