package lanewise.cli.job;

import java.util.List;
import java.util.Locale;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import org.jspecify.annotations.Nullable;

/**
 * How long and in which steps a network is trained.
 *
 * @param epochs the largest number of passes through the training rows, at least 1
 * @param batch the number of rows in a step, at least 1; null for the number that suits the rows
 * @param accumulation the number of batches whose gradients make one step, at least 1
 * @param batches how rows are chosen for batches
 * @param metric the name of the metric that selects the best epoch
 * @param classWeights the weights of classes in the loss
 */
public record TrainingSettings(
    int epochs,
    @Nullable Integer batch,
    int accumulation,
    Batches batches,
    String metric,
    ClassWeights classWeights) {
  /** How rows are chosen for batches. */
  public enum Batches {
    /** Each row once in an epoch. */
    SHUFFLED,
    /** Each class as often as any other. */
    BALANCED;

    /** The word for it in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The weights of classes in the loss. */
  public enum ClassWeights {
    /** Every row weighs the same. */
    NONE,
    /** All rows of a class together weigh the same as those of any other. */
    BALANCED;

    /** The word for it in options and files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the number of rows in a step. Where it is not set, an epoch of a small data set still
   * has some dozens of steps.
   */
  public int batchFor(int trainRows) {
    return batch != null ? batch : Math.clamp(Integer.highestOneBit(trainRows / 32), 8, 64);
  }

  static Section<TrainingSettings> section() {
    var epochs =
        Key.of(
                "epochs",
                Types.count(),
                TrainingSettings::epochs,
                "The most passes through the training rows.")
            .withDefault(50)
            .withOption("--epochs", "N");
    var batch =
        Key.optional(
                "batch",
                Types.orWord("auto", Types.count()),
                TrainingSettings::batch,
                "Rows in a batch; auto is 64, and fewer where there are below 2,048 training rows,"
                    + " down to 8.")
            .withOption("--batch", "N");
    var accumulation =
        Key.of(
                "accumulation",
                Types.count(),
                TrainingSettings::accumulation,
                "The number of batches whose gradients together make one step.")
            .withDefault(1);
    var batches =
        Key.of(
                "batches",
                Types.oneOf(List.of(Batches.values())),
                TrainingSettings::batches,
                "How rows are chosen for batches: shuffled, each once in an epoch, or balanced, in"
                    + " which rows of rare classes come several times.")
            .withDefault(Batches.SHUFFLED);
    var metric =
        Key.of(
                "metric",
                Types.text(),
                TrainingSettings::metric,
                "The metric of the validation rows that selects the best epoch, such as loss,"
                    + " accuracy, balanced-accuracy, f1, f1-class-NAME of one class, auc or r2;"
                    + " mae, mse and rmse are in the units of the data.")
            .withDefault("loss")
            .withOption("--metric", "NAME");
    var classWeights =
        Key.of(
                "class-weights",
                Types.oneOf(List.of(ClassWeights.values())),
                TrainingSettings::classWeights,
                "The weights of classes in the loss: none, or balanced, by which rare classes count"
                    + " as much as frequent ones.")
            .withDefault(ClassWeights.NONE)
            .withOption("--class-weights", "HOW");
    return Section.of(
        "How long and in which steps the network is trained.",
        List.of(epochs, batch, accumulation, batches, metric, classWeights),
        values ->
            new TrainingSettings(
                values.get(epochs),
                values.get(batch).orElse(null),
                values.get(accumulation),
                values.get(batches),
                values.get(metric),
                values.get(classWeights)));
  }
}
