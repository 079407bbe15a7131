package lanewise.training;

import java.util.List;

/**
 * How a step of training changes a parameter, given its gradient. The settings only: what an
 * optimizer remembers between steps is in an {@link OptimizerState}.
 *
 * <p>Immutable and safe to share.
 */
public interface Optimizer {
  /**
   * How many arrays, each as long as the parameter, it remembers for each parameter.
   *
   * @return 0 or more; they start as zeros
   */
  int slots();

  /**
   * Changes one parameter by one step. Allocates nothing.
   *
   * @param step the number of this step, from 1
   * @param values the parameter, changed
   * @param gradient the gradient of the loss with respect to it
   * @param memory {@link #slots()} arrays of the same length, changed
   */
  void update(long step, float[] values, float[] gradient, List<float[]> memory);
}
