package lanewise.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.layers.inspect.ActivationStatistics;
import lanewise.layers.inspect.Share;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryBuilder;

/**
 * Measures the {@link Vitals} of a run: some steps of every epoch, and its validation. Keeps two
 * copies of the parameters, their first values and those before a measured step. A measured step
 * allocates nothing.
 */
final class VitalsMeter {
  /** The distance between two measured steps of an epoch. */
  private static final int STRIDE = 64;

  /** The number of validation rows whose activations are measured. */
  private static final int PROBE_ROWS = 1_024;

  /** The sums by parameter: gradient norms, update ratios, and the number of the latter. */
  private static final int FIGURES = 3;

  private final Model model;
  private final List<Slot> slots;
  private final List<float[]> first = new ArrayList<>();
  private final List<float[]> before = new ArrayList<>();

  /** The number of measured steps of this epoch, the sum of the norms of all gradients. */
  private final double[] whole = new double[2];

  private final double[] sums;

  /** The learning rate of the last step. */
  private final double[] rate = new double[1];

  private ActivationStatistics activations;

  /** Gives the gradient of a parameter. */
  interface Gradients {
    /**
     * Returns a gradient.
     *
     * @param place the place of the parameter among those that are measured, from 0
     */
    float[] of(int place, Slot slot);
  }

  /**
   * A meter before the first step.
   *
   * @param slots the parameters that are measured
   */
  VitalsMeter(Model model, List<Slot> slots) {
    this.model = model;
    this.slots = List.copyOf(slots);
    for (Slot slot : slots) {
      first.add(slot.parameter().values().clone());
      before.add(new float[slot.size()]);
    }
    this.sums = new double[FIGURES * slots.size()];
    this.activations = ActivationStatistics.of(model);
  }

  /** Returns whether a step is measured, given the number of steps of the epoch before it. */
  static boolean isMeasured(long stepsOfEpoch) {
    return stepsOfEpoch % STRIDE == 0;
  }

  /**
   * Measures the gradients, and remembers the parameters before they are changed.
   *
   * @param gradients those of the step
   */
  void beforeUpdate(Gradients gradients) {
    double all = 0;
    for (int i = 0; i < slots.size(); i++) {
      float[] values = slots.get(i).parameter().values();
      System.arraycopy(values, 0, before.get(i), 0, values.length);
      double squares = squares(gradients.of(i, slots.get(i)));
      sums[FIGURES * i] += Math.sqrt(squares);
      all += squares;
    }
    whole[0]++;
    whole[1] += Math.sqrt(all);
  }

  /** Measures the change of the parameters since {@link #beforeUpdate}. */
  void afterUpdate() {
    for (int i = 0; i < slots.size(); i++) {
      double length = squares(before.get(i));
      if (length > 0) {
        double way = squaredDistance(slots.get(i).parameter().values(), before.get(i));
        sums[FIGURES * i + 1] += Math.sqrt(way / length);
        sums[FIGURES * i + 2]++;
      }
    }
  }

  void learned(double learningRate) {
    rate[0] = learningRate;
  }

  /** Takes the activations of a part of the validation, unless there are enough. */
  void validated(Pass pass) {
    if (activations.rows() < PROBE_ROWS) {
      activations.add(pass);
    }
  }

  /** Forgets the activations of a validation that was cut short. */
  void beginValidation() {
    activations = ActivationStatistics.of(model);
  }

  /** Returns the figures of the epoch, and begins the next. */
  Vitals finishEpoch(long steps) {
    List<Vitals.OfParameter> parameters = new ArrayList<>();
    double distance = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      distance += squaredDistance(slot.parameter().values(), first.get(i));
      parameters.add(
          new Vitals.OfParameter(
              slot.name(),
              slot.parameter().kind(),
              slot.size(),
              sums[FIGURES * i] / whole[0],
              sums[FIGURES * i + 1] / sums[FIGURES * i + 2]));
    }
    Vitals vitals =
        new Vitals(
            steps,
            rate[0],
            whole[1] / whole[0],
            Math.sqrt(distance),
            parameters,
            activations.deadUnits(),
            hiddenOnly(activations.saturation()));
    Arrays.fill(sums, 0);
    Arrays.fill(whole, 0);
    return vitals;
  }

  /** Leaves out the outputs of the model: a sure prediction is no saturation. */
  private SequencedMap<String, Share> hiddenOnly(SequencedMap<String, Share> shares) {
    SequencedMap<String, Share> hidden = new LinkedHashMap<>(shares);
    model.outputShapes().sequencedKeySet().forEach(hidden::remove);
    return hidden;
  }

  private static double squares(float[] values) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < values.length; i += 2) { // two chains of additions run side by side
      even += (double) values[i] * values[i];
      odd += (double) values[i + 1] * values[i + 1];
    }
    return even + odd + (i < values.length ? (double) values[i] * values[i] : 0);
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double way = (double) a[i] - b[i];
      sum += way * way;
    }
    return sum;
  }

  Memory memory() {
    MemoryBuilder firstValues = Memory.builder();
    for (int i = 0; i < slots.size(); i++) {
      firstValues.putFloats(slots.get(i).name(), first.get(i));
    }
    return Memory.none()
        .withDoubles("epoch", whole)
        .withDoubles("sums", sums)
        .withDoubles("rate", rate)
        .withPart("first", firstValues.build());
  }
}
