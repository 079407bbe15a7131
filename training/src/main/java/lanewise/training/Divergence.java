package lanewise.training;

import java.util.Locale;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.tensor.Shape;

/**
 * The place where a run met a number that is not finite. The tensors are searched in the order in
 * which a forward pass uses them, so the first of them is the origin, or the closest to it that is
 * still there. Unless that is an input, the gradients of the step before are searched too, in the
 * order in which a backward pass writes them: they come first if one of them is not finite.
 *
 * @param kind what the tensor is
 * @param tensor the name of the tensor: an input of the model, a parameter such as {@code
 *     dense-1.weight}, that of the parameter whose gradient it is, the layer whose output it is, or
 *     {@code loss}
 * @param value the number, NaN or an infinity
 * @param epoch the number of the epoch, from 1
 * @param step the number of the step, from 1; for a validation, the number of the last step
 * @param learningRate the learning rate of the last step before it
 */
public record Divergence(
    Kind kind, String tensor, double value, int epoch, long step, double learningRate) {
  /** What a tensor is. */
  public enum Kind {
    /** Features of a row: the data has such a number, or its scaling made it. */
    INPUT,
    /** A parameter: an earlier step made it so. */
    PARAMETER,
    /** The gradient of a parameter: finite numbers have overflowed in a backward pass. */
    GRADIENT,
    /** The output of a layer: finite numbers have overflowed in it. */
    ACTIVATION,
    /** The loss alone, while the outputs are finite. */
    LOSS
  }

  /** Searches the tensors of the last forward of a pass. */
  static Divergence find(
      Model model, Pass pass, double loss, int epoch, long step, double learningRate) {
    for (Map.Entry<String, Shape> input : model.inputShapes().entrySet()) {
      double bad = firstBad(pass.output(input.getKey()), pass.rows() * input.getValue().size());
      if (!Double.isFinite(bad)) {
        return new Divergence(Kind.INPUT, input.getKey(), bad, epoch, step, learningRate);
      }
    }
    for (Model.Node node : model.nodes()) {
      for (int slot : node.slots()) {
        float[] values = model.slots().get(slot).parameter().values();
        double bad = firstBad(values, values.length);
        if (!Double.isFinite(bad)) {
          String name = model.slots().get(slot).name();
          return new Divergence(Kind.PARAMETER, name, bad, epoch, step, learningRate);
        }
      }
      double bad = firstBad(pass.output(node.name()), pass.rows() * node.shape().size());
      if (!Double.isFinite(bad)) {
        return new Divergence(Kind.ACTIVATION, node.name(), bad, epoch, step, learningRate);
      }
    }
    return new Divergence(Kind.LOSS, "loss", loss, epoch, step, learningRate);
  }

  /** Returns the first number that is not finite, or 0. */
  static double firstBad(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return values[i];
      }
    }
    return 0;
  }

  /**
   * Returns a sentence that names the tensor and says what to try.
   *
   * @return the sentence, without a full stop
   */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s is %s in epoch %d, step %d, at a learning rate of %s; %s",
        switch (kind) {
          case INPUT -> "a feature of the input " + tensor;
          case PARAMETER -> "a value of " + tensor;
          case GRADIENT -> "a gradient of " + tensor;
          case ACTIVATION -> "an output of the layer " + tensor;
          case LOSS -> "the loss";
        },
        Double.isNaN(value) ? "NaN" : "infinite",
        epoch,
        step,
        (float) learningRate,
        switch (kind) {
          case INPUT -> "look for such values in the data, and for columns of very large numbers";
          case PARAMETER -> "try a smaller learning rate, or clip the gradients";
          case ACTIVATION, GRADIENT -> "try a smaller learning rate, or scale the features";
          case LOSS -> "look at the targets, and try a smaller learning rate";
        });
  }
}
