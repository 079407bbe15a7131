package lanewise.training.gradient;

import java.util.List;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.training.internal.Functions;

/** Norms of gradients, and what is common to scaling by them. Nothing here allocates. */
final class Norms {
  private static final double EPSILON = 1e-6;

  private Norms() {}

  static void require(String transform, double maxNorm, double p) {
    if (!(maxNorm > 0 && maxNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          transform + ": a bound of " + maxNorm + ": use a finite number above 0");
    }
    if (!(p > 0)) {
      throw new IllegalArgumentException(
          transform + ": a norm of kind " + p + ": use a number above 0, or infinity");
    }
  }

  /** The factor that brings a norm to the bound, or 1 if it is within or is no finite number. */
  static double scale(double maxNorm, double norm) {
    double scale = maxNorm / (norm + EPSILON);
    return scale > 0 && scale < 1 ? scale : 1;
  }

  static void multiply(float[] gradient, double scale) {
    ElementwiseVariants.KERNEL.binaryScalar(
        BinaryOp.MUL, gradient.length, gradient, 0, (float) scale, gradient, 0);
  }

  /** The norm of all gradients together. */
  static double norm(List<float[]> gradients, double p) {
    double largest = p == 1 || p == 2 ? 1 : largest(gradients);
    if (p == Double.POSITIVE_INFINITY || largest == 0 || !(largest <= Float.MAX_VALUE)) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < gradients.size(); i++) {
      sum += sum(gradients.get(i), p, largest);
    }
    return root(sum, p, largest);
  }

  /** The norm of one gradient. */
  static double norm(float[] gradient, double p) {
    double largest = p == 1 || p == 2 ? 1 : largest(gradient);
    if (p == Double.POSITIVE_INFINITY || largest == 0 || !(largest <= Float.MAX_VALUE)) {
      return largest;
    }
    return root(sum(gradient, p, largest), p, largest);
  }

  private static double root(double sum, double p, double largest) {
    if (p == 1) {
      return sum;
    }
    return p == 2 ? Math.sqrt(sum) : largest * Functions.power(sum, 1 / p);
  }

  private static double sum(float[] gradient, double p, double largest) {
    if (p == 1) {
      return magnitudes(gradient);
    }
    return p == 2 ? squares(gradient) : powers(gradient, p, largest);
  }

  private static double largest(List<float[]> gradients) {
    double largest = 0;
    for (int i = 0; i < gradients.size(); i++) {
      largest = Math.max(largest, largest(gradients.get(i)));
    }
    return largest;
  }

  private static double largest(float[] gradient) {
    float largest = 0;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    return largest;
  }

  /**
   * Eight chains, which the processor runs side by side; doubles hold the squares of all floats.
   */
  private static double squares(float[] g) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int end = g.length - g.length % 8;
    for (int i = 0; i < end; i += 8) {
      s0 = add(s0, g[i]);
      s1 = add(s1, g[i + 1]);
      s2 = add(s2, g[i + 2]);
      s3 = add(s3, g[i + 3]);
      s4 = add(s4, g[i + 4]);
      s5 = add(s5, g[i + 5]);
      s6 = add(s6, g[i + 6]);
      s7 = add(s7, g[i + 7]);
    }
    double sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    for (int i = end; i < g.length; i++) {
      sum = add(sum, g[i]);
    }
    return sum;
  }

  private static double add(double sum, double g) {
    return Math.fma(g, g, sum);
  }

  private static double magnitudes(float[] gradient) {
    double sum = 0;
    for (float g : gradient) {
      sum += Math.abs(g);
    }
    return sum;
  }

  /** The sum of the powers of shares of the largest magnitude, none of which overflows. */
  private static double powers(float[] gradient, double p, double largest) {
    double sum = 0;
    for (float g : gradient) {
      sum += Functions.power(Math.abs(g) / largest, p);
    }
    return sum;
  }
}
