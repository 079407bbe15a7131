package lanewise.training.constraint;

import lanewise.layers.Parameter;
import lanewise.layers.Slot;
import lanewise.tensor.Shape;
import lanewise.tensor.blas.Blas;

/**
 * Bounds the Euclidean norm of the weights that lead to each unit (Srebro and Shraibman, 2005;
 * Srivastava et al., "Dropout", 2014; Keras's {@code MaxNorm}, PyTorch's {@code renorm}): a row of
 * a weight matrix [out, in] whose norm is above the bound is scaled down to it. Axes after the
 * first count as one; an embedding's rows are its vectors.
 *
 * <p>Biases, scales and weights with one axis are left alone. A row that is within the bound keeps
 * its bits, and so does one whose norm is not finite.
 *
 * @param maxNorm the bound of the norm, above 0; 3 or 4 are usual
 */
public record MaxNorm(double maxNorm) implements WeightConstraint {
  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public MaxNorm {
    if (!(maxNorm > 0 && maxNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "max norm: a bound of " + maxNorm + ": use a finite number above 0");
    }
  }

  @Override
  public void apply(Slot slot) {
    Shape shape = slot.parameter().value().shape();
    if (slot.parameter().kind() != Parameter.Kind.WEIGHT || shape.rank() < 2 || shape.size() == 0) {
      return;
    }
    float[] w = slot.parameter().values();
    int columns = w.length / shape.dim(0);
    for (int from = 0; from < w.length; from += columns) {
      double scale = maxNorm / Blas.snrm2(columns, w, from, 1);
      if (scale > 0 && scale < 1) {
        Blas.sscal(columns, (float) scale, w, from, 1);
      }
    }
  }
}
