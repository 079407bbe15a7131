package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Scales the gradient of each parameter down by itself if its own norm is above a bound (Keras's
 * {@code clipnorm}; PyTorch's {@code clip_grad_norm_} of one parameter):
 *
 * <pre>
 *   norm = (sum of |g|^p)^(1/p)        g = g min(1, maxNorm / (norm + 1e-6))
 * </pre>
 *
 * <p>Unlike {@link ClipByGlobalNorm} this changes the direction of the step. Bits and numbers that
 * are not finite are treated as there, for each parameter.
 *
 * @param maxNorm the bound of each norm, above 0
 * @param p the kind of norm, above 0: 2 is the Euclidean norm, 1 the sum of magnitudes, infinity
 *     the largest magnitude
 */
public record ClipByNorm(double maxNorm, double p) implements GradientTransform {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the bound is not a finite number above 0, or p is not above
   *     0
   */
  public ClipByNorm {
    Norms.require("clip by norm", maxNorm, p);
  }

  /**
   * Returns the transform with the Euclidean norm.
   *
   * @param maxNorm the bound of each norm, above 0
   */
  public ClipByNorm(double maxNorm) {
    this(maxNorm, 2);
  }

  @Override
  public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      double scale = Norms.scale(maxNorm, Norms.norm(gradient, p));
      if (scale < 1) {
        Norms.multiply(gradient, scale);
      }
    }
  }
}
