package lanewise.cli.train;

import java.io.IOException;
import java.util.concurrent.Callable;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin TrainOptions options = new TrainOptions();
  @Mixin CommonOptions common = new CommonOptions();

  public TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    return new TrainRun(session, common.json, options.job()).run();
  }
}
