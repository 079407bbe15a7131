package lanewise.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the help of a command says, apart from how it is laid out.
 *
 * @param name the words that call the command
 * @param header what it does, in a sentence
 * @param synopsis how it is called
 * @param paragraphs what it does, at length
 * @param arguments what follows the name
 * @param options what changes what it does
 * @param commands the commands that it has
 * @param examples lines as they are typed, and what they do
 */
record CommandPage(
    String name,
    String header,
    String synopsis,
    List<String> paragraphs,
    List<Entry> arguments,
    List<Entry> options,
    List<Entry> commands,
    List<String> examples) {
  /**
   * A thing and its meaning.
   *
   * @param term as it is typed
   * @param meaning a sentence or more
   */
  record Entry(String term, String meaning) {}

  static CommandPage of(CommandSpec command) {
    List<String> description = texts(command.usageMessage().description());
    String[] header = command.usageMessage().header();
    boolean hasHeader = header.length > 0;
    return new CommandPage(
        command.qualifiedName(),
        hasHeader ? texts(header).getFirst() : description.getFirst(),
        synopsis(command),
        hasHeader ? description : description.subList(1, description.size()),
        command.positionalParameters().stream().map(CommandPage::entry).toList(),
        options(command).map(CommandPage::entry).toList(),
        command.subcommands().values().stream()
            .map(line -> of(line.getCommandSpec()))
            .map(
                page -> new Entry(page.name.substring(page.name.lastIndexOf(' ') + 1), page.header))
            .toList(),
        Arrays.stream(command.usageMessage().footer()).map(CommandPage::text).toList());
  }

  /** The pages of a command and of its commands. */
  static List<CommandPage> all(CommandSpec command) {
    List<CommandPage> pages = new ArrayList<>(List.of(of(command)));
    command.subcommands().values().forEach(line -> pages.add(of(line.getCommandSpec())));
    return pages;
  }

  /** The options in the order of the help: those of the command itself, then those of all. */
  static Stream<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted((a, b) -> Integer.compare(a.order(), b.order()));
  }

  private static String synopsis(CommandSpec command) {
    Stream<String> required =
        options(command).filter(OptionSpec::required).map(option -> term(option, true));
    Stream<String> arguments =
        command.positionalParameters().stream()
            .map(
                each ->
                    (each.required() ? each.paramLabel() : "[" + each.paramLabel() + "]")
                        + (each.arity().max() > 1 ? "..." : ""));
    Stream<String> commands =
        command.subcommands().isEmpty() ? Stream.of() : Stream.of("[COMMAND]");
    return Stream.of(Stream.of(command.qualifiedName(), "[OPTIONS]"), required, arguments, commands)
        .flatMap(each -> each)
        .collect(Collectors.joining(" "));
  }

  static Entry entry(ArgSpec argument) {
    String term =
        switch (argument) {
          case OptionSpec option -> term(option, false);
          case PositionalParamSpec parameter -> parameter.paramLabel();
          default -> throw new IllegalArgumentException(argument.toString());
        };
    return new Entry(term, String.join(" ", texts(argument.description())));
  }

  private static String term(OptionSpec option, boolean longest) {
    String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
    String names = longest ? option.longestName() : String.join(", ", option.names());
    return names + value;
  }

  private static List<String> texts(String... formats) {
    return Arrays.stream(formats)
        .map(CommandPage::text)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Descriptions are formats: line breaks and signs of percent are written as such. */
  private static String text(String format) {
    return format.replace("%n", "\n").replace("%%", "%");
  }
}
