package lanewise.bench.compare.mlp;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link Child} seen from outside: commands in, answers out, one at a time. */
final class ChildProcess implements AutoCloseable {
  private static final String MARK = "@";

  private final Competitor competitor;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private ChildProcess(Competitor competitor, Process process) {
    this.competitor = competitor;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the process of a competitor; what it prints goes to a log beside the models. */
  static ChildProcess start(Path root, Competitor competitor, Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    if (!competitor.ours()) {
      jars.addAll(competitor.jars(root));
      jars.add(competitor.harness(root).getFirst());
    }
    jars.add(root.resolve("bench/target/lanewise-bench.jar"));
    ProcessBuilder builder =
        competitor.process(
            root,
            List.of("--add-modules=jdk.incubator.vector"),
            jars,
            Child.class.getName(),
            competitor.className());
    Files.createDirectories(folder);
    builder.redirectError(folder.resolve(competitor.className() + ".log").toFile());
    return new ChildProcess(competitor, builder.start());
  }

  Competitor competitor() {
    return competitor;
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return the words of the answer
   * @throws IOException with the child's reason if the command failed there
   */
  List<String> ask(Object... words) throws IOException {
    commands.write(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
    commands.newLine();
    commands.flush();
    String line = answers.readLine();
    while (line != null && !line.startsWith(MARK)) {
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException("the process ended; see its log");
    }
    List<String> answer = List.of(line.split("\t", -1));
    if (!answer.getFirst().equals("@ok")) {
      throw new IOException(String.join(" ", answer.subList(1, answer.size())));
    }
    return answer.subList(1, answer.size());
  }

  /** Its input ends, and so does the process. */
  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
