package lanewise.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A Markdown document: its title, its sections and its HTML. */
final class Document {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /**
   * A heading with what follows up to the next.
   *
   * @param level 1 for the title
   */
  record Section(int level, String anchor, String heading, String text) {}

  /** Columns of a table that leave the last one little room. */
  private static final int SEVERAL = 4;

  /** From that mean length on, texts are sentences. */
  private static final int SENTENCE = 30;

  /** An option of a command within a line of text. */
  private static final String OPTION =
      "(?<=<code>|<code>[^<]{1,200} )--?[a-z][a-z-]*(?=[^<]*</code>)";

  /** The place behind a dot of a key that begins a row of a table. */
  private static final String DOT = "(?<=<tr>\n<td><code>[\\w.-]{1,80}\\.)(?=\\w)";

  private final Node root;
  private final List<Heading> headings = new ArrayList<>();
  private final List<String> anchors = new ArrayList<>();

  Document(String markdown) {
    this.root = PARSER.parse(markdown);
    Slugs slugs = new Slugs();
    for (Node node = root.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading) {
        headings.add(heading);
        anchors.add(slugs.next(textOf(heading)));
      }
    }
  }

  String title() {
    return textOf(headings.getFirst());
  }

  /** The sections in order, for the search and for the list beside the text. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      StringBuilder text = new StringBuilder();
      Node node = headings.get(i).getNext();
      while (node != null && !(node instanceof Heading)) {
        text.append(textOf(node)).append(' ');
        node = node.getNext();
      }
      Heading heading = headings.get(i);
      String words = text.toString().replaceAll("\\s+", " ").strip();
      sections.add(new Section(heading.getLevel(), anchors.get(i), textOf(heading), words));
    }
    return sections;
  }

  /** The HTML of a page, with the links of the page. */
  String html(String name, Links links) {
    root.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            link.setDestination(links.translate(name, link.getDestination()));
            visitChildren(link);
          }
        });
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .attributeProviderFactory(context -> this::addAttributes)
        .build()
        .render(root)
        .replaceAll("<table( [^>]*)?>", "<div class=\"table\">$0")
        .replace("</table>", "</table></div>")
        .replaceAll(DOT, "<wbr>")
        .replaceAll(OPTION, "<span class=\"option\">$0</span>");
  }

  private void addAttributes(Node node, String tag, Map<String, String> attributes) {
    int place = node instanceof Heading heading ? headings.indexOf(heading) : -1;
    if (place >= 0) {
      attributes.put("id", anchors.get(place));
    }
    if (tag.equals("table") && hasSentences(node)) {
      attributes.put("class", "sentences");
    }
  }

  /** Whether a table has several columns, of which the last has sentences. */
  private static boolean hasSentences(Node table) {
    List<Integer> lengths = new ArrayList<>();
    table.accept(
        new AbstractVisitor() {
          @Override
          public void visit(CustomNode part) {
            if (part instanceof TableRow row && children(row) >= SEVERAL) {
              lengths.add(textOf(row.getLastChild()).length());
            }
            visitChildren(part);
          }
        });
    return lengths.stream().mapToInt(Integer::intValue).average().orElse(0) > SENTENCE;
  }

  private static int children(Node node) {
    int count = 0;
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      count++;
    }
    return count;
  }

  /** The words as a reader sees them, without the destinations of links. */
  private static String textOf(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(FencedCodeBlock part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak part) {
            text.append(' ');
          }

          @Override
          public void visit(Paragraph part) {
            visitChildren(part);
            text.append(' ');
          }

          // Such as a cell of a table.
          @Override
          public void visit(CustomNode part) {
            visitChildren(part);
            text.append(' ');
          }
        });
    return text.toString();
  }
}
