package lanewise.cli.session;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that every command has. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public final class CommonOptions {
  public static final String STACKTRACE = "--stacktrace";
  public static final String JSON = "--json";

  @Option(
      names = JSON,
      description =
          "Print JSON on stdout; its last line is for programs: the result, or the error and the"
              + " exit code. Other text goes to stderr.")
  public boolean json;

  @Option(names = STACKTRACE, description = "Show where in the program a failure arose.")
  public boolean stacktrace;
}
