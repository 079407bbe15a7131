package lanewise.training.gradient;

import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Scales all gradients down together if their common norm is above a bound (Pascanu, Mikolov and
 * Bengio, "On the difficulty of training recurrent neural networks", 2013; as PyTorch's {@code
 * clip_grad_norm_}):
 *
 * <pre>
 *   norm = (sum of all |g|^p)^(1/p)        g = g min(1, maxNorm / (norm + 1e-6))
 * </pre>
 *
 * <p>The sums are added up in double precision in a fixed order, so the bits are the same
 * everywhere. Gradients within the bound keep their bits. If the norm is NaN or infinite, nothing
 * is changed, whereas PyTorch makes every gradient NaN or 0.
 *
 * @param maxNorm the bound of the norm, above 0
 * @param p the kind of norm, above 0 (PyTorch's {@code norm_type}): 2 is the Euclidean norm, 1 the
 *     sum of magnitudes, infinity the largest magnitude
 */
public record ClipByGlobalNorm(double maxNorm, double p) implements GradientTransform {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the bound is not a finite number above 0, or p is not above
   *     0
   */
  public ClipByGlobalNorm {
    Norms.require("clip by global norm", maxNorm, p);
  }

  /**
   * Returns the transform with the Euclidean norm.
   *
   * @param maxNorm the bound of the norm, above 0
   */
  public ClipByGlobalNorm(double maxNorm) {
    this(maxNorm, 2);
  }

  @Override
  public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
    double scale = Norms.scale(maxNorm, Norms.norm(gradients, p));
    if (scale < 1) {
      for (int i = 0; i < gradients.size(); i++) {
        Norms.multiply(gradients.get(i), scale);
      }
    }
  }
}
