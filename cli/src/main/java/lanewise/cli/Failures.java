package lanewise.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.Spelling;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.InvalidIdException;
import lanewise.training.checkpoint.CheckpointException;
import lanewise.training.data.InvalidDatasetException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells what went wrong: one sentence on stderr, the exit code that says whose fault it was, and
 * both as a line of JSON where the caller reads JSON.
 */
final class Failures {
  private static final String ENVIRONMENT = "LANEWISE_STACKTRACE";

  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /**
   * Options that the command line does not have, or with values that they cannot have.
   *
   * @param words what the caller typed
   */
  int reportUsage(ParameterException wrong, List<String> words) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    return ended(usage(wrong, "; see " + command + " --help"), ExitCode.BAD_INPUT, words);
  }

  /** Says the sentence, also as JSON where that was asked for, and returns the exit code. */
  private int ended(String sentence, int exitCode, List<String> words) {
    session.say(sentence);
    if (words.contains(CommonOptions.JSON)) {
      JsonLine.print(
          session,
          JsonObject.builder()
              .put("error", Session.oneLine(sentence))
              .put("exitCode", exitCode)
              .build());
    }
    return exitCode;
  }

  /**
   * The sentence; it names the help where it does not itself say what to do. Picocli's own messages
   * are good where an option or argument is missing.
   */
  private static String usage(ParameterException wrong, String seeHelp) {
    return switch (wrong) {
      case OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + " is given twice; give it once";
      case UnmatchedArgumentException unmatched -> unmatched(unmatched, seeHelp);
      case ParameterException value
          when value.getCause() instanceof TypeConversionException advice ->
          name(value.getArgSpec())
              + (value.getValue().isEmpty() ? "" : " " + value.getValue())
              + ": "
              + (value.getArgSpec().typeInfo().isBoolean()
                  ? "the option takes no value"
                  : advice.getMessage());
      default ->
          decapitalized(
                  Objects.requireNonNullElse(wrong.getMessage(), "the options cannot be read"))
              + seeHelp;
    };
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String unmatched(UnmatchedArgumentException wrong, String seeHelp) {
    String word = wrong.getUnmatched().getFirst();
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    Set<String> known;
    String problem;
    if (word.startsWith("-")) {
      known = command.optionsMap().keySet();
      problem = "there is no option '" + word + "'";
    } else {
      known = command.subcommands().keySet();
      problem =
          known.isEmpty()
              ? "the argument '" + word + "' is one too many"
              : "there is no command '" + word + "'";
    }
    String meant = Spelling.nearest(word, known);
    if (meant != null) {
      return problem + "; is " + meant + " meant?";
    }
    return word.startsWith("-") || known.isEmpty()
        ? problem + seeHelp
        : problem + "; the commands are " + String.join(", ", known);
  }

  /**
   * What became of results that could not be printed.
   *
   * @return the exit code, which tells of the loss where all else went well
   */
  int reportLoss(int exitCode) {
    String loss = session.out().loss();
    if (loss == null) {
      return exitCode;
    }
    session.say("cannot write to stdout: " + loss);
    return exitCode == ExitCode.OK ? ExitCode.SYSTEM : exitCode;
  }

  /**
   * A command that failed.
   *
   * @param words what the caller typed
   */
  int report(Throwable thrown, List<String> words) {
    String fault = faultOfInput(thrown);
    boolean showTrace =
        words.contains(CommonOptions.STACKTRACE) || "1".equals(System.getenv(ENVIRONMENT));
    int exitCode =
        fault == null
            ? ended(faultOfTheProgram(thrown, showTrace), ExitCode.INTERNAL, words)
            : ended(fault, FailureCode.of(thrown), words);
    if (showTrace) {
      thrown.printStackTrace(session.err());
    }
    return exitCode;
  }

  private static String faultOfTheProgram(Throwable thrown, boolean showTrace) {
    return switch (thrown) {
      case OutOfMemoryError _ -> lackOfMemory(String.valueOf(thrown.getMessage()));
      case LinkageError _ ->
          "a class of the program cannot be loaded ("
              + thrown
              + "); allow the process more open files (ulimit -n), or build the program again";
      default ->
          "internal error: "
              + thrown
              + (showTrace
                  ? ""
                  : "; run again with " + CommonOptions.STACKTRACE + " and report it");
    };
  }

  /** The JVM says the same where the system gives no more threads, whatever the heap. */
  static String lackOfMemory(String message) {
    return message.contains("native thread")
        ? "the system gives the process no more threads ("
            + message
            + "); allow more (ulimit -u), or end other programs"
        : "the memory does not suffice ("
            + message
            + "); give the JVM more, as in LANEWISE_JAVA_OPTS=-Xmx4g";
  }

  /** What the caller can mend, or null where the program is at fault. */
  private static @Nullable String faultOfInput(Throwable thrown) {
    return switch (thrown) {
      case InputException input -> input.getMessage();
      case InvalidDatasetException data -> data.getMessage();
      case InvalidIdException id ->
          id.getMessage() + "; the model looks them up, so give it rows with such numbers";
      case FormatException format -> format.getMessage();
      case CheckpointException checkpoint -> checkpoint.getMessage();
      case UncheckedIOException io -> sentence(Objects.requireNonNull(io.getCause()));
      case IOException io -> sentence(io);
      // The JVM's word for a mapped file whose bytes are gone.
      case InternalError gone
          when String.valueOf(gone.getMessage()).contains("unsafe memory access") ->
          "a file of rows became shorter while it was read, or its disk fails; leave such files"
              + " alone meanwhile, and try again";
      // A system property that the kernels cannot honour, found when the first of them is needed.
      case ExceptionInInitializerError first
          when first.getCause() instanceof IllegalStateException ->
          Objects.requireNonNull(first.getCause()).getMessage();
      default -> null;
    };
  }

  /** Some exceptions of the platform have only a path for a message. */
  static String sentence(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> failure.getMessage() + ": there is no such file";
      case FileNotFoundException _ -> failure.getMessage() + ": there is no such file";
      case AccessDeniedException _ -> failure.getMessage() + ": permission denied";
      case NotDirectoryException _ -> failure.getMessage() + ": it is no folder";
      case FileAlreadyExistsException _ -> failure.getMessage() + ": it is there already";
      case DirectoryNotEmptyException _ ->
          failure.getMessage() + ": the folder is not empty; remove what is in it";
      case FileSystemException system when system.getReason() == null ->
          failure.getMessage() + ": the system refuses it, and does not say why";
      case IOException _ ->
          Objects.requireNonNullElse(
              failure.getMessage(),
              "a file cannot be read or written, and the system does not say why");
    };
  }

  private static String decapitalized(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
