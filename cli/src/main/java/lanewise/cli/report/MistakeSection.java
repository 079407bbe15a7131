package lanewise.cli.report;

import java.util.Base64;
import java.util.List;
import lanewise.layers.format.JsonCursor;
import org.jspecify.annotations.Nullable;

/** What a model got wrong while it was sure: pictures where rows are pictures, else a table. */
final class MistakeSection {
  /** The longer side of a small picture and of one with more pixels, on the page. */
  private static final int SMALL = 72;

  private static final int LARGE = 96;

  private final Html html;
  private final @Nullable JsonCursor picture;

  /**
   * Of an evaluation.
   *
   * @param picture the format of the pictures; null if rows are no pictures
   */
  MistakeSection(Html html, @Nullable JsonCursor picture) {
    this.html = html;
    this.picture = picture;
  }

  /** A mistake in words. */
  private record Line(JsonCursor mistake, String truth, String predicted, double probability) {
    static Line ofClass(JsonCursor mistake) {
      return new Line(
          mistake,
          mistake.get("label").asString(),
          mistake.get("predicted").asString(),
          LoggedRun.number(mistake, "probability"));
    }

    static Line ofLabel(JsonCursor mistake) {
      return new Line(
          mistake,
          mistake.get("label").asString(),
          mistake.get("given").asBoolean() ? "wrongly given" : "missed",
          LoggedRun.number(mistake, "probability"));
    }

    long row() {
      return mistake.get("row").asLong();
    }
  }

  void ofClasses(JsonCursor mistakes) {
    write(
        mistakes.elements().stream().map(Line::ofClass).toList(),
        List.of("row", "true class", "predicted", "confidence"),
        "Those of which the model was surest.");
  }

  void ofLabels(JsonCursor mistakes) {
    write(
        mistakes.elements().stream().map(Line::ofLabel).toList(),
        List.of("row", "label", "mistake", "probability of the label"),
        "Those of which the model was surest, with the probability that it gave to the label.");
  }

  private void write(List<Line> lines, List<String> heads, String note) {
    if (lines.isEmpty()) {
      return;
    }
    html.open("figure", "class", "wide").open("figcaption").leaf("h3", "Mistakes");
    html.leaf("p", note, "class", "note").close();
    JsonCursor format = picture;
    if (format == null) {
      table(lines, heads);
    } else {
      html.open("ul", "class", "pictures");
      for (Line line : lines) {
        picture(line, format);
      }
      html.close();
    }
    html.close();
  }

  private void picture(Line line, JsonCursor format) {
    int width = format.get("width").asInt();
    int height = format.get("height").asInt();
    int channels = format.get("channels").asInt();
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw format.error("%s x %s x %s is no picture".formatted(channels, height, width));
    }
    byte[] pixels = pixels(line.mistake.get("pixels"), (long) width * height * channels);
    int longest = Math.max(width, height);
    int shown = longest > SMALL ? LARGE : SMALL;
    html.open("li");
    html.empty(
        "img",
        "src",
        Png.dataUri(new Png.Format(width, height, channels), pixels),
        "width",
        "" + Math.max(1, Math.round((float) shown * width / longest)),
        "height",
        "" + Math.max(1, Math.round((float) shown * height / longest)),
        "alt",
        "row %s, %s, %s".formatted(line.row(), line.truth, line.predicted));
    html.open("span").text(line.truth + " → ").leaf("strong", line.predicted).close();
    html.leaf("span", Figures.percent(line.probability), "class", "note").close();
  }

  /** A byte for each colour of each pixel. */
  private static byte[] pixels(JsonCursor text, long count) {
    byte[] pixels;
    try {
      pixels = Base64.getDecoder().decode(text.asString());
    } catch (IllegalArgumentException otherText) {
      throw text.error("this is no picture (" + otherText.getMessage() + ")");
    }
    if (pixels.length != count) {
      throw text.error("a picture has %s bytes, not %s".formatted(count, pixels.length));
    }
    return pixels;
  }

  private void table(List<Line> lines, List<String> heads) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    heads.forEach(head -> html.leaf("th", head, "scope", "col"));
    html.close().close().open("tbody");
    for (Line line : lines) {
      html.open("tr").leaf("th", Figures.count(line.row()), "scope", "row");
      html.leaf("td", line.truth).leaf("td", line.predicted);
      html.leaf("td", Figures.percent(line.probability)).close();
    }
    html.close().close().close();
  }
}
