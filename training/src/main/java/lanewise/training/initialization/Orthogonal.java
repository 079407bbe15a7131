package lanewise.training.initialization;

import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;

/**
 * A matrix with orthonormal rows, or orthonormal columns if it has fewer of them, times a gain
 * (Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
 * linear neural networks", 2014; PyTorch's {@code orthogonal_}). All such matrices are equally
 * likely. Axes after the first count as one.
 *
 * <p>Vectors of normal numbers are made orthogonal one after the other in double precision (Gram
 * and Schmidt, modified, and repeated where a vector nearly vanishes). Which order the sums are
 * added in is fixed, so the bits are the same everywhere. The work grows with the smaller side
 * squared times the larger one.
 *
 * @param gain the length of the vectors, above 0; see {@link Gain}
 */
public record Orthogonal(double gain) implements Initializer {
  /** A vector that loses more than this share of its length is made orthogonal once more. */
  private static final double SHRUNK = 1e-3;

  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public Orthogonal {
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "orthogonal: a gain of " + gain + ": use a finite number above 0");
    }
  }

  @Override
  public void fill(Slot slot, RandomStream random) {
    Shape shape = slot.parameter().value().shape();
    if (shape.rank() < 2 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "orthogonal: %s is %s: use it for matrices".formatted(slot.name(), shape));
    }
    int rows = shape.dim(0);
    int columns = shape.size() / rows;
    boolean wide = rows <= columns;
    double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
    float[] values = slot.parameter().values();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double value = wide ? vectors[r][c] : vectors[c][r];
        values[r * columns + c] = (float) (gain * value);
      }
    }
  }

  private static double[][] orthonormal(int count, int length, RandomStream random) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] vector = vectors[i];
      double left;
      do {
        for (int k = 0; k < length; k++) {
          vector[k] = random.nextGaussian();
        }
        double before = Math.sqrt(dot(vector, vector));
        subtractAll(vectors, i, vector);
        left = Math.sqrt(dot(vector, vector));
        if (left < SHRUNK * before) {
          subtractAll(vectors, i, vector);
          left = Math.sqrt(dot(vector, vector));
        }
      } while (left == 0);
      for (int k = 0; k < length; k++) {
        vector[k] /= left;
      }
    }
    return vectors;
  }

  /** Subtracts from a vector what lies in the direction of the first ones. */
  private static void subtractAll(double[][] vectors, int count, double[] vector) {
    for (int j = 0; j < count; j++) {
      double[] other = vectors[j];
      double share = dot(other, vector);
      for (int k = 0; k < vector.length; k++) {
        vector[k] = Math.fma(-share, other[k], vector[k]);
      }
    }
  }

  /** Four chains, which the processor runs side by side. */
  private static double dot(double[] x, double[] y) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = x.length - x.length % 4;
    for (int i = 0; i < end; i += 4) {
      s0 = Math.fma(x[i], y[i], s0);
      s1 = Math.fma(x[i + 1], y[i + 1], s1);
      s2 = Math.fma(x[i + 2], y[i + 2], s2);
      s3 = Math.fma(x[i + 3], y[i + 3], s3);
    }
    double sum = (s0 + s2) + (s1 + s3);
    for (int i = end; i < x.length; i++) {
      sum = Math.fma(x[i], y[i], sum);
    }
    return sum;
  }
}
