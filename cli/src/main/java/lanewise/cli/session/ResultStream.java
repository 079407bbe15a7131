package lanewise.cli.session;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints UTF-8 and, unlike other print streams, remembers why it could not. */
public final class ResultStream extends PrintStream {
  private final Memory memory;

  /** Prints to a stream, which is buffered where that is wanted. */
  public ResultStream(OutputStream out) {
    this(new Memory(out));
  }

  private ResultStream(Memory memory) {
    super(memory, false, StandardCharsets.UTF_8);
    this.memory = memory;
  }

  /**
   * Why something that was printed is lost, or null where all arrived so far. A reader that went
   * away, as in a pipe into {@code head}, wanted no more: nothing is lost.
   */
  public @Nullable String loss() {
    flush();
    IOException failure = memory.failure;
    if (failure == null) {
      return null;
    }
    String reason = String.valueOf(failure.getMessage());
    return reason.toLowerCase(Locale.ROOT).contains("pipe") ? null : reason;
  }

  private static final class Memory extends FilterOutputStream {
    private @Nullable IOException failure;

    Memory(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      try {
        out.write(value);
      } catch (IOException lost) {
        throw remembered(lost);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      try {
        out.write(bytes, offset, count);
      } catch (IOException lost) {
        throw remembered(lost);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException lost) {
        throw remembered(lost);
      }
    }

    private IOException remembered(IOException lost) {
      failure = failure == null ? lost : failure;
      return lost;
    }
  }
}
