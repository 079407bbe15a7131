package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.Parameter;

/**
 * What an optimizer remembers of one model between steps: the number of steps, and its arrays for
 * each parameter.
 *
 * <p>Not safe for concurrent use. A step allocates nothing.
 */
public final class OptimizerState {
  private final Optimizer optimizer;
  private final List<Slot> slots = new ArrayList<>();
  private long step;

  private record Slot(String name, Parameter parameter, List<float[]> memory) {}

  private OptimizerState(Optimizer optimizer, Model model) {
    this.optimizer = optimizer;
    for (Map.Entry<String, Parameter> entry : model.trainedParameters().entrySet()) {
      int size = entry.getValue().value().size();
      List<float[]> memory = new ArrayList<>();
      for (int i = 0; i < optimizer.slots(); i++) {
        memory.add(new float[size]);
      }
      slots.add(new Slot(entry.getKey(), entry.getValue(), memory));
    }
  }

  /**
   * The state before the first step.
   *
   * @param optimizer decides the steps
   * @param model its parameters are what steps change
   * @return a new state
   */
  public static OptimizerState start(Optimizer optimizer, Model model) {
    return new OptimizerState(optimizer, model);
  }

  /**
   * Changes every parameter by one step, or none where a gradient does not fit.
   *
   * @param gradients by parameter name, as {@link lanewise.layers.Pass#gradients()} gives them
   * @throws IllegalArgumentException if a parameter's gradient is missing or of another length
   */
  public void step(SequencedMap<String, float[]> gradients) {
    for (int i = 0; i < slots.size(); i++) {
      gradientOf(slots.get(i), gradients);
    }
    step++;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      float[] gradient = gradientOf(slot, gradients);
      optimizer.update(step, slot.parameter.values(), gradient, slot.memory);
    }
  }

  private static float[] gradientOf(Slot slot, SequencedMap<String, float[]> gradients) {
    float[] gradient = gradients.get(slot.name);
    if (gradient == null) {
      throw new IllegalArgumentException("optimizer: no gradient of " + slot.name);
    }
    int size = slot.parameter.value().size();
    if (gradient.length != size) {
      throw new IllegalArgumentException(
          "optimizer: the gradient of "
              + slot.name
              + " has "
              + gradient.length
              + " values, not "
              + size);
    }
    return gradient;
  }

  /**
   * The number of steps taken.
   *
   * @return 0 at the start
   */
  public long steps() {
    return step;
  }
}
