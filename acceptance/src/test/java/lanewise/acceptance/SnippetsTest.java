package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.settings.Yaml;
import lanewise.conventions.Repository;
import lanewise.layers.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What documents show beside Java and commands is right as far as it can be without other tools.
 */
final class SnippetsTest {
  private static final String GROUP = "dev.lanewise";

  /**
   * The languages whose blocks a test looks at: MarkdownJavaTest, CommandSnippetsTest, this one.
   */
  private static final Set<String> CHECKED =
      Set.of("java", "", "sh", "xml", "yaml", "kotlin", "dockerfile");

  /** Other blocks, by document and language, with the reason why nothing looks at them. */
  private static final Map<String, String> UNCHECKED =
      Map.of(
          "docs/coming-from-dl4j.md java dl4j", "DL4J's program, beside which ours is run",
          "docs/coming-from-onnx-runtime.md java onnxruntime", "ONNX Runtime's program, likewise",
          "docs/coming-from-pytorch.md python", "PyTorch's program, likewise",
          "docs/coming-from-scikit-learn.md python", "scikit-learn's program, likewise",
          "CONTRIBUTING.md text", "the arrows of the modules, which ArchitectureTest holds",
          "docs/training.md text", "the steps of an update as a drawing",
          "docs/training.md bash", "the script of a nightly job, which NightlyScriptTest runs",
          "docs/adr/0018-operations-are-values.md text", "the forms of an operation, no program",
          "docs/adr/README.md markdown", "the template of a decision");

  private static final Pattern COORDINATES =
      Pattern.compile("dev\\.lanewise:([\\w-]+)(?::([\\w.-]*\\w))?");
  private static final Pattern BASE_IMAGE = Pattern.compile("FROM \\S+:(\\d+)\\S*");

  @TempDir private Path folder;

  private static List<Snippet> blocks(String language) {
    List<Snippet> blocks =
        Snippet.blocks().stream().filter(block -> block.language().equals(language)).toList();
    assertThat(blocks).isNotEmpty();
    return blocks;
  }

  @Test
  void everyBlockIsOfAKindThatIsLookedAt() {
    Set<String> others = new HashSet<>();
    for (Snippet block : Snippet.blocks()) {
      if (!CHECKED.contains(block.language())) {
        others.add(block.document() + " " + block.language());
      }
    }
    assertThat(others).containsExactlyInAnyOrderElementsOf(UNCHECKED.keySet());
    for (Path document : Repository.files(".md")) {
      assertThat(Repository.text(document))
          .as("blocks of %s begin in the first column, where they are found", document)
          .doesNotContainPattern("(?m)^ +```");
    }
  }

  @Test
  void xmlIsWellFormedAndNamesOurArtifacts() throws Exception {
    for (Snippet block : blocks("xml")) {
      NodeList groups = parse(block).getElementsByTagName("groupId");
      for (int i = 0; i < groups.getLength(); i++) {
        if (groups.item(i).getTextContent().equals(GROUP)) {
          Element dependency = (Element) groups.item(i).getParentNode();
          requireArtifact(block, child(dependency, "artifactId"), child(dependency, "version"));
        }
      }
    }
    for (Snippet span : Snippet.spans()) {
      if (span.text().startsWith("<") && span.text().contains("</")) {
        assertThat(parse(span)).isNotNull();
      }
    }
  }

  private static Element parse(Snippet xml) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader("<all>" + xml.text() + "</all>")))
        .getDocumentElement();
  }

  /** The text of the only element of a name; empty where there is none. */
  private static String child(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  /** An artifact is a module of ours; without a version it is one whose version the BOM has. */
  private static void requireArtifact(Snippet where, String artifact, String version) {
    String bom = Repository.text(Repository.ROOT.resolve("bom/pom.xml"));
    String tag = "<artifactId>" + artifact + "</artifactId>";
    assertThat(bom).as("%s", where).contains(tag);
    if (!version.isEmpty()) {
      assertThat(bom).as("%s", where).contains("<version>" + version + "</version>");
    } else {
      assertThat(bom.substring(bom.indexOf("<dependencies>"))).as("%s", where).contains(tag);
    }
  }

  @Test
  void coordinatesAreThoseOfOurArtifacts() {
    assertThat(blocks("kotlin"))
        .allSatisfy(block -> assertThat(block.text()).containsPattern(COORDINATES));
    for (Path document : Repository.files(".md")) {
      String text = Repository.text(document);
      for (MatchResult named : COORDINATES.matcher(text).results().toList()) {
        String version = named.group(2) == null ? "" : named.group(2);
        requireArtifact(
            new Snippet(Repository.name(document), "", named.group()), named.group(1), version);
      }
    }
  }

  @Test
  void yamlIsReadAsJobsAndSearches() throws Exception {
    int jobs = 0;
    for (Snippet block : blocks("yaml")) {
      String settings =
          block
              .text()
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.joining("\n"));
      if (settings.isBlank()) { // a comment for an editor
        String schema = block.text().strip().replaceFirst(".*schema=", "");
        assertThat(Repository.ROOT.resolve("docs/" + schema)).as("%s", block).exists();
      } else if (settings.startsWith("job:")) {
        JobFile.readSearch(Files.writeString(folder.resolve("search.yaml"), settings));
      } else {
        Job.section().read(Yaml.document(settings, block.document()), "");
        jobs++;
      }
    }
    assertThat(jobs).isGreaterThan(5);
  }

  @Test
  void containersHaveOurJavaAndItsOption() {
    String release =
        Repository.text(Repository.ROOT.resolve("pom.xml"))
            .replaceFirst("(?s).*<maven.compiler.release>(\\d+)<.*", "$1");
    for (Snippet block : blocks("dockerfile")) {
      Matcher image = BASE_IMAGE.matcher(block.text());
      assertThat(image.find()).as("%s", block).isTrue();
      assertThat(Integer.parseInt(image.group(1)))
          .isGreaterThanOrEqualTo(Integer.parseInt(release));
      assertThat(block.text())
          .contains("ENV JDK_JAVA_OPTIONS=\"--add-modules jdk.incubator.vector\"\n");
      for (String line : block.text().split("\n", -1)) {
        assertThat(line).matches("|(FROM|COPY|ENV|ENTRYPOINT|RUN|WORKDIR|EXPOSE|USER) .+");
        if (line.startsWith("ENTRYPOINT ")) {
          Json.parse(line.substring("ENTRYPOINT ".length()));
        }
      }
    }
  }
}
