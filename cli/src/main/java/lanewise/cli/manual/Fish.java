package lanewise.cli.manual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for the shell fish; picocli makes those for bash and zsh. */
final class Fish {
  private static final int LONGEST_MEANING = 60;

  private Fish() {}

  static String of(CommandSpec top) {
    String name = top.name();
    List<String> lines = new ArrayList<>();
    lines.add("# Completions of " + name + " for fish.");
    lines.add("complete -c %s -f".formatted(name));
    top.subcommands()
        .forEach(
            (word, line) -> {
              CommandSpec command = line.getCommandSpec();
              lines.add(
                  "complete -c %s -n __fish_use_subcommand -a %s -d %s"
                      .formatted(name, word, quoted(CommandPage.of(command).header())));
              addOptions(lines, name + " -n '__fish_seen_subcommand_from " + word + "'", command);
            });
    addOptions(lines, name + " -n __fish_use_subcommand", top);
    return String.join("\n", lines) + "\n";
  }

  private static void addOptions(List<String> lines, String of, CommandSpec command) {
    for (OptionSpec option : CommandPage.options(command).toList()) {
      StringBuilder line = new StringBuilder("complete -c ").append(of);
      for (String each : option.names()) {
        line.append(
            each.startsWith("--") ? " -l " + each.substring(2) : " -s " + each.substring(1));
      }
      if (!option.typeInfo().isBoolean()) {
        line.append(values(option));
      }
      lines.add(
          line + " -d " + quoted(CommandPage.entry(option).meaning().replaceFirst("[.:;] .*", "")));
    }
    for (ArgSpec argument : command.positionalParameters()) {
      lines.add("complete -c " + of + values(argument).replace(" -r", "").replace("-x", "-f"));
    }
  }

  /** A list of words, files, or anything. */
  private static String values(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return " -x -a '" + String.join(" ", argument.completionCandidates()) + "'";
    }
    return argument.typeInfo().getType() == Path.class ? " -r -F" : " -x";
  }

  private static String quoted(String text) {
    String shown =
        text.length() <= LONGEST_MEANING ? text : text.substring(0, LONGEST_MEANING - 2) + "..";
    return "'" + shown.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
