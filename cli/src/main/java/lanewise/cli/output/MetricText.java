package lanewise.cli.output;

import java.util.Locale;
import java.util.Set;
import lanewise.cli.session.Printable;
import lanewise.training.metric.MetricValue;

/** How the figure of a metric is written. */
public final class MetricText {
  private static final String ACCURACY = "accuracy";

  /** The metrics in the units of the data, which may be thousands or thousandths. */
  private static final Set<String> ERRORS = Set.of("mae", "mse", "rmse");

  /** Below these a number has five digits; between them it is written without a power of ten. */
  private static final double FIVE_DIGITS = 1e5;

  private static final double TOO_LONG = 1e12;

  private MetricText() {}

  /** An accuracy in percent, an error with five digits, others with four decimals. */
  public static String of(MetricValue metric) {
    if (metric.name().endsWith(ACCURACY)) {
      return String.format(Locale.ROOT, "%.2f%%", 100 * metric.value());
    }
    return ERRORS.contains(metric.name())
        ? number(metric.value())
        : String.format(Locale.ROOT, "%.4f", metric.value());
  }

  /** The same with the name; an accuracy below 10% is as long as others, so that lines align. */
  static String named(MetricValue metric) {
    return metric.name().equals(ACCURACY)
        ? String.format(Locale.ROOT, "acc %6.2f%%", 100 * metric.value())
        : Printable.of(metric.name()) + " " + of(metric);
  }

  /** A number of any size. */
  static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size >= FIVE_DIGITS && size < TOO_LONG ? "%.0f" : "%.5g", value);
  }
}
