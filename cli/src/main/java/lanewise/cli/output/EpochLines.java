package lanewise.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import lanewise.training.EpochReport;
import lanewise.training.metric.MetricValue;

/** One line an epoch, for files, pipes and simple terminals. */
public final class EpochLines implements Progress {
  static final String NOTE = "note: ";
  private static final String ACCURACY = "accuracy";

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

  @Override
  public void note(String sentence) {
    out.println(NOTE + sentence);
    out.flush();
  }

  /** The figures of an epoch, below 80 characters with one metric; a star marks the best so far. */
  public static String line(EpochReport report, int epochs) {
    int width = String.valueOf(epochs).length();
    StringBuilder metrics = new StringBuilder();
    for (MetricValue metric : report.validation().metrics()) {
      metrics.append("  val ").append(figure(metric));
    }
    return String.format(
        Locale.ROOT,
        "epoch %" + width + "d/%d  loss %.4f  val loss %.4f%s  %,8.0f rows/s%s",
        report.epoch(),
        epochs,
        report.trainLoss(),
        report.validation().loss(),
        metrics,
        report.rowsPerSecond(),
        report.best() ? " *" : "");
  }

  /** A metric with its name: the accuracy in percent, others as they are. */
  static String figure(MetricValue metric) {
    return metric.name().equals(ACCURACY)
        ? String.format(Locale.ROOT, "acc %6.2f%%", 100 * metric.value())
        : String.format(Locale.ROOT, "%s %.4f", metric.name(), metric.value());
  }

  /** The figure of a metric without its name: an accuracy in percent, others as they are. */
  public static String value(MetricValue metric) {
    return metric.name().endsWith(ACCURACY)
        ? String.format(Locale.ROOT, "%.2f%%", 100 * metric.value())
        : String.format(Locale.ROOT, "%.4f", metric.value());
  }

  @Override
  public void close() {}
}
