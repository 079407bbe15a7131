package lanewise.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import lanewise.cli.session.Printable;
import lanewise.training.EpochReport;
import lanewise.training.metric.MetricValue;

/** One line an epoch, for files, pipes and simple terminals. */
public final class EpochLines implements Progress {
  static final String NOTE = "note: ";
  private static final String BEST = " *";

  private final PrintStream out;
  private final int epochs;

  public EpochLines(PrintStream out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onEpoch(EpochReport report) {
    out.println(line(report, epochs, Integer.MAX_VALUE));
    out.flush();
  }

  @Override
  public void note(String sentence) {
    out.println(NOTE + Printable.of(sentence));
    out.flush();
  }

  /**
   * The figures of an epoch, below 80 characters with one metric; a star marks the best so far.
   * Metrics come first where a line is too short for all, then the validation loss.
   *
   * @param columns the length of a line
   */
  public static String line(EpochReport report, int epochs, int columns) {
    int width = String.valueOf(epochs).length();
    FittedLine line =
        new FittedLine()
            .with(0, String.format(Locale.ROOT, "epoch %" + width + "d/%d", report.epoch(), epochs))
            .with(3, String.format(Locale.ROOT, "loss %.4f", report.trainLoss()))
            .with(2, String.format(Locale.ROOT, "val loss %.4f", report.validation().loss()));
    for (MetricValue metric : report.validation().metrics()) {
      line.with(1, "val " + MetricText.named(metric));
    }
    return line.with(4, String.format(Locale.ROOT, "%,8.0f rows/s", report.rowsPerSecond()))
            .fit(columns - BEST.length())
        + (report.best() ? BEST : "");
  }

  @Override
  public void close() {}
}
