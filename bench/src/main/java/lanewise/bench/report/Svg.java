package lanewise.bench.report;

import java.util.Locale;

/** A picture that is as wide as the page allows, {@code width} of its own units. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  Svg(String label, double width, double height) {
    out.append(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">%n"
            .formatted(number(width), number(height), Page.escape(label)));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    out.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n"
            .formatted(style, number(x1), number(y1), number(x2), number(y2)));
  }

  void bar(String style, double x, double y, double width, double height) {
    out.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>%n"
            .formatted(style, number(x), number(y), number(Math.max(1, width)), number(height)));
  }

  void dot(String style, double x, double y, String title) {
    out.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s</title></circle>%n"
            .formatted(style, number(x), number(y), Page.escape(title)));
  }

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

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Where a value lies on a logarithmic axis. */
  static double log(double value, double low, double high, double from, double to) {
    return from + (to - from) * Math.log(value / low) / Math.log(high / low);
  }
}
