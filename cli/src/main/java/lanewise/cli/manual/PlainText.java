package lanewise.cli.manual;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Help for terminals that are too narrow for two columns: a meaning stands below its term. */
public final class PlainText {
  private static final int INDENT = 4;

  private final int columns;
  private final StringBuilder out = new StringBuilder();

  private PlainText(int columns) {
    this.columns = columns;
  }

  /**
   * The help of a command.
   *
   * @param columns the length of a line
   */
  public static String of(CommandSpec command, int columns) {
    PlainText text = new PlainText(columns);
    text.write(CommandPage.of(command));
    return text.out.toString();
  }

  private void write(CommandPage page) {
    wrapped("Usage: " + page.synopsis(), INDENT);
    wrapped(page.header(), 0);
    for (String paragraph : page.paragraphs()) {
      out.append('\n');
      wrapped(paragraph, 0);
    }
    entries("", page.arguments());
    entries("", page.options());
    entries("Commands:", page.commands());
    if (!page.examples().isEmpty()) {
      out.append("\nExamples:\n");
      page.examples().forEach(line -> wrapped(line, INDENT));
    }
  }

  private void entries(String title, List<CommandPage.Entry> entries) {
    if (!entries.isEmpty()) {
      out.append('\n').append(title).append(title.isEmpty() ? "" : "\n");
    }
    for (CommandPage.Entry entry : entries) {
      wrapped(entry.term(), INDENT);
      wrapped(" ".repeat(INDENT) + entry.meaning(), INDENT);
    }
  }

  /** Lines that are divided at blanks; those after the first are indented. */
  private void wrapped(String text, int indent) {
    List<String> lines = new ArrayList<>();
    String leading = text.substring(0, text.length() - text.stripLeading().length());
    StringBuilder line = new StringBuilder(leading);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    lines.forEach(each -> out.append(each.stripTrailing()).append('\n'));
  }
}
