package lanewise.cli.session;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The surroundings of a command: two streams, whether they are terminals, and requests to stop.
 *
 * @param out results; UTF-8 whatever the locale
 * @param err progress where {@code out} carries JSON, and messages
 * @param terminals which of the two are terminals
 * @param interruption asks a training to stop
 */
public record Session(
    ResultStream out, PrintStream err, Terminals terminals, Interruption interruption) {
  private static final int BUFFER = 1 << 16;

  /** Longer than any sentence with two paths of the longest kind. */
  private static final int LONGEST = 10_000;

  /** The streams of this process. */
  public static Session ofProcess() {
    return new Session(
        new ResultStream(buffered(FileDescriptor.out)),
        new PrintStream(buffered(FileDescriptor.err), false, StandardCharsets.UTF_8),
        Terminals.ofProcess(),
        new Interruption());
  }

  /** Commands flush what they print themselves: rows come by the million. */
  private static OutputStream buffered(FileDescriptor descriptor) {
    return new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
  }

  /** Prints a message to people, beside the results: one sentence on a line of its own. */
  public void say(String sentence) {
    out.flush();
    err.println("lanewise: " + oneLine(sentence));
    err.flush();
  }

  /**
   * A sentence on one line that terminals only show: breaks become blanks. Of one that quotes a
   * name of any length the middle is left out.
   */
  public static String oneLine(String sentence) {
    StringBuilder line = new StringBuilder();
    sentence
        .lines()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .forEach(part -> line.append(line.isEmpty() ? "" : " ").append(part));
    if (line.length() > LONGEST) {
      line.replace(LONGEST / 2, line.length() - LONGEST / 2, " ... ");
    }
    return Printable.of(line.toString());
  }

  /** The stream that people read: {@code err} if {@code out} carries JSON. */
  public PrintStream forPeople(boolean json) {
    return json ? err : out;
  }

  /** Whether a line of that stream can be redrawn. */
  public boolean canRedraw(boolean json) {
    return json ? terminals.err() : terminals.out();
  }

  /** The length of a line of that stream; without bound where it is no terminal. */
  public int columns(boolean json) {
    return canRedraw(json) ? terminals.columns() : Integer.MAX_VALUE;
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
