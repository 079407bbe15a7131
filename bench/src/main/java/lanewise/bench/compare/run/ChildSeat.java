package lanewise.bench.compare.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Child} seen from outside: commands in, answers out, one at a time. */
final class ChildSeat implements Seat {
  private static final String MARK = "@";

  private final Launcher launcher;
  private final Library library;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private ChildSeat(Launcher launcher, Library library, Process process) {
    this.launcher = launcher;
    this.library = library;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the process of a library; what it prints goes to a log. */
  static ChildSeat start(Launcher launcher, Library library) throws IOException {
    return new ChildSeat(launcher, library, launcher.child(library).start());
  }

  /** The ways in which the library does a case. */
  List<String> problem(String work, String name, Path scratch) throws IOException {
    return ask("problem", work, name, scratch).stream().filter(way -> !way.isEmpty()).toList();
  }

  void open(String way) throws IOException {
    ask("open", way);
  }

  @Override
  public void warmUp(long periodNanos, long sliceNanos) throws IOException {
    ask("warm", periodNanos, sliceNanos, library.ours());
  }

  @Override
  public double round() throws IOException {
    return Double.parseDouble(ask("round").getFirst());
  }

  @Override
  public Map<String, Double> figures() throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String figure : ask("figures")) {
      int at = figure.indexOf('=');
      if (at > 0) {
        figures.put(figure.substring(0, at), Double.valueOf(figure.substring(at + 1)));
      }
    }
    return figures;
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return the words of the answer
   * @throws IOException with the child's reason if the command failed there
   */
  private List<String> ask(Object... words) throws IOException {
    String line;
    try {
      commands.write(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      // The pipe is broken because the process has ended, and so does what it says.
    }
    do {
      line = answers.readLine();
    } while (line != null && !line.startsWith(MARK));
    if (line == null) {
      throw launcher.ended(library);
    }
    List<String> answer = List.of(line.split("\t", -1));
    if (!answer.getFirst().equals("@ok")) {
      throw new IOException(String.join(" ", answer.subList(1, answer.size())));
    }
    return answer.subList(1, answer.size());
  }

  /** Its input ends, and so does the process. */
  @Override
  public void close() {
    try (commands) {
      process.destroy();
    } catch (IOException e) {
      process.destroyForcibly(); // the pipe is broken because the process has ended
    }
  }
}
