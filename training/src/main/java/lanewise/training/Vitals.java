package lanewise.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Parameter;
import lanewise.layers.inspect.Share;

/**
 * Figures that tell whether a training is healthy, measured in one epoch. They depend only on the
 * run and are the same whenever it is repeated or resumed.
 *
 * <p>Gradients and updates are measured in the first step of an epoch and in every 64th after it;
 * the figures are means over these steps. Activations are measured after the epoch, on the first
 * 1,024 validation rows at most, by the model as it is used for prediction.
 *
 * @param steps the number of steps of the run so far
 * @param learningRate the learning rate of the last step
 * @param gradientNorm the Euclidean norm of all gradients together, before the transforms
 * @param distance the Euclidean distance of the trained parameters from their first values
 * @param parameters the figures of each trained parameter, but for those that a group freezes
 * @param dead by ReLU layer, the units that were 0 for all of these rows
 * @param saturated by sigmoid or tanh layer that is not an output of the model, the activations at
 *     an end of its range; see {@link lanewise.layers.inspect.ActivationStatistics}
 */
public record Vitals(
    long steps,
    double learningRate,
    double gradientNorm,
    double distance,
    List<OfParameter> parameters,
    SequencedMap<String, Share> dead,
    SequencedMap<String, Share> saturated) {
  /** Copies the collections. */
  public Vitals {
    parameters = List.copyOf(parameters);
    dead = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dead));
    saturated = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(saturated));
  }

  /**
   * The figures of one parameter.
   *
   * @param name the name of the parameter in the model, such as {@code dense-1.weight}
   * @param kind the role of the parameter
   * @param size the number of its values
   * @param gradientNorm the Euclidean norm of its gradient, before the transforms
   * @param updateRatio the norm of a step's change divided by the norm of the parameter; NaN for a
   *     parameter that was 0
   */
  public record OfParameter(
      String name, Parameter.Kind kind, int size, double gradientNorm, double updateRatio) {}

  /**
   * Returns the share of the dead units of all ReLU layers.
   *
   * @return none of none if there is no such layer
   */
  public Share allDead() {
    long count = 0;
    long all = 0;
    for (Share share : dead.values()) {
      count += share.count();
      all += share.all();
    }
    return new Share(count, all);
  }
}
