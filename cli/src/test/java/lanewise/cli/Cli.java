package lanewise.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;

/** Runs a command inside the test, with streams that are no terminals. */
public final class Cli {
  /** What a command left. */
  public record Outcome(int exitCode, String out, String err) {
    public List<String> outLines() {
      return out.lines().toList();
    }

    public List<String> errLines() {
      return err.lines().toList();
    }

    /** The last line of stdout. */
    public JsonCursor json() {
      return JsonCursor.of("json", Json.parse(outLines().getLast()));
    }
  }

  private Cli() {}

  public static Outcome run(Object... args) {
    return run(new Interruption(), args);
  }

  /** Runs a command on a terminal without colors. */
  public static Outcome onTerminal(int columns, Object... args) {
    return run(new Terminals(true, true, columns, false), new Interruption(), args);
  }

  public static Outcome run(Interruption interruption, Object... args) {
    return run(Terminals.NONE, interruption, args);
  }

  /** Runs a part of a command. */
  public static Outcome with(ToIntFunction<Session> part) {
    return outcome(Terminals.NONE, new Interruption(), part);
  }

  private static Outcome run(Terminals terminals, Interruption interruption, Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return outcome(terminals, interruption, session -> Lanewise.run(session, words));
  }

  private static Outcome outcome(
      Terminals terminals, Interruption interruption, ToIntFunction<Session> part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            new ResultStream(out),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            terminals,
            interruption);
    int exitCode = part.applyAsInt(session);
    session.flush();
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
