package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.output.PrettyJson;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.YamlText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise train}. */
@Command(
    name = "train",
    sortOptions = false,
    sortSynopsis = false,
    header = "Train a model and save it.",
    description = {
      "%nTrains a network of dense layers by stochastic gradient descent with momentum, keeps the"
          + " weights of the epoch that validates best, and judges it by rows that took no part."
          + " The label column decides whether classes are told apart or a number is predicted.%n",
      "Images are scaled by the mean and deviation of all pixels, the numbers of a CSV file each by"
          + " its own; texts, booleans and missing values are understood. One seed gives one"
          + " model, bit for bit, on any number of threads.%n",
      "A line for each finished epoch tells the losses; * marks the lowest validation loss so"
          + " far. On a terminal at most one such line a second is kept.%n",
      "The best model so far is saved after the epoch that found it; Ctrl-C ends the training and"
          + " keeps it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise train",
      "  lanewise train --data flowers.csv --label species --hidden 32 --seed 7",
      "  lanewise train --data houses.csv --label price --ignore id --metric r2",
      "  lanewise train --data /usr/share/datasets/fashion-mnist --epochs 15",
      "  lanewise train job.yaml --set optimizer.rate=0.05",
      "  lanewise train --json | tail -n 1 | jq .testAccuracy"
    })
public final class TrainCommand implements Callable<Integer> {
  private final Session session;
  private final JobOptions jobOptions = new JobOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "A job file in YAML; options replace what it says.")
  @Nullable Path jobFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets any key of the job, as in --set seed=7; may be given several times.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--print-job",
      description = "Print the job with all its keys, as a job file, and do not train.")
  boolean printJob;

  @Option(
      names = "--print-schema",
      description = "Print the JSON schema of job files, for editors, and do not train.")
  boolean printSchema;

  @Mixin CommonOptions common = new CommonOptions();

  private TrainCommand(Session session) {
    this.session = session;
  }

  /**
   * The command as the command line knows it.
   *
   * @param used whether it is the command that is called; its options are described only then
   */
  public static CommandSpec spec(Session session, boolean used) {
    TrainCommand command = new TrainCommand(session);
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    if (used) {
      command.jobOptions.addTo(spec, Job.section());
    }
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (printSchema) {
      return print(PrettyJson.of(Job.schema()));
    }
    Node.Mapping settings =
        jobFile == null ? Node.Mapping.empty(new Origin.Program()) : JobFile.read(jobFile);
    Job job = Job.section().read(Assignments.over(jobOptions.over(settings), assignments), "");
    if (printJob) {
      return print(YamlText.of(Job.section().write(job)));
    }
    return new TrainRun(session, common.json, job).run();
  }

  private int print(String text) {
    session.out().print(text);
    session.out().flush();
    return ExitCode.OK;
  }
}
