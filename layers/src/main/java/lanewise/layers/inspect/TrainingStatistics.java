package lanewise.layers.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.Shape;

/**
 * Indicators of how well training steps fit a model: their size relative to the weights, and
 * whether they can point in the right direction.
 *
 * <pre>{@code
 * var statistics = TrainingStatistics.of(model);
 * statistics.remember();
 * // forward, backward, a step of the optimizer
 * statistics.updateRatios();                     // {dense-1.weight=0.0011, …}
 * TrainingStatistics.sameSignRows(model, pass);  // {dense-1.weight=3 of 128 (2.3%), …}
 * }</pre>
 *
 * <p>Not safe for concurrent use.
 */
public final class TrainingStatistics {
  private final List<Remembered> trained = new ArrayList<>();

  private TrainingStatistics(Model model) {
    model
        .trainedParameters()
        .forEach(
            (name, parameter) ->
                trained.add(new Remembered(name, parameter, parameter.values().clone())));
  }

  /** A parameter and its values at some time. */
  @SuppressWarnings("ArrayRecordComponent") // to write into, never to compare
  private record Remembered(String name, Parameter parameter, float[] before) {}

  /**
   * Makes statistics of a model's trained parameters, and remembers their current values.
   *
   * @param model the model whose parameters an optimizer changes
   * @return a new object
   */
  public static TrainingStatistics of(Model model) {
    return new TrainingStatistics(model);
  }

  /** Remembers the parameters' values; allocates nothing. */
  public void remember() {
    // By index: an iterator would be an object.
    for (int i = 0; i < trained.size(); i++) {
      float[] before = trained.get(i).before;
      System.arraycopy(trained.get(i).parameter.values(), 0, before, 0, before.length);
    }
  }

  /**
   * The norm of each parameter's change since {@link #remember}, divided by the parameter's norm at
   * that time (Euclidean norms). After one step, about 0.001 is a common rule of thumb.
   *
   * @return the ratios by parameter; infinite or NaN for a parameter that was 0
   */
  public SequencedMap<String, Double> updateRatios() {
    SequencedMap<String, Double> ratios = new LinkedHashMap<>();
    for (Remembered one : trained) {
      double way = 0;
      double length = 0;
      for (int i = 0; i < one.before.length; i++) {
        double change = (double) one.parameter.values()[i] - one.before[i];
        way += change * change;
        length += (double) one.before[i] * one.before[i];
      }
      ratios.put(one.name, Math.sqrt(way) / Math.sqrt(length));
    }
    return Collections.unmodifiableSequencedMap(ratios);
  }

  /**
   * The rows of each weight's gradient in which no two entries have opposite signs: in this step
   * all weights into such a unit grow together or shrink together, as after activations that are
   * never negative. Rows of zeros are not counted.
   *
   * @param model the model, whose weights of two or more dimensions are examined; a row is one
   *     index of the first dimension, such as a unit of a dense layer
   * @param pass a pass of the model, after a backward
   * @return by parameter, the share of the rows that are not 0
   */
  public static SequencedMap<String, Share> sameSignRows(Model model, Pass pass) {
    SequencedMap<String, Share> shares = new LinkedHashMap<>();
    for (Slot slot : model.slots()) {
      Shape shape = slot.parameter().value().shape();
      float[] gradient = pass.gradient(slot.index());
      if (slot.trained() && shape.rank() > 1 && gradient.length > 0) {
        shares.put(slot.name(), sameSigns(shape.dim(0), gradient));
      }
    }
    return Collections.unmodifiableSequencedMap(shares);
  }

  private static Share sameSigns(int rows, float[] gradient) {
    int width = gradient.length / Math.max(1, rows);
    int same = 0;
    int all = 0;
    for (int r = 0; r < rows; r++) {
      boolean positive = false;
      boolean negative = false;
      for (int i = r * width; i < (r + 1) * width; i++) {
        positive |= gradient[i] > 0;
        negative |= gradient[i] < 0;
      }
      all += positive || negative ? 1 : 0;
      same += positive != negative ? 1 : 0;
    }
    return new Share(same, all);
  }
}
