package lanewise.acceptance;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.conventions.Repository;

/**
 * What a document shows as code.
 *
 * @param document the name of the file
 * @param language the word behind the fence of a block; empty for a block without one
 * @param text the code
 */
record Snippet(String document, String language, String text) {
  private static final Pattern BLOCK =
      Pattern.compile("^```([^\n`]*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /** The fenced blocks of all documents. */
  static List<Snippet> blocks() {
    return Repository.files(".md").stream().flatMap(Snippet::blocks).toList();
  }

  /** The fenced blocks of a document. */
  static Stream<Snippet> blocks(Path file) {
    return BLOCK
        .matcher(Repository.text(file))
        .results()
        .map(block -> new Snippet(Repository.name(file), block.group(1), block.group(2)));
  }

  /** What stands between backticks in the sentences of all documents, in one line. */
  static List<Snippet> spans() {
    return Repository.files(".md").stream().flatMap(Snippet::spans).toList();
  }

  private static Stream<Snippet> spans(Path file) {
    return SPAN.matcher(BLOCK.matcher(Repository.text(file)).replaceAll(""))
        .results()
        .map(span -> span.group(1).replaceAll("\\s+", " "))
        .map(span -> new Snippet(Repository.name(file), "", span));
  }

  /** For messages. */
  @Override
  public String toString() {
    return document + ":\n" + text;
  }
}
