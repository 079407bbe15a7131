package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Scales all gradients down together if their common Euclidean norm is above a bound (Pascanu,
 * Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013; as PyTorch's
 * {@code clip_grad_norm_}):
 *
 * <pre>
 *   norm = sqrt(sum of all g^2)        g = g min(1, maxNorm / (norm + 1e-6))
 * </pre>
 *
 * <p>The squares are added up in double precision, parameter after parameter and value after value,
 * so the bits are the same everywhere. Gradients within the bound keep their bits. If the norm is
 * NaN or infinite, nothing is changed.
 *
 * @param maxNorm the bound of the norm, above 0
 */
public record ClipByGlobalNorm(double maxNorm) implements GradientTransform {
  private static final double EPSILON = 1e-6;

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public ClipByGlobalNorm {
    if (!(maxNorm > 0 && maxNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clip by global norm: a bound of " + maxNorm + ": use a finite number above 0");
    }
  }

  @Override
  public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
    double squares = 0;
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      for (float g : gradient) {
        squares += (double) g * g;
      }
    }
    double scale = maxNorm / (Math.sqrt(squares) + EPSILON);
    if (!(scale > 0 && scale < 1)) {
      return;
    }
    float factor = (float) scale;
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] *= factor;
      }
    }
  }
}
