package lanewise.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;

/** Numbers as people read them, and the ticks of axes. */
final class Figures {
  private static final int DIGITS = 4;

  /** The metrics that are shares, which are shown in percent. */
  private static final Set<String> SHARES =
      Set.of("accuracy", "balanced-accuracy", "label-accuracy", "all-labels-accuracy");

  private static final Set<String> ABBREVIATIONS =
      Set.of("auc", "pr-auc", "ece", "mae", "mse", "rmse");

  private Figures() {}

  /** Returns a number with four digits; a dash if there is none. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
    double size = Math.abs(value);
    String text =
        value == 0
            ? "0"
            : size >= 1e-4 && size < 1e7
                ? rounded.toPlainString()
                : String.format(Locale.ROOT, "%.2e", value);
    return text.replace('-', '−');
  }

  /** Returns the value of a metric, in percent if it is a share. */
  static String metric(String name, double value) {
    return SHARES.contains(name) && !Double.isNaN(value) ? percent(value) : text(value);
  }

  /** Returns the name of a metric as a title: {@code Balanced-accuracy}, {@code MAE}. */
  static String title(String name) {
    return ABBREVIATIONS.contains(name)
        ? name.toUpperCase(Locale.ROOT)
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * Returns a step of 1, 2 or 5 times a power of ten, so that a range has about as many ticks as
   * asked for.
   */
  static double tickStep(double range, int ticks) {
    double rough = range / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** Returns a coordinate with one digit behind the point. */
  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
