package lanewise.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this repository, without its Javadoc. */
final class SiteTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]*)\"");

  @TempDir private static Path out;

  @BeforeAll
  static void write() throws Exception {
    assertThat(Site.of(ROOT, CommandReference.text(), out).write()).isGreaterThan(40);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(out.resolve("sources")) || file.endsWith("index.html"))
          .toList();
    }
  }

  @Test
  void everyLinkAndAnchorLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        links++;
        if (!link.group(1).matches("https?://.*") && !leadsSomewhere(page, link.group(1))) {
          dead.add(out.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(links).isGreaterThan(1_000);
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.isRegularFile(target)) {
      return false;
    }
    return parts.length == 1 || anchors(target).contains(parts[1]);
  }

  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    Matcher anchor = ANCHOR.matcher(Files.readString(page));
    while (anchor.find()) {
      anchors.add(anchor.group(1));
    }
    return anchors;
  }

  /** Nothing comes from elsewhere when a page is shown. */
  @Test
  void pagesLoadNothingFromTheNetwork() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .doesNotContainPattern("<(script|link|img)[^>]*(src|href)=\"(https?:)?//");
    }
    for (String file : List.of("style.css", "search.js")) {
      assertThat(Files.readString(out.resolve(file))).doesNotContain("://");
    }
  }

  @Test
  void theStartHasTheReadmeAndTheMenuAllGuides() throws IOException {
    String start = Files.readString(out.resolve("index.html"));
    assertThat(start)
        .contains("<title>Lanewise - Lanewise</title>", "id=\"as-a-library\"")
        .contains("href=\"serving.html\"", "href=\"command.html\"", "href=\"adr/index.html\"");
    assertThat(start)
        .contains("href=\"lab.html\"", "href=\"benchmarks/index.html\"")
        .doesNotContain("<p>More</p>");
    assertThat(Files.readString(out.resolve("benchmarks/index.html")))
        .contains("href=\"../sources/docs/benchmarks/amd-zen5-avx512.html\"");
    assertThat(Files.readString(out.resolve("adr/index.html")))
        .contains("href=\"../serving.html\"", "class=\"here\"", "href=\"../style.css\"");
  }

  /** Sentences get room, numbers do not need it; an option is not broken after its dashes. */
  @Test
  void tablesAndOptionsAreMarkedForTheStyle() throws IOException {
    assertThat(Files.readString(out.resolve("job-files.html")))
        .contains("<div class=\"table\"><table class=\"sentences\">\n<thead>\n<tr>\n<th>key</th>")
        .contains("<td><code>data.<wbr>source</code></td>")
        .contains("<code>lanewise train job.yaml <span class=\"option\">--print-job</span></code>");
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("<div class=\"table\"><table>\n<thead>\n<tr>\n<th>network, rows</th>");
  }

  @Test
  void theSearchKnowsSectionsAndOptions() throws IOException {
    assertThat(Files.readString(out.resolve("search-index.js")))
        .startsWith("const searchIndex = [\n[\"Lanewise\",\"index.html#lanewise\",\"")
        .contains("[\"The command lanewise - lanewise train\",\"command.html#lanewise-train\"")
        .contains("docs/own-layers.md shows a custom layer")
        .contains("InferencePlan plan = InferencePlan.load(");
  }

  @Test
  void aLinkThatLeadsToNothingIsNamed() {
    Links links = new Links(ROOT, Set.of("README.md"));
    assertThat(links.translate("docs/x.md", "../README.md#as-a-library"))
        .isEqualTo("index.html#as-a-library");
    assertThat(links.translate("docs/x.md", "../LICENSE")).isEqualTo("sources/LICENSE.txt");
    assertThat(links.copies()).containsExactly("LICENSE");
    assertThatThrownBy(() -> links.translate("docs/x.md", "nowhere.md"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("docs/x.md: the link nowhere.md leads to nothing");
  }

  /** As GitHub makes them. */
  @Test
  void anchorsAreThoseOfGitHub() {
    Slugs slugs = new Slugs();
    assertThat(slugs.next("The `Trainer`'s parts: a, b_c")).isEqualTo("the-trainers-parts-a-b_c");
    assertThat(slugs.next("Events")).isEqualTo("events");
    assertThat(slugs.next("Events")).isEqualTo("events-1");
  }
}
