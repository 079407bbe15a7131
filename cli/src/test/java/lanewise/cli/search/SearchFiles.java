package lanewise.cli.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Overrides;

/** Reads the files of a search as the command does, without training anything. */
public final class SearchFiles {
  private SearchFiles() {}

  /** Reads a search file and makes its trials, of which each is a job. */
  public static void readSearch(Path file) throws IOException {
    SearchSettings settings = SearchSettings.section().read(JobFile.readSearch(file), "");
    if (!(settings.job() instanceof Node.Mapping job)) {
      return; // the path of another file, or refused by the command
    }
    PrintStream nobody =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Session session =
        new Session(
            new ResultStream(new ByteArrayOutputStream()),
            nobody,
            Terminals.NONE,
            new Interruption());
    new Search(session, false, settings, job);
    Space space = Space.of(settings.keys(), job, changed -> Job.section().read(changed, ""));
    List<SequencedMap<String, Node>> trials =
        settings.method() instanceof Method.Grid
            ? space.grid()
            : List.of(space.draw(settings.seed(), 1));
    Node.Mapping changed = job;
    for (Map.Entry<String, Node> value : trials.getLast().entrySet()) {
      changed = Overrides.set(changed, value.getKey(), value.getValue());
    }
    Job.section().read(changed, "");
  }

  /** Reads the result of a trial and shows it in a table. */
  public static void readResult(Path folder, byte[] result) throws IOException {
    Files.write(folder.resolve("trial.json"), result);
    Optional<TrialResult> read = new TrialFolder(folder).result();
    TrialTable table = new TrialTable(List.of("seed"), "loss", false);
    table.add(new Trial(1, new TreeMap<>(), null), read.orElseThrow());
    table.text().lines(80);
    table.json(folder);
    table.writeCsv(folder.resolve("trials.csv"));
  }
}
