package lanewise.cli.manual;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The reference of a command and its commands, as Markdown. */
final class Markdown {
  private final StringBuilder out = new StringBuilder();

  private Markdown() {}

  static String of(CommandSpec command) {
    Markdown page = new Markdown();
    page.write(CommandPage.all(command));
    return page.out.toString();
  }

  private void write(List<CommandPage> pages) {
    CommandPage top = pages.getFirst();
    line("# The command " + top.name());
    paragraph(top.header());
    table("command", top.commands().stream().map(Markdown::linked).toList());
    for (CommandPage page : pages.subList(1, pages.size())) {
      line("## " + page.name());
      paragraph(page.header());
      code(List.of(page.synopsis()));
      page.paragraphs().forEach(this::paragraph);
      table("argument", page.arguments());
      table("option", page.options());
      if (!page.examples().isEmpty()) {
        paragraph("Examples:");
        code(page.examples().stream().map(example -> example.replaceFirst("^  ", "")).toList());
      }
    }
    line("## Exit codes");
    table("code", Surroundings.EXIT_CODES);
    line("## Environment");
    table("variable", Surroundings.ENVIRONMENT);
  }

  /** A command whose section is on the same page. */
  private static CommandPage.Entry linked(CommandPage.Entry command) {
    String anchor = "[" + command.term() + "](#lanewise-" + command.term() + ")";
    return new CommandPage.Entry(anchor, command.meaning());
  }

  private void table(String head, List<CommandPage.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.append("| ").append(head).append(" | meaning |\n|---|---|\n");
    for (CommandPage.Entry entry : entries) {
      String term = entry.term().startsWith("[") ? entry.term() : "`" + entry.term() + "`";
      out.append("| ").append(cell(term)).append(" | ").append(cell(escaped(entry.meaning())));
      out.append(" |\n");
    }
    out.append('\n');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void code(List<String> lines) {
    line("```\n" + String.join("\n", lines) + "\n```");
  }

  private void paragraph(String text) {
    line(escaped(text));
  }

  private static String escaped(String text) {
    return text.replaceAll("([*_<>\\[\\]])", "\\\\$1");
  }

  private void line(String text) {
    out.append(text).append("\n\n");
  }
}
