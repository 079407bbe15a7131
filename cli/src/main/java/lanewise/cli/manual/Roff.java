package lanewise.cli.manual;

import java.util.List;
import java.util.Locale;
import lanewise.cli.session.Version;
import picocli.CommandLine.Model.CommandSpec;

/** The manual page of a command and its commands, in the macros of man(7). */
final class Roff {
  private final StringBuilder out = new StringBuilder();

  private Roff() {}

  static String of(CommandSpec command) {
    Roff page = new Roff();
    page.write(CommandPage.all(command));
    return page.out.toString();
  }

  private void write(List<CommandPage> pages) {
    CommandPage top = pages.getFirst();
    List<CommandPage> commands = pages.subList(1, pages.size());
    String title = top.name().toUpperCase(Locale.ROOT);
    macro("TH", title, "1", "", "lanewise " + Version.text(), "");
    macro("SH", "NAME");
    text(top.name() + " \\- " + escaped(top.header()));
    macro("SH", "SYNOPSIS");
    for (CommandPage page : commands) {
      text("\\fB" + escaped(page.synopsis()).replaceFirst(" \\[", "\\\\fR ["));
      macro("br");
    }
    macro("SH", "OPTIONS");
    entries(top.options());
    macro("SH", "COMMANDS");
    for (CommandPage page : commands) {
      macro("SS", page.synopsis());
      text(escaped(page.header()));
      for (String paragraph : page.paragraphs()) {
        macro("PP");
        text(escaped(paragraph));
      }
      entries(page.arguments());
      entries(page.options());
      examples(page.examples());
    }
    macro("SH", "EXIT STATUS");
    entries(Surroundings.EXIT_CODES);
    macro("SH", "ENVIRONMENT");
    entries(Surroundings.ENVIRONMENT);
  }

  private void entries(List<CommandPage.Entry> entries) {
    for (CommandPage.Entry entry : entries) {
      macro("TP");
      text("\\fB" + escaped(entry.term()) + "\\fR");
      text(escaped(entry.meaning()));
    }
  }

  private void examples(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    macro("PP");
    text("Examples:");
    macro("PP");
    macro("nf");
    lines.forEach(line -> text(escaped(line)));
    macro("fi");
  }

  private void macro(String name, String... arguments) {
    out.append('.').append(name);
    for (String argument : arguments) {
      out.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    out.append('\n');
  }

  /** A dot or a quote at the start of a line would be a macro. */
  private void text(String line) {
    boolean macro = line.startsWith(".") || line.startsWith("'");
    out.append(macro ? "\\&" : "").append(line).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
