package lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the search in the browser looks through: sections of pages and types of the API. */
final class SearchIndex {
  private static final Pattern PACKAGE =
      Pattern.compile("\\{\"m\":\"([\\w.]+)\",\"l\":\"([\\w.]+)\"");
  private static final Pattern TYPE = Pattern.compile("\\{\"p\":\"([\\w.]+)\",\"l\":\"([\\w.]+)\"");

  private final List<String> entries = new ArrayList<>();

  void add(String title, Document.Section section, String page) {
    String heading = section.level() == 1 ? title : title + " - " + section.heading();
    entries.add(entry(heading, page + "#" + section.anchor(), section.text()));
  }

  /** Adds the types that the Javadoc's own index names; none where there is no Javadoc. */
  void addTypes(Path api) throws IOException {
    Path types = api.resolve("type-search-index.js");
    if (!Files.exists(types)) {
      return;
    }
    Map<String, String> modules = new HashMap<>();
    Matcher named = PACKAGE.matcher(Files.readString(api.resolve("package-search-index.js")));
    while (named.find()) {
      modules.put(named.group(2), named.group(1));
    }
    Matcher type = TYPE.matcher(Files.readString(types));
    while (type.find()) {
      String inPackage = type.group(1);
      String page =
          "api/%s/%s/%s.html"
              .formatted(modules.get(inPackage), inPackage.replace('.', '/'), type.group(2));
      if (Files.exists(api.resolveSibling(page))) {
        entries.add(entry(type.group(2), page, "Java class " + inPackage));
      }
    }
  }

  String javaScript() {
    return "const searchIndex = [\n" + String.join(",\n", entries) + "\n];\n";
  }

  private static String entry(String title, String url, String text) {
    return "[%s,%s,%s]".formatted(quoted(title), quoted(url), quoted(text));
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replaceAll("\\s+", " ")
            .replace("</", "<\\/")
        + '"';
  }
}
