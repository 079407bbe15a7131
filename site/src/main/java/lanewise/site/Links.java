package lanewise.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Translates the links of a document, which are relative to it, into those of its page. Files that
 * are no pages are remembered, to be copied.
 */
final class Links {
  /** Where copies of files are. */
  static final String SOURCES = "sources/";

  private final Path root;
  private final Set<String> documents;
  private final Set<String> copies = new TreeSet<>();

  Links(Path root, Set<String> documents) {
    this.root = root;
    this.documents = documents;
  }

  /**
   * The link of a page.
   *
   * @param document the document, as seen from the root of the repository
   * @param link what it says
   * @throws IllegalArgumentException if the link leads to nothing
   */
  String translate(String document, String link) {
    if (link.matches("[a-z]+:.*") || link.startsWith("#")) {
      return link;
    }
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    String anchor = hash < 0 ? "" : link.substring(hash);
    Path file = root.resolve(document).resolveSibling(path).normalize();
    String target = root.relativize(file).toString();
    String readme = target.isEmpty() ? "README.md" : target + "/README.md";
    String page;
    if (documents.contains(target)) {
      page = Navigation.page(target);
    } else if (documents.contains(readme)) {
      page = Navigation.page(readme);
    } else if (Files.exists(file)) {
      copies.add(target);
      page = SOURCES + target + (Files.isDirectory(file) ? "/index.html" : suffix(target));
    } else {
      throw new IllegalArgumentException(document + ": the link " + link + " leads to nothing");
    }
    return toRoot(Navigation.page(document)) + page + anchor;
  }

  /** Browsers show text, and offer to save what they do not know. */
  static String suffix(String file) {
    return file.matches(".*\\.(txt|html|png|svg|json)") ? "" : ".txt";
  }

  /** The way from a page to the root of the site. */
  static String toRoot(String page) {
    return "../".repeat((int) page.chars().filter(c -> c == '/').count());
  }

  /** The files and folders that pages link to, as seen from the root of the repository. */
  Set<String> copies() {
    return copies;
  }
}
