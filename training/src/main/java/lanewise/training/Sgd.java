package lanewise.training;

import java.util.List;

/**
 * Stochastic gradient descent with classical momentum (Polyak, 1964; as PyTorch's {@code SGD}
 * without dampening):
 *
 * <pre>
 *   v = momentum v + g        w = w - learningRate v
 * </pre>
 *
 * @param learningRate above 0
 * @param momentum 0 (none) to below 1
 */
public record Sgd(float learningRate, float momentum) implements Optimizer {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Sgd {
    if (!(learningRate > 0) || learningRate == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("sgd: learning rate " + learningRate + ": use above 0");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("sgd: momentum " + momentum + ": use 0 to below 1");
    }
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void update(long step, float[] values, float[] gradient, List<float[]> memory) {
    if (momentum == 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.fma(-learningRate, gradient[i], values[i]);
      }
      return;
    }
    float[] velocity = memory.getFirst();
    for (int i = 0; i < values.length; i++) {
      float v = Math.fma(momentum, velocity[i], gradient[i]);
      velocity[i] = v;
      values[i] = Math.fma(-learningRate, v, values[i]);
    }
  }
}
