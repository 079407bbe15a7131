package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/**
 * Stochastic gradient descent with classical momentum (Polyak, 1964; as PyTorch's {@code SGD}
 * without dampening):
 *
 * <pre>
 *   v = momentum v + g        w = w - rate v
 * </pre>
 *
 * @param learningRate the learning rate, above 0
 * @param momentum the momentum, at least 0 (no momentum) and below 1
 */
public record Sgd(float learningRate, float momentum) implements Optimizer {
  private static final String VELOCITY = "velocity";

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
  public Memory start(Slot slot) {
    return momentum == 0
        ? Memory.none()
        : Memory.none().withFloats(VELOCITY, new float[slot.size()]);
  }

  @Override
  public void update(long step, float rate, Slot slot, float[] gradient, Memory memory) {
    float[] values = slot.parameter().values();
    if (momentum == 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.fma(-rate, gradient[i], values[i]);
      }
      return;
    }
    float[] velocity = memory.floats(VELOCITY);
    for (int i = 0; i < values.length; i++) {
      float v = Math.fma(momentum, velocity[i], gradient[i]);
      velocity[i] = v;
      values[i] = Math.fma(-rate, v, values[i]);
    }
  }
}
