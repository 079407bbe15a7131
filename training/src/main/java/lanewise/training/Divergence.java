package lanewise.training;

import java.util.Locale;

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
