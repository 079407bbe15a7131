package lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which documents there are, and in which order the menu has them. */
final class Navigation {
  /** A title of the menu, with the documents below it. */
  record Chapter(String title, List<String> documents) {}

  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter("Start", List.of("README.md", "docs/integration.md")),
          new Chapter(
              "Guides",
              List.of(
                  "docs/serving.md",
                  "docs/inference-startup.md",
                  "docs/training.md",
                  "docs/tables.md",
                  "docs/job-files.md",
                  "docs/own-layers.md",
                  "docs/coming-from-pytorch.md",
                  "docs/coming-from-scikit-learn.md",
                  "docs/coming-from-dl4j.md",
                  "docs/coming-from-onnx-runtime.md")),
          new Chapter(
              "Reference",
              List.of(Site.COMMAND, "docs/reproducibility.md", "docs/limits.md", "SECURITY.md")),
          new Chapter(
              "Measured",
              List.of(
                  "docs/measuring.md",
                  "docs/benchmarks/README.md",
                  "docs/lab.md",
                  "docs/design-notes.md")),
          new Chapter("Project", List.of("docs/adr/README.md", "CONTRIBUTING.md", "CHANGELOG.md")));

  private Navigation() {}

  /** The chapters; a document that none of them names is under "More". */
  static List<Chapter> chapters(Path root) throws IOException {
    List<Chapter> chapters = new ArrayList<>(CHAPTERS);
    List<String> named = CHAPTERS.stream().flatMap(each -> each.documents.stream()).toList();
    List<String> more =
        markdown(root, "docs").stream().filter(document -> !named.contains(document)).toList();
    if (!more.isEmpty()) {
      chapters.add(new Chapter("More", more));
    }
    return chapters;
  }

  /** The documents that become pages, of which the menu has most. */
  static List<String> documents(Path root) throws IOException {
    List<String> documents = new ArrayList<>();
    chapters(root).forEach(chapter -> documents.addAll(chapter.documents));
    markdown(root, "docs/adr").stream()
        .filter(document -> !documents.contains(document))
        .forEach(documents::add);
    return documents;
  }

  private static List<String> markdown(Path root, String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  /** Where the page of a document is, as seen from the root of the site. */
  static String page(String document) {
    return document
        .replaceFirst("^docs/", "")
        .replaceFirst("(^|/)README\\.md$", "$1index.md")
        .replaceFirst("\\.md$", ".html");
  }
}
