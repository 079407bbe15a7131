package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * The numbers that a page shows, each of which must be one of its lines'. Left out are the heads of
 * columns, explanations, and the ticks of axes; where a mark lies must follow the order of the
 * numbers that it carries.
 */
final class PageNumbers {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])-?\\d+(\\.\\d+)?(?![\\w.])");
  private static final Set<String> NOT_MEASURED = Set.of("tick", "about");

  private final Set<Double> exact = new HashSet<>();
  private final Set<String> numbers = new HashSet<>();
  private final Set<String> texts = new HashSet<>();
  private final Set<String> shown = new HashSet<>();

  private PageNumbers(List<Line> lines) {
    for (Line line : lines) {
      collect(line.json());
      if (line.result()) {
        texts.add(line.caseKey());
      }
    }
  }

  private void collect(JsonValue value) {
    switch (value) {
      case JsonObject object -> object.members().values().forEach(this::collect);
      case JsonArray array -> array.elements().forEach(this::collect);
      case JsonNumber number -> {
        exact.add(number.asDouble());
        numbers.add(Page.plain(number.asDouble()));
      }
      case JsonString text -> {
        texts.add(text.value());
        numbers.add(text.value()); // the number of a core
      }
      default -> {}
    }
  }

  /**
   * Finds all.
   *
   * @return those that were found in the lines
   * @throws AssertionError if one is not there, or a mark is not where its number is
   */
  static Set<String> of(String page, List<Line> lines) {
    PageNumbers numbers = new PageNumbers(lines);
    String body = page.substring(page.indexOf("</h1>") + 5, page.indexOf("<script>"));
    Document document = parse("<body>" + body + "</body>");
    numbers.walk(document.getDocumentElement());
    NodeList pictures = document.getElementsByTagName("svg");
    for (int i = 0; i < pictures.getLength(); i++) {
      numbers.marks((Element) pictures.item(i));
    }
    counts(document, lines);
    return numbers.shown;
  }

  private static Document parse(String xml) {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new AssertionError("the page is not well-formed", e);
    }
  }

  private void walk(Element element) {
    Set<String> styles = Set.of(element.getAttribute("class").split(" ", -1));
    boolean measured =
        styles.stream().noneMatch(NOT_MEASURED::contains)
            && !styles.contains("count")
            && !element.getTagName().equals("th");
    NodeList children = element.getChildNodes();
    for (int i = 0; measured && i < children.getLength(); i++) {
      Node child = children.item(i);
      if (child instanceof Element inner) {
        walk(inner);
      } else if (child.getNodeType() == Node.TEXT_NODE) {
        text(child.getTextContent().strip());
      }
    }
  }

  /** A text of the lines, or numbers of theirs among words. */
  private void text(String text) {
    String rest = text;
    if (NUMBER.matcher(text).matches()) {
      require(text, text);
      return;
    }
    for (String known :
        texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      rest = known.matches("[\\d.]*") ? rest : rest.replace(known, "");
    }
    // "read L1" is told as "L1".
    rest = rest.replaceFirst("^(L[123]|memory)$", "");
    for (MatchResult number : NUMBER.matcher(rest).results().toList()) {
      require(number.group(), text);
    }
  }

  private void require(String number, String where) {
    assertThat(numbers).as("where the page has \"%s\"", where).contains(number);
    shown.add(number);
  }

  /** Along each coordinate a larger number is further on, everywhere in a picture. */
  private void marks(Element picture) {
    Map<String, List<double[]>> places = new HashMap<>();
    NodeList all = picture.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element mark = (Element) all.item(i);
      NamedNodeMap attributes = mark.getAttributes();
      for (int j = 0; j < attributes.getLength(); j++) {
        String name = attributes.item(j).getNodeName();
        if (name.startsWith("data-")) {
          double number = Double.parseDouble(attributes.item(j).getNodeValue());
          assertThat(exact).as("a mark of %s", picture.getAttribute("aria-label")).contains(number);
          String coordinate = name.substring(5);
          places
              .computeIfAbsent(coordinate.replaceAll("[c12]", ""), _ -> new ArrayList<>())
              .add(new double[] {number, Double.parseDouble(mark.getAttribute(coordinate))});
        }
      }
    }
    places.forEach(
        (coordinate, marks) -> {
          marks.sort(Comparator.comparingDouble(mark -> mark[0]));
          List<Double> along =
              marks.stream().map(mark -> coordinate.equals("y") ? -mark[1] : mark[1]).toList();
          assertThat(along)
              .as("%s of the marks of %s", coordinate, picture.getAttribute("aria-label"))
              .isSortedAccordingTo((a, b) -> Math.abs(a - b) < 0.15 ? 0 : Double.compare(a, b));
        });
  }

  /**
   * The cases of a work in which a peer is faster than our best way, and those that were planned
   * and not measured.
   */
  private static void counts(Document document, List<Line> lines) {
    NodeList sections = document.getElementsByTagName("section");
    for (int i = 0; i < sections.getLength(); i++) {
      Element section = (Element) sections.item(i);
      if (verdicts(section, lines)) {
        continue;
      }
      Map<String, Double> best = new HashMap<>();
      for (Line line : lines) {
        double ratio = line.number("ratioToBestPeer");
        if (line.text("work").equals(section.getAttribute("id")) && !Double.isNaN(ratio)) {
          best.merge(line.caseKey(), ratio, Math::max);
        }
      }
      Set<String> planned = new HashSet<>();
      Set<String> told = new HashSet<>();
      boolean measured = false;
      for (Line line : lines) {
        if (line.text("work").equals(section.getAttribute("id"))) {
          planned.addAll(new Line(line.environment()).texts("cases"));
          told.addAll(line.json().get("case") == null ? Set.of() : Set.of(line.text("case")));
          measured |= line.result();
        }
      }
      int there = (int) planned.stream().filter(told::contains).count();
      assertThat(
              section
                  .getTextContent()
                  .contains(there + " of " + planned.size() + " cases measured"))
          .as("the cases of %s that are missing", section.getAttribute("id"))
          .isEqualTo(measured && there < planned.size());
      long lost = best.values().stream().filter(ratio -> ratio < 1).count();
      assertThat(section.getTextContent().contains(lost + " of " + best.size() + " cases lost"))
          .as("the count of %s", section.getAttribute("id"))
          .isEqualTo(!best.isEmpty());
    }
  }

  /** How often somebody's tile is faster, slower or neither; whether there is such a section. */
  private static boolean verdicts(Element section, List<Line> lines) {
    List<Line> verdicts =
        lines.stream()
            .filter(Line::verdict)
            .filter(line -> line.text("work").equals(section.getAttribute("id")))
            .toList();
    Map<String, List<String>> tiles =
        verdicts.stream()
            .filter(line -> !Double.isNaN(line.number("ratio")))
            .collect(
                Collectors.groupingBy(
                    line -> line.text("competitor"),
                    Collectors.mapping(line -> line.text("verdict"), Collectors.toList())));
    for (List<String> products : tiles.values()) {
      assertThat(section.getTextContent())
          .contains(
              "Of %s products yours is faster in %s, slower in %s, within noise in %s."
                  .formatted(
                      products.size(),
                      Collections.frequency(products, "faster"),
                      Collections.frequency(products, "slower"),
                      Collections.frequency(products, "within noise")));
    }
    return !verdicts.isEmpty();
  }
}
