package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of the documents lead somewhere. */
class MarkdownLinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  @Test
  void everyLinkToAFileLeadsToOne() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (link.group(1).contains("://")) {
          continue;
        }
        links++;
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          dead.add(Repository.ROOT.relativize(document) + " -> " + link.group(1));
        }
      }
    }
    assertThat(links).isGreaterThan(10);
    assertThat(dead).isEmpty();
  }

  @Test
  void everyDecisionIsARowOfTheTable() throws IOException {
    Path folder = Repository.ROOT.resolve("docs/adr");
    String readme = Files.readString(folder.resolve("README.md"));
    String table = readme.substring(0, readme.indexOf("\n## "));
    try (Stream<Path> records = Files.list(folder)) {
      assertThat(records.map(path -> path.getFileName().toString()))
          .filteredOn(name -> !name.equals("README.md"))
          .isNotEmpty()
          .allSatisfy(
              name -> assertThat(table).contains("[" + name.substring(0, 4) + "](" + name + ")"));
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of(".", "docs", "docs/adr")) {
      try (Stream<Path> files = Files.list(Repository.ROOT.resolve(folder).normalize())) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
      }
    }
    return all;
  }
}
