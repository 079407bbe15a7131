package lanewise.cli.manual;

import java.util.List;
import lanewise.cli.manual.CommandPage.Entry;

/** What all commands share, beside their options. */
final class Surroundings {
  static final List<Entry> EXIT_CODES =
      List.of(
          new Entry("0", "The command did what it was asked."),
          new Entry("1", "The program failed, or the memory does not suffice."),
          new Entry("2", "The input cannot be used; a sentence on stderr says what to change."),
          new Entry(
              "3",
              "The loss of a training is no longer a number, or no trial of a search has a model."),
          new Entry("4", "Another training uses the folder of the run; try again later."),
          new Entry(
              "5",
              "The system cannot read or write: the disk is full or fails, or stdout is closed; the"
                  + " same command goes on once that is mended."),
          new Entry("130, 143, 129", "Ctrl-C, SIGTERM or SIGHUP ended the command."));

  static final List<Entry> ENVIRONMENT =
      List.of(
          new Entry("LANEWISE_JAVA_OPTS", "Further options of the JVM, separated by spaces."),
          new Entry("LANEWISE_JAVA_HOME", "The JDK to use; it must be 25 or later."),
          new Entry(
              "LANEWISE_STACKTRACE", "1 prints the stack trace with the message of an error."),
          new Entry("NO_COLOR", "Any text turns colors off."),
          new Entry("CLICOLOR", "0 turns colors off."),
          new Entry("CLICOLOR_FORCE", "1 prints colors even where the output is no terminal."));

  private Surroundings() {}
}
