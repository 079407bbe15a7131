package lanewise.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import lanewise.layers.format.FormatException;
import lanewise.training.data.InvalidDatasetException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells people what went wrong: one sentence on stderr, and the exit code that says whose fault it
 * was.
 */
final class Failures {
  private static final String ENVIRONMENT = "LANEWISE_STACKTRACE";

  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /** Options that the command line does not have, or with values that they cannot have. */
  int reportUsage(ParameterException wrong) {
    String message = Objects.requireNonNullElse(wrong.getMessage(), "the options cannot be read");
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += " (is " + unmatched.getSuggestions().getFirst() + " meant?)";
    }
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    say(decapitalized(message) + "; see " + command + " --help");
    return ExitCode.BAD_INPUT;
  }

  /** A command that failed. */
  int report(Throwable thrown, boolean stacktraceAsked) {
    String fault = faultOfInput(thrown);
    boolean showTrace = stacktraceAsked || "1".equals(System.getenv(ENVIRONMENT));
    if (fault != null) {
      say(fault);
    } else if (thrown instanceof OutOfMemoryError) {
      say(
          "the memory does not suffice ("
              + oneLine(thrown.getMessage())
              + "); give the JVM more, as in"
              + " LANEWISE_JAVA_OPTS=-Xmx4g");
    } else {
      say(
          "internal error: "
              + oneLine(thrown.toString())
              + (showTrace
                  ? ""
                  : "; run again with " + CommonOptions.STACKTRACE + " and report it"));
    }
    if (showTrace) {
      thrown.printStackTrace(session.err());
    }
    return fault == null ? ExitCode.INTERNAL : ExitCode.BAD_INPUT;
  }

  private void say(String sentence) {
    session.out().flush();
    session.err().println("lanewise: " + oneLine(sentence));
    session.err().flush();
  }

  /** What the caller can mend, or null where the program is at fault. */
  private static @Nullable String faultOfInput(Throwable thrown) {
    return switch (thrown) {
      case InputException input -> input.getMessage();
      case InvalidDatasetException data -> data.getMessage();
      case FormatException format -> format.getMessage();
      case UncheckedIOException io -> sentence(Objects.requireNonNull(io.getCause()));
      case IOException io -> sentence(io);
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
      case IOException _ -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "no message" : text.replaceAll("\\s*\\R\\s*", " ").strip();
  }

  private static String decapitalized(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
