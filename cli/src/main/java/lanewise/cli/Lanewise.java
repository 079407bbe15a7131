package lanewise.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.apply.EvaluateCommand;
import lanewise.cli.apply.PredictCommand;
import lanewise.cli.inspect.DescribeCommand;
import lanewise.cli.inspect.InspectCommand;
import lanewise.cli.manual.CompletionCommand;
import lanewise.cli.manual.ManualCommand;
import lanewise.cli.manual.PlainText;
import lanewise.cli.report.ReportCommand;
import lanewise.cli.search.SearchCommand;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputFile;
import lanewise.cli.session.Session;
import lanewise.cli.session.Version;
import lanewise.cli.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: what {@code lanewise} does with its arguments. */
@Command(
    name = "lanewise",
    description =
        "Trains and applies neural networks, in pure Java on the JDK's vector instructions.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise train",
      "      trains on bundled handwritten digits, saves models/digits.safetensors",
      "  lanewise train --data flowers.csv --label species",
      "  lanewise predict models/flowers.safetensors --data new.csv",
      "",
      "lanewise COMMAND --help tells more about a command."
    })
public final class Lanewise implements Runnable {
  /** Below that the help has one column. */
  private static final int LEAST_COLUMNS = 60;

  private static final int MOST_COLUMNS = 100;

  private final Session session;

  private Lanewise(Session session) {
    this.session = session;
  }

  /** Without a command: says what there is. */
  @Override
  public void run() {
    CommandLine line = commandLine(session, List.of());
    int columns = helpColumns(session);
    if (columns < LEAST_COLUMNS) {
      session.out().print(PlainText.of(line.getCommandSpec(), columns));
    } else {
      line.usage(session.out());
    }
  }

  /**
   * Runs a command; never throws.
   *
   * @return its exit code
   */
  public static int run(Session session, String... args) {
    Failures failures = new Failures(session);
    try {
      return failures.reportLoss(commandLine(session, List.of(args)).execute(args));
    } catch (Throwable thrown) {
      return failures.report(thrown, List.of(args));
    }
  }

  /** An empty name is a mistake, such as a variable of the shell that is not set. */
  private static String named(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("a name is needed, but it is empty");
    }
    return text;
  }

  private static Path path(String text) {
    try {
      return Path.of(named(text));
    } catch (InvalidPathException impossible) {
      throw new CommandLine.TypeConversionException(InputFile.impossibleName(impossible));
    }
  }

  private static boolean describesTrain(List<String> words) {
    return List.of("train", "completion", "manual").stream().anyMatch(words::contains);
  }

  private static int helpColumns(Session session) {
    return Math.min(session.columns(false), session.terminals().columns());
  }

  /** Two columns need room; where there is not enough, a meaning stands below its option. */
  private static int narrowHelpOrRun(Session session, CommandLine.ParseResult parsed) {
    int columns = helpColumns(session);
    if (columns < LEAST_COLUMNS) {
      for (CommandLine line : parsed.asCommandLineList()) {
        if (line.isUsageHelpRequested()) {
          session.out().print(PlainText.of(line.getCommandSpec(), columns));
          return ExitCode.OK;
        }
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /**
   * The command line with all commands.
   *
   * @param words what the caller typed: only the command that is used makes all its options
   */
  public static CommandLine commandLine(Session session, List<String> words) {
    CommandLine line =
        new CommandLine(new Lanewise(session))
            .addSubcommand(new CommandLine(TrainCommand.spec(session, describesTrain(words))))
            .addSubcommand(new SearchCommand(session))
            .addSubcommand(new EvaluateCommand(session))
            .addSubcommand(new PredictCommand(session))
            .addSubcommand(new InspectCommand(session))
            .addSubcommand(new ReportCommand(session))
            .addSubcommand(new DescribeCommand(session))
            .addSubcommand(new CompletionCommand(session))
            .addSubcommand(new ManualCommand(session));
    Failures failures = new Failures(session);
    return line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((wrong, args) -> failures.reportUsage(wrong, List.of(args)))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> failures.report(thrown, parsed.expandedArgs()))
        .registerConverter(String.class, Lanewise::named)
        .registerConverter(Path.class, Lanewise::path)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                session.terminals().colors()
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF))
        .setExecutionStrategy(parsed -> narrowHelpOrRun(session, parsed))
        .setUsageHelpWidth(Math.clamp(helpColumns(session), LEAST_COLUMNS, MOST_COLUMNS))
        .setUsageHelpLongOptionsMaxWidth(30);
  }
}
