package lanewise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that every command has. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class CommonOptions {
  static final String STACKTRACE = "--stacktrace";

  @Option(
      names = "--json",
      description =
          "Print JSON on stdout; its last line is for programs. Other text goes to stderr.")
  boolean json;

  @Option(names = STACKTRACE, description = "Show where in the program a failure arose.")
  boolean stacktrace;
}
