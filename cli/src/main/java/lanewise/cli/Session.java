package lanewise.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command talks to: the two streams, whether they are terminals, and requests to stop.
 *
 * @param out results; UTF-8 whatever the locale
 * @param err progress where {@code out} carries JSON, and messages
 * @param terminals which of the two are terminals
 * @param interruption tells a training that it shall stop
 */
record Session(PrintStream out, PrintStream err, Terminals terminals, Interruption interruption) {
  private static final int BUFFER = 1 << 16;

  /** The streams of this process. */
  static Session ofProcess() {
    return new Session(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Terminals.ofProcess(),
        new Interruption());
  }

  /** Commands flush what they print themselves: rows come by the million. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  /** Where people read: {@code err} where {@code out} carries JSON. */
  PrintStream forPeople(boolean json) {
    return json ? err : out;
  }

  /** Whether a line may be redrawn there. */
  boolean canRedraw(boolean json) {
    return json ? terminals.err() : terminals.out();
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
