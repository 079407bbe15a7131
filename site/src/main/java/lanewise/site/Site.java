package lanewise.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole site: pages, their menu, copies of files, the index of the search. */
final class Site {
  /** The document that the command writes. */
  static final String COMMAND = "command.md";

  private static final String SKIPPED = "(^|/)(target|\\.git|models)(/|$)";

  private final Path root;
  private final Path out;
  private final Map<String, Document> documents = new LinkedHashMap<>();
  private final List<Navigation.Chapter> chapters;
  private final SearchIndex index = new SearchIndex();

  private Site(Path root, Path out, List<Navigation.Chapter> chapters) {
    this.root = root;
    this.out = out;
    this.chapters = chapters;
  }

  /**
   * A site of a repository.
   *
   * @param command the reference of the command, as Markdown
   * @param out the folder for it
   */
  static Site of(Path root, String command, Path out) throws IOException {
    Path real = root.toRealPath();
    Site site = new Site(real, out, Navigation.chapters(real));
    for (String name : Navigation.documents(real)) {
      String text = name.equals(COMMAND) ? command : Files.readString(real.resolve(name));
      site.documents.put(name, new Document(text));
    }
    return site;
  }

  /**
   * Writes all files.
   *
   * @return the number of pages
   */
  int write() throws IOException {
    Links links = new Links(root, documents.keySet());
    for (Map.Entry<String, Document> entry : documents.entrySet()) {
      String page = Navigation.page(entry.getKey());
      Document document = entry.getValue();
      for (Document.Section section : document.sections()) {
        index.add(document.title(), section, page);
      }
      String html = document.html(entry.getKey(), links);
      write(page, page(page, document.title(), contents(document), html));
    }
    for (String copy : links.copies()) {
      copy(copy);
    }
    index.addTypes(out.resolve("api"));
    write("search-index.js", index.javaScript());
    for (String resource : List.of("style.css", "search.js")) {
      write(resource, resource(resource));
    }
    return documents.size();
  }

  private String page(String page, String title, String contents, String body) throws IOException {
    String toRoot = Links.toRoot(page);
    return resource("page.html")
        .replace("{title}", Html.escaped(title))
        .replace("{root}", toRoot)
        .replace("{menu}", menu(page))
        .replace("{contents}", contents)
        .replace("{body}", body);
  }

  private String menu(String page) {
    String toRoot = Links.toRoot(page);
    StringBuilder menu = new StringBuilder();
    for (Navigation.Chapter chapter : chapters) {
      menu.append("<p>").append(chapter.title()).append("</p>\n<ul>\n");
      for (String name : chapter.documents()) {
        String target = Navigation.page(name);
        String here = target.equals(page) ? " class=\"here\"" : "";
        String title = Objects.requireNonNull(documents.get(name)).title();
        menu.append(
            "<li><a href=\"%s\"%s>%s</a></li>\n"
                .formatted(toRoot + target, here, Html.escaped(title)));
      }
      if (chapter.title().equals("Reference") && Files.exists(out.resolve("api/index.html"))) {
        menu.append("<li><a href=\"%sapi/index.html\">Java API</a></li>\n".formatted(toRoot));
      }
      menu.append("</ul>\n");
    }
    return menu.toString();
  }

  /** The second headings of a page; nothing where there are few. */
  private static String contents(Document document) {
    List<Document.Section> second =
        document.sections().stream().filter(section -> section.level() == 2).toList();
    return second.size() < 3
        ? ""
        : second.stream()
            .map(
                section ->
                    "<li><a href=\"#%s\">%s</a></li>"
                        .formatted(section.anchor(), Html.escaped(section.heading())))
            .collect(
                Collectors.joining(
                    "\n", "<nav class=\"contents\"><p>On this page</p>\n<ul>\n", "\n</ul></nav>"));
  }

  /** Copies a file, or the files of a folder with a page that lists them. */
  private void copy(String name) throws IOException {
    Path from = root.resolve(name);
    if (!Files.isDirectory(from)) {
      copyFile(name);
      return;
    }
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(file -> Stream.of(file).noneMatch(each -> each.matches(".*" + SKIPPED + ".*")))
          .sorted()
          .forEach(files::add);
    }
    StringBuilder list = new StringBuilder("<h1>" + Html.escaped(name) + "</h1>\n<ul>\n");
    for (String file : files) {
      copyFile(file);
      String below = file.substring(name.length() + 1);
      list.append(
          "<li><a href=\"%s\">%s</a></li>\n"
              .formatted(below + Links.suffix(file), Html.escaped(below)));
    }
    String page = Links.SOURCES + name + "/index.html";
    write(page, page(page, name, "", list + "</ul>\n"));
  }

  private void copyFile(String name) throws IOException {
    Path to = out.resolve(Links.SOURCES + name + Links.suffix(name));
    Files.createDirectories(Objects.requireNonNull(to.getParent()));
    Files.copy(root.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(String name, String text) throws IOException {
    Path file = out.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
