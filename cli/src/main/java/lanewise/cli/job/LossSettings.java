package lanewise.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import lanewise.layers.loss.Huber;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.MulticlassHinge;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/** What a training minimizes. */
public sealed interface LossSettings {
  /** The task that the loss is for. */
  TaskKind task();

  /**
   * The loss as the library has it.
   *
   * @param outputs the number of outputs of the network
   * @param classWeights the weights of classes; null if there are none
   * @throws IllegalArgumentException if the settings do not fit the number of outputs
   */
  Loss of(int outputs, float @Nullable [] classWeights);

  /** The loss in a few words. */
  String describe();

  /** Whether targets may be shares of classes, as mixup makes them. */
  default boolean takesShares() {
    return true;
  }

  /** One of each kind; the first of each task is the usual one. */
  private static List<LossSettings> everyKind() {
    return List.of(
        new CrossEntropy(0),
        new Hinge(1, 1),
        new BinaryCrossEntropy(List.of(1f)),
        new SquaredError(),
        new AbsoluteError(),
        new HuberError(1));
  }

  /** The usual loss of a task. */
  static LossSettings usual(TaskKind task) {
    return everyKind().stream().filter(each -> each.task() == task).findFirst().orElseThrow();
  }

  /** The words for the kinds of loss that are for a task. */
  static List<String> kindsFor(TaskKind task) {
    return everyKind().stream().filter(each -> each.task() == task).map(choice()::kindOf).toList();
  }

  /** The word for the kind of a loss. */
  static String word(LossSettings loss) {
    return choice().kindOf(loss);
  }

  record CrossEntropy(double smoothing) implements LossSettings {
    @Override
    public TaskKind task() {
      return TaskKind.CLASSIFY;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of().withLabelSmoothing(smoothing);
      return classWeights == null ? loss : loss.withClassWeights(classWeights);
    }

    @Override
    public String describe() {
      return "softmax cross-entropy" + (smoothing == 0 ? "" : ", label smoothing " + smoothing);
    }
  }

  record Hinge(double margin, int power) implements LossSettings {
    @Override
    public TaskKind task() {
      return TaskKind.CLASSIFY;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      MulticlassHinge loss = MulticlassHinge.of().withMargin(margin).withPower(power);
      return classWeights == null ? loss : loss.withClassWeights(classWeights);
    }

    @Override
    public String describe() {
      return power == 1 ? "multiclass hinge" : "squared multiclass hinge";
    }

    @Override
    public boolean takesShares() {
      return false;
    }
  }

  record BinaryCrossEntropy(List<Float> positiveWeights) implements LossSettings {
    public BinaryCrossEntropy {
      positiveWeights = List.copyOf(positiveWeights);
    }

    @Override
    public TaskKind task() {
      return TaskKind.MULTILABEL;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      int count = positiveWeights.size();
      if (count != 1 && count != outputs) {
        throw new IllegalArgumentException(
            "positive-weights has %s weights for %s labels; give one for each label, or one for all"
                .formatted(count, outputs));
      }
      float[] weights = new float[count];
      for (int i = 0; i < count; i++) {
        weights[i] = positiveWeights.get(i);
      }
      return BinaryCrossEntropyWithLogits.of().withPositiveWeights(weights);
    }

    @Override
    public String describe() {
      String weights =
          positiveWeights.stream().allMatch(each -> each == 1)
              ? ""
              : ", positive weights "
                  + positiveWeights.stream().map(String::valueOf).collect(Collectors.joining(", "));
      return "binary cross-entropy of each label" + weights;
    }
  }

  record SquaredError() implements LossSettings {
    @Override
    public TaskKind task() {
      return TaskKind.REGRESS;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      return MeanSquaredError.of();
    }

    @Override
    public String describe() {
      return "mean squared error of the scaled numbers";
    }
  }

  record AbsoluteError() implements LossSettings {
    @Override
    public TaskKind task() {
      return TaskKind.REGRESS;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      return MeanAbsoluteError.of();
    }

    @Override
    public String describe() {
      return "mean absolute error of the scaled numbers";
    }
  }

  record HuberError(double delta) implements LossSettings {
    @Override
    public TaskKind task() {
      return TaskKind.REGRESS;
    }

    @Override
    public Loss of(int outputs, float @Nullable [] classWeights) {
      return Huber.of().withDelta(delta);
    }

    @Override
    public String describe() {
      return "Huber loss of the scaled numbers, delta " + delta;
    }
  }

  /** The kinds of losses and their keys. */
  static Choice<LossSettings> choice() {
    return Choice.ofRequired(
        "loss",
        List.of(
            new Alternative<>("cross-entropy", CrossEntropy.class, crossEntropy()),
            new Alternative<>("hinge", Hinge.class, hinge()),
            new Alternative<>(
                "binary-cross-entropy", BinaryCrossEntropy.class, binaryCrossEntropy()),
            new Alternative<>(
                "mse",
                SquaredError.class,
                Section.of(
                    "Of numbers: the squared error.", List.of(), values -> new SquaredError())),
            new Alternative<>(
                "mae",
                AbsoluteError.class,
                Section.of(
                    "Of numbers: the absolute error, which outliers hardly move.",
                    List.of(),
                    values -> new AbsoluteError())),
            new Alternative<>("huber", HuberError.class, huber())));
  }

  private static Section<CrossEntropy> crossEntropy() {
    Key<CrossEntropy, Double> smoothing =
        Key.of(
                "smoothing",
                Types.real(Range.from(0).below(1), 0.1),
                CrossEntropy::smoothing,
                "The share of each target that is spread evenly over all classes.")
            .withDefault(0.0);
    return Section.of(
        "Of classes: the cross-entropy of the softmax.",
        List.of(smoothing),
        values -> new CrossEntropy(values.get(smoothing)));
  }

  private static Section<Hinge> hinge() {
    Key<Hinge, Double> margin =
        Key.of(
                "margin",
                Types.real(Range.above(0), 1),
                Hinge::margin,
                "How far the other classes should be below the right one.")
            .withDefault(1.0);
    Key<Hinge, Integer> power =
        Key.of("power", Types.whole(1, 2), Hinge::power, "2 squares what is missing.")
            .withDefault(1);
    return Section.of(
        "Of classes: the hinge of support vector machines; probabilities are then no more than an"
            + " order.",
        List.of(margin, power),
        values -> new Hinge(values.get(margin), values.get(power)));
  }

  private static Section<BinaryCrossEntropy> binaryCrossEntropy() {
    Key<BinaryCrossEntropy, List<Float>> weights =
        Key.of(
                "positive-weights",
                Types.listOf(Types.number(Range.from(0), 2)),
                BinaryCrossEntropy::positiveWeights,
                "How much more a label counts where a row has it than where not: one weight for"
                    + " each label, or one for all.")
            .withDefault(List.of(1f));
    return Section.of(
        "Of labels: the cross-entropy of each.",
        List.of(weights),
        values -> new BinaryCrossEntropy(values.get(weights)));
  }

  private static Section<HuberError> huber() {
    Key<HuberError, Double> delta =
        Key.of(
                "delta",
                Types.real(Range.above(0), 1),
                HuberError::delta,
                "The error from which on the loss is linear, in standard deviations of the target.")
            .withDefault(1.0);
    return Section.of(
        "Of numbers: squared where the error is small, linear where it is large (Huber, 1964).",
        List.of(delta),
        values -> new HuberError(values.get(delta)));
  }
}
