package lanewise.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Function;
import lanewise.cli.data.DataSource;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.HiddenActivation;
import lanewise.cli.job.HiddenSizes;
import lanewise.cli.job.Job;
import lanewise.cli.job.NetworkSettings;
import lanewise.cli.job.TrainingSettings;
import lanewise.cli.session.InputException;
import lanewise.training.EarlyStopping;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that make a {@link Job}. */
final class TrainOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "A CSV file with a header (also packed with gzip), a folder of four IDX files as MNIST"
              + " has them, or the name of a bundled data set: digits, iris (${DEFAULT-VALUE}).")
  String data = DataSource.DIGITS;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column of the CSV file that names a row's class; all others are numbers.")
  @Nullable String label;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to save the model, named after the data (${DEFAULT-VALUE}).")
  Path out = Path.of("models");

  @Option(
      names = "--hidden",
      paramLabel = "SIZES",
      converter = Sizes.class,
      defaultValue = "256",
      description = "Outputs of the hidden layers, or none for a linear model (${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  HiddenSizes hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Activation.class,
      completionCandidates = ActivationWords.class,
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
   * Returns the job that these options describe.
   *
   * @throws InputException if two options together ask for what cannot be done
   */
  Job job() {
    try {
      return new Job(
          new DataSettings(data, label, validation, test),
          new NetworkSettings(hidden, activation),
          new TrainingSettings(epochs, batch),
          new Sgd(learningRate, momentum),
          EarlyStopping.patience(patience),
          seed,
          threads,
          out);
    } catch (IllegalArgumentException wrong) {
      throw new InputException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /** Reads the sizes of hidden layers. */
  static final class Sizes implements ITypeConverter<HiddenSizes> {
    @Override
    public HiddenSizes convert(String text) {
      return parse(text, HiddenSizes::parse);
    }
  }

  /** Reads the name of an activation. */
  static final class Activation implements ITypeConverter<HiddenActivation> {
    @Override
    public HiddenActivation convert(String text) {
      return parse(text, HiddenActivation::parse);
    }
  }

  /** The names of the activations for the help text. */
  static final class ActivationWords extends ArrayList<String> {
    ActivationWords() {
      super(HiddenActivation.words());
    }
  }

  private static <T> T parse(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException advice) {
      throw new TypeConversionException(advice.getMessage());
    }
  }
}
