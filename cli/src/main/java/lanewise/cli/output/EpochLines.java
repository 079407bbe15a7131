package lanewise.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import lanewise.training.EpochReport;

/** One line an epoch, for files, pipes and simple terminals. */
public final class EpochLines implements Progress {
  private final PrintStream out;
  private final int epochs;

  public EpochLines(PrintStream out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onEpoch(EpochReport report) {
    out.println(line(report, epochs));
    out.flush();
  }

  /** The figures of an epoch, below 80 characters; a star marks the best so far. */
  public static String line(EpochReport report, int epochs) {
    int width = String.valueOf(epochs).length();
    return String.format(
        Locale.ROOT,
        "epoch %" + width + "d/%d  loss %.4f  val loss %.4f  val acc %6.2f%%  %,8.0f rows/s%s",
        report.epoch(),
        epochs,
        report.trainLoss(),
        report.validation().loss(),
        100 * report.validation().value("accuracy"),
        report.rowsPerSecond(),
        report.best() ? " *" : "");
  }

  @Override
  public void close() {}
}
