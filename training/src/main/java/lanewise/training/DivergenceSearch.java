package lanewise.training;

import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.Shape;

/**
 * Searches for the first number of a run that is not finite, once its loss is not. It costs nothing
 * before: the tensors are looked at only then.
 *
 * <pre>
 *   forward pass   inputs -> parameters and output of each layer -> loss     {@link #inForward}
 *   step before    gradients, from the last parameter to the first           {@link #inStep}
 * </pre>
 */
final class DivergenceSearch {
  private DivergenceSearch() {}

  /**
   * When something happened in a run.
   *
   * @param epoch the number of the epoch, from 1
   * @param step the number of the step, from 1
   * @param learningRate the learning rate of the step
   */
  record Moment(int epoch, long step, double learningRate) {
    private Divergence found(Divergence.Kind kind, String tensor, double value) {
      return new Divergence(kind, tensor, value, epoch, step, learningRate);
    }
  }

  /**
   * Searches the tensors of the last forward of a pass, in the order in which it uses them.
   *
   * @param loss what it led to, which is not finite
   */
  static Divergence inForward(Model model, Pass pass, double loss, Moment moment) {
    for (Map.Entry<String, Shape> input : model.inputShapes().entrySet()) {
      double bad = firstBad(pass.output(input.getKey()), pass.rows() * input.getValue().size());
      if (!Double.isFinite(bad)) {
        return moment.found(Divergence.Kind.INPUT, input.getKey(), bad);
      }
    }
    for (Model.Node node : model.nodes()) {
      for (int index : node.slots()) {
        Slot slot = model.slots().get(index);
        double bad = firstBad(slot.parameter().values(), slot.size());
        if (!Double.isFinite(bad)) {
          return moment.found(Divergence.Kind.PARAMETER, slot.name(), bad);
        }
      }
      double bad = firstBad(pass.output(node.name()), pass.rows() * node.shape().size());
      if (!Double.isFinite(bad)) {
        return moment.found(Divergence.Kind.ACTIVATION, node.name(), bad);
      }
    }
    return moment.found(Divergence.Kind.LOSS, "loss", loss);
  }

  /**
   * Searches the gradients of the step before a forward pass, which come first if one of them is
   * not finite: they overflowed while the loss was a number. A feature that is none was there
   * before any step.
   *
   * @param found what the forward pass met
   * @param slots the parameters that the step changed
   * @param gradients what it followed; no batch has overwritten them yet
   * @param step the step, 0 if there was none
   * @return the first gradient that is not finite, or what was found
   */
  static Divergence inStep(
      Divergence found, List<Slot> slots, VitalsMeter.Gradients gradients, Moment step) {
    if (found.kind() == Divergence.Kind.INPUT || step.step == 0) {
      return found;
    }
    for (int i = slots.size() - 1; i >= 0; i--) {
      float[] gradient = gradients.of(i, slots.get(i));
      double bad = firstBad(gradient, gradient.length);
      if (!Double.isFinite(bad)) {
        return step.found(Divergence.Kind.GRADIENT, slots.get(i).name(), bad);
      }
    }
    return found;
  }

  /** Returns the first number that is not finite, or 0. */
  private static double firstBad(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return values[i];
      }
    }
    return 0;
  }
}
