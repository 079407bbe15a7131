package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lanewise.cli.data.DataSource;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lanewise train}. */
@Command(
    name = "train",
    sortOptions = false,
    sortSynopsis = false,
    header = "Train a classifier and save it.",
    description = {
      "%nTrains a network of dense layers by stochastic gradient descent with momentum, keeps the"
          + " weights of the epoch with the lowest validation loss, and reports the accuracy on"
          + " rows that took no part.%n",
      "Images are scaled by the mean and deviation of all pixels, the columns of a CSV file each by"
          + " its own. One seed gives one model, bit for bit, on any number of threads.%n",
      "A line for each finished epoch tells the losses; * marks the lowest validation loss so"
          + " far. On a terminal at most one such line a second is kept.%n",
      "The best model so far is saved after the epoch that found it; Ctrl-C ends the training and"
          + " keeps it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise train",
      "  lanewise train --data flowers.csv --label species --hidden 32 --seed 7",
      "  lanewise train --data /usr/share/datasets/fashion-mnist --epochs 15",
      "  lanewise train --json | tail -n 1 | jq .testAccuracy"
    })
public final class TrainCommand implements Callable<Integer> {
  private final Session session;

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

  @Mixin TrainOptions options = new TrainOptions();
  @Mixin CommonOptions common = new CommonOptions();

  public TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    DataSource source = DataSource.of(data, label);
    return new TrainRun(session, common.json, options, source, out).run();
  }
}
