package lanewise.bench.compare.run;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Way;
import lanewise.bench.compare.Work;
import org.jspecify.annotations.Nullable;

/**
 * The process of one library: reads commands from its input, a line each, words separated by tabs,
 * and answers each with one line that begins with {@code @ok} or {@code @failed}. Whatever else a
 * library prints goes to the error stream, or is passed over by the reader.
 *
 * <pre>
 *   problem WORK CASE FILE      the names of the ways
 *   open WAY                    nothing: every answer has been checked
 *   warm NANOS SLICE_NANOS OURS nothing; ours until it allocates nothing
 *   round                       nanoseconds of the problem's work
 *   figures                     name=value, …: the answers have been checked again
 * </pre>
 */
public final class Child {
  private final Peer peer;
  private List<Way> ways = List.of();
  private @Nullable Problem problem;
  private @Nullable Meter meter;

  private Child(Peer peer) {
    this.peer = peer;
  }

  /**
   * Serves until its input ends.
   *
   * @param args the class of the {@link Peer}
   * @throws Exception if there is no such class
   */
  public static void main(String[] args) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    new Child(Library.peer(args[0])).serve(answers);
    // Some libraries leave threads that would keep the process.
    System.exit(0);
  }

  private void serve(PrintStream answers) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      answers.println(answer(line.split("\t", -1)));
    }
  }

  /** A library that cannot be loaded throws errors too: all that is thrown is the answer. */
  private String answer(String[] words) {
    try {
      return "@ok\t" + String.join("\t", run(words));
    } catch (Throwable e) {
      e.printStackTrace();
      return "@failed\t" + reason(e);
    }
  }

  /** Why something failed, in one line: the innermost cause. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage().strip();
    return (cause.getClass().getSimpleName() + message).lines().findFirst().orElse("");
  }

  private List<String> run(String[] words) throws Throwable {
    switch (words[0]) {
      case "problem" -> {
        Problem made = Work.of(words[1]).problem(words[2], Path.of(words[3]));
        problem = made;
        ways = peer.ways(made);
        return ways.stream().map(Way::name).toList();
      }
      case "open" -> open(words[1]);
      case "warm" ->
          meter()
              .warmUp(
                  Long.parseLong(words[1]),
                  Long.parseLong(words[2]),
                  Boolean.parseBoolean(words[3]));
      case "round" -> {
        return List.of(Double.toString(meter().round()));
      }
      case "figures" -> {
        List<String> figures = new ArrayList<>();
        meter().figures().forEach((name, value) -> figures.add(name + "=" + value));
        return figures;
      }
      default -> throw new IllegalArgumentException("child: no command " + words[0]);
    }
    return List.of();
  }

  private Meter meter() {
    if (meter == null) {
      throw new IllegalStateException("child: nothing is open");
    }
    return meter;
  }

  private void open(String name) throws Throwable {
    Problem opened = problem;
    if (opened == null) {
      throw new IllegalStateException("child: there is no problem");
    }
    Way way = ways.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    if (opened instanceof Mlp mlp) {
      peer.save(mlp.network(), mlp.file());
    }
    meter = Meter.open(opened, way);
  }
}
