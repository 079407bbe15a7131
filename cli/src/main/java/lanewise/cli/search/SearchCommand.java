package lanewise.cli.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lanewise.cli.job.JobFile;
import lanewise.cli.output.PrettyJson;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Types;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise search}. */
@Command(
    name = "search",
    sortOptions = false,
    sortSynopsis = false,
    header = "Train a job with many values for some keys, and name the best.",
    description = {
      "%nA search file in YAML names the job, the keys and the values to try: every combination"
          + " (grid), draws (random), or successive halving. Each trial is a training with a folder"
          + " of its own, or one for each of several folds of the rows; the best is that of the"
          + " best training.metric, by default the lowest validation loss.%n",
      "Finished trials are not run again: after Ctrl-C or a crash the same command continues. One"
          + " seed gives the same trials, and more trials begin with the same ones.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise search search.yaml",
      "  lanewise search search.yaml --json | tail -n 1 | jq .best",
      "",
      "  # what search.yaml for lanewise search may contain:",
      "  #   job: job.yaml",
      "  #   keys:",
      "  #     optimizer.rate: {log: [0.001, 0.1]}",
      "  #     model.hidden: {choice: [[64], [128, 64]]}",
      "  #   method: {kind: random, trials: 20}",
    })
public final class SearchCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "SEARCH", description = "A search file in YAML.")
  @Nullable Path file;

  @Option(
      names = "--print-schema",
      description = "Print the JSON schema of search files, for editors, and do not search.")
  boolean printSchema;

  @Mixin CommonOptions common = new CommonOptions();

  public SearchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (printSchema) {
      session.out().print(PrettyJson.of(SearchSettings.schema()));
      session.out().flush();
      return ExitCode.OK;
    }
    if (file == null) {
      throw new InputException("name a search file; lanewise search --help shows one");
    }
    SearchSettings settings = SearchSettings.section().read(JobFile.readSearch(file), "");
    Node.Mapping job =
        switch (settings.job()) {
          case Node.Mapping mapping -> mapping;
          case Node.Scalar path -> JobFile.read(Types.path().read(path, "job"));
          case Node.Sequence list ->
              throw list.error("job", "use the path of a job file, or the keys of a job");
        };
    return new Search(session, common.json, settings, job).run();
  }
}
