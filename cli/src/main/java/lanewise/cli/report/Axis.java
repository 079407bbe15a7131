package lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis of a chart: the values of its two ends and the places of these on the page.
 *
 * @param low the value at the first end
 * @param high the value at the other end, above low
 * @param from the coordinate of low
 * @param to the coordinate of high
 * @param logarithmic whether the values are spaced by their logarithms
 */
record Axis(double low, double high, double from, double to, boolean logarithmic) {
  private static final int TICKS = 5;

  /** Returns a linear axis whose ends are ticks. */
  static Axis linear(double min, double max, double from, double to) {
    double size = Math.max(Math.abs(max), Math.abs(min));
    if (size == 0) {
      return new Axis(0, 1, from, to, false);
    }
    // Figures that are nearly the same would have ticks that differ only in digits not shown.
    boolean differ = max - min > size * 1e-3;
    double low = differ ? min : Math.min(0, min * 1.2);
    double high = differ ? max : Math.max(0, max * 1.2);
    for (int round = 0; round < 3; round++) { // a wider range may have wider steps
      double step = Figures.tickStep(high - low, TICKS);
      low = Math.floor(low / step + 1e-9) * step;
      high = Math.ceil(high / step - 1e-9) * step;
    }
    return new Axis(low, high, from, to, false);
  }

  /** Returns a logarithmic axis whose ends are 1, 2 or 5 times a power of ten. */
  static Axis logarithmic(double min, double max, double from, double to) {
    double low = Math.pow(10, Math.floor(Math.log10(min)));
    low *= low * 5 <= min ? 5 : low * 2 <= min ? 2 : 1;
    double high = Math.pow(10, Math.ceil(Math.log10(max)));
    high /= high / 5 >= max ? 5 : high / 2 >= max ? 2 : 1;
    return new Axis(low, high > low ? high : low * 10, from, to, true);
  }

  /** Returns an axis of whole numbers, such as epochs. */
  static Axis counts(int first, int last, double from, double to) {
    return new Axis(first, Math.max(last, first + 1), from, to, false);
  }

  double at(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + share * (to - from);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      int first = (int) Math.floor(Math.log10(low) + 1e-9);
      int decades = (int) Math.ceil(Math.log10(high) - 1e-9) - first;
      int stride = Math.max(1, (decades + TICKS - 1) / TICKS);
      for (int i = 0; i <= decades; i += stride) {
        double power = Math.pow(10, (double) first + i);
        for (int digit : decades <= 2 ? new int[] {1, 2, 5} : new int[] {1}) {
          if (power * digit >= low * (1 - 1e-9) && power * digit <= high * (1 + 1e-9)) {
            ticks.add(power * digit);
          }
        }
      }
      return ticks;
    }
    double step = Figures.tickStep(high - low, TICKS);
    for (long i = Math.round(Math.ceil(low / step - 1e-9)); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Returns the ticks that are whole numbers. */
  List<Double> wholeTicks() {
    double step = Math.max(1, Figures.tickStep(high - low, TICKS));
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      ticks.add(tick);
    }
    if (ticks.isEmpty() || ticks.getFirst() - low > 0.5 * step) {
      ticks.addFirst(low);
    }
    return ticks;
  }
}
