package lanewise.bench.report;

import java.util.Locale;

/**
 * A picture that is as wide as the page allows, {@code width} of its own units. A mark for a number
 * that was measured carries it in an attribute beside the coordinate where it lies.
 */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  Svg(String label, double width, double height) {
    out.append(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">%n"
            .formatted(number(width), number(height), Page.escape(label)));
  }

  /** A line of the frame. */
  void line(String style, double x1, double y1, double x2, double y2) {
    mark(style, x1, y1, x2, y2, "");
  }

  /** A bar from one place to that of a value. */
  void bar(String style, double from, double to, double y, double value) {
    mark("bar " + style, from, y, to, y, data("x2", value));
  }

  /** A line between the places of two values on the same height. */
  void span(String style, Axis axis, double y, double low, double high) {
    span(style, axis.at(low), axis.at(high), y, low, high);
  }

  /** A line from one place to another, which are those of two values. */
  void span(String style, double from, double to, double y, double low, double high) {
    mark(style, from, y, to, y, data("x1", low) + data("x2", high));
  }

  /** A piece of a curve: from one value to the next. */
  void curve(String style, Axis axis, double x1, double first, double x2, double second) {
    String data = data("y1", first) + data("y2", second);
    mark("curve " + style, x1, axis.at(first), x2, axis.at(second), data);
  }

  private void mark(String style, double x1, double y1, double x2, double y2, String data) {
    out.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"%s/>%n"
            .formatted(style, number(x1), number(y1), number(x2), number(y2), data));
  }

  /** A dot where two values are. */
  void dot(String style, Axis across, double x, Axis up, double y, String title) {
    out.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"%s%s><title>%s</title></circle>%n"
            .formatted(
                style,
                number(across.at(x)),
                number(up.at(y)),
                data("cx", x),
                data("cy", y),
                Page.escape(title)));
  }

  /** Words; the style {@code tick} is for numbers of an axis. */
  void text(String style, double x, double y, String text) {
    out.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>%n"
            .formatted(style, number(x), number(y), Page.escape(text)));
  }

  /** A number that was measured, and words after it. */
  void value(double x, double y, double value, String words) {
    out.append(
        "<text class=\"value\" x=\"%s\" y=\"%s\"><tspan class=\"data\">%s</tspan> %s</text>%n"
            .formatted(number(x), number(y), Page.plain(value), Page.escape(words)));
  }

  String end() {
    return out.append("</svg>\n").toString();
  }

  private static String data(String coordinate, double value) {
    return " data-%s=\"%s\"".formatted(coordinate, value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /**
   * A logarithmic axis.
   *
   * @param low value at its beginning
   * @param high value at its end
   * @param from where it begins
   * @param to where it ends
   */
  record Axis(double low, double high, double from, double to) {
    /** Where a value lies, at the end of the axis if it is beyond. */
    double at(double value) {
      double inside = Math.clamp(value, low, high);
      return from + (to - from) * Math.log(inside / low) / Math.log(high / low);
    }
  }
}
