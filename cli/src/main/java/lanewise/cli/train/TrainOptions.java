package lanewise.cli.train;

import lanewise.cli.session.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to train: the options of the network, the optimizer and the run. */
final class TrainOptions {
  @Option(
      names = "--hidden",
      paramLabel = "SIZES",
      converter = HiddenSizes.Converter.class,
      defaultValue = "256",
      description = "Outputs of the hidden layers, or none for a linear model (${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  HiddenSizes hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = HiddenActivation.Converter.class,
      completionCandidates = HiddenActivation.Words.class,
      defaultValue = "relu",
      description = "After each hidden layer: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  HiddenActivation activation;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberOption.Count.class,
      description = "The most walks through the training rows (${DEFAULT-VALUE}).")
  int epochs = 50;

  @Option(
      names = "--patience",
      paramLabel = "N",
      converter = NumberOption.Count.class,
      description = "Stop when the validation loss did not fall for N epochs (${DEFAULT-VALUE}).")
  int patience = 10;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = NumberOption.Count.class,
      description =
          "Rows in a step (64; fewer where there are below 2,048 training rows, down to 8).")
  @Nullable Integer batch;

  @Option(
      names = "--lr",
      paramLabel = "X",
      converter = NumberOption.Rate.class,
      description = "Learning rate (${DEFAULT-VALUE}).")
  float learningRate = 0.01f;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      converter = NumberOption.Momentum.class,
      description = "Momentum, from 0 to below 1 (${DEFAULT-VALUE}).")
  float momentum = 0.9f;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = NumberOption.Seed.class,
      description =
          "Decides the parts, the first weights and the order of the rows (${DEFAULT-VALUE}).")
  long seed = 42;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = NumberOption.Threads.class,
      description =
          "Threads to use; the result does not depend on it (all processors: ${DEFAULT-VALUE}).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      converter = NumberOption.Share.class,
      description = "Share of the rows that decide when to stop (0.15; 0.1 for an IDX folder).")
  @Nullable Double validation;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      converter = NumberOption.Share.class,
      description =
          "Share of the rows that judge the model at the end (0.15; an IDX folder has its own).")
  @Nullable Double test;

  /**
   * Looks at what two options together ask for.
   *
   * @throws InputException if it cannot be done
   */
  void check() {
    if (validation != null && test != null && validation + test >= 1) {
      throw new InputException(
          "--validation %s and --test %s leave no row to train on; together they must be below 1"
              .formatted(validation, test));
    }
  }

  /** Rows in a step: so many that an epoch of a small data set still has some dozens of steps. */
  int batchFor(int trainRows) {
    return batch != null ? batch : Math.clamp(Integer.highestOneBit(trainRows / 32), 8, 64);
  }
}
