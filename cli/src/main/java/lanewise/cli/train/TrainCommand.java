package lanewise.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import lanewise.cli.data.DataSource;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Job;
import lanewise.cli.job.JobFile;
import lanewise.cli.job.RowPart;
import lanewise.cli.output.PrettyJson;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultFile;
import lanewise.cli.session.Session;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Overrides;
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
      "%nTrains a network of dense layers, keeps the weights of the epoch that validates best, and"
          + " judges it by rows that took no part."
          + " The label column decides whether classes are told apart or a number is predicted.%n",
      "Images are scaled by the mean and deviation of all pixels, the numbers of a CSV file each by"
          + " its own; texts, booleans and missing values are understood. One seed gives one"
          + " model, bit for bit, on any number of threads.%n",
      "A line for each finished epoch tells the losses; * marks the lowest validation loss so far,"
          + " or the best of another --metric. On a terminal at most one such line a second is"
          + " kept, and a picture of the two losses follows at the end. With --json stdout has the"
          + " figures of each epoch, as metrics.jsonl has them, and the result in its last line.%n",
      "The best model so far is saved after the epoch that found it, and the state of the training"
          + " after every epoch and every minute, in the folder of the run. Whatever ends the"
          + " training, --resume continues it, and gives the model of an uninterrupted one, bit for"
          + " bit. Ctrl-C, SIGTERM and SIGHUP end it after the step in progress, and save its"
          + " state; the exit code is 130, 143 or 129. It is 3 if the loss is no longer a number, 2"
          + " for input that cannot be used, 4 while another training uses the folder of the run,"
          + " and 5 where the disk is full or fails.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise train",
      "  lanewise train --data flowers.csv --label species --hidden 32 --seed 7",
      "  lanewise train --data houses.csv --label price --ignore id --metric r2",
      "  lanewise train --data /usr/share/datasets/fashion-mnist --epochs 15",
      "  lanewise train --data houses.csv --label price --optimizer adam --find-rate",
      "  lanewise train --optimizer adamw --lr 0.002 --schedule cosine",
      "  lanewise train job.yaml --set optimizer.rate=0.05",
      "  lanewise train job.yaml --resume",
      "  lanewise train --data x.npy --label y.npy --validation u.npy,v.npy",
      "  lanewise train --data a.csv --label y --validation b.csv --test c.csv",
      "  zcat rows.csv.gz | lanewise train --data - --label y",
      "  lanewise train --json | tail -n 1 | jq .testAccuracy"
    })
public final class TrainCommand implements Callable<Integer> {
  private static final String DATA = "data.source";

  private final Session session;
  private final JobOptions jobOptions = new JobOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description =
          "A job file in YAML or, with --resume, the folder of a run; options replace what it"
              + " says.")
  @Nullable Path jobFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets any key of the job, as in --set seed=7; may be given several times.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--resume",
      description =
          "Continue from the newest checkpoint of this training, or begin it where there is none."
              + " Without a job and data: continue the newest training that has not ended. More"
              + " epochs and more patience prolong a training; other changes are refused.")
  boolean resume;

  @Option(
      names = "--restart",
      description = "Discard the checkpoints of an unfinished training, and begin again.")
  boolean restart;

  @Option(
      names = "--preflight",
      description =
          "Look for faults first: a feature that is the label, features that tell nothing, a first"
              + " loss far from guessing, wrong gradients, a network that cannot learn 8 rows by"
              + " heart. A fault ends the command; notes do not.")
  boolean preflight;

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description =
          "Write the figures of each epoch, a line of JSON each, to this file as well as to"
              + " metrics.jsonl in the folder of the run.")
  @Nullable Path metrics;

  @Option(
      names = "--print-job",
      description =
          "Print the job with all its keys, as a job file, and do not train. A training leaves the"
              + " same as job.yaml in the folder of its run.")
  boolean printJob;

  @Option(
      names = "--print-schema",
      description = "Print the JSON schema of job files, for editors, and do not train.")
  boolean printSchema;

  @Option(
      names = "--find-rate",
      description =
          "Try learning rates from very small to very large on the first batches, print the loss of"
              + " each and a suggestion, and do not train.")
  boolean findRate;

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
    Job job = job();
    if (printJob) {
      return print(YamlText.of(Job.section().write(job)));
    }
    if (findRate) {
      return new RateSearch(session, common.json, job).run();
    }
    requireFolderOf(metrics);
    if (metrics != null) {
      DataSettings data = job.data();
      ResultFile.requireOther(
          "--metrics", metrics, jobFile, data.file(), data.targets(), data.weightsFile());
      ResultFile.requireOther("--metrics", metrics, paths(data.validation()));
      ResultFile.requireOther("--metrics", metrics, paths(data.test()));
    }
    return new TrainRun(session, common.json, job, beginning(), preflight, metrics).run();
  }

  /** A training is not to fail after its first epoch for want of a folder. */
  private static void requireFolderOf(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = Objects.requireNonNullElse(file.getParent(), Path.of("."));
    if (Files.isDirectory(file)) {
      throw new InputException("--metrics %s: it is a folder; name a file".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "--metrics %s: there is no folder %s; make it first".formatted(file, folder));
    }
  }

  private static Path[] paths(@Nullable RowPart part) {
    return RowPart.paths(part).toArray(Path[]::new);
  }

  private Beginning beginning() {
    if (resume && restart) {
      throw new InputException("--resume continues and --restart begins again; give one of them");
    }
    return resume ? Beginning.RESUME : restart ? Beginning.RESTART : Beginning.FRESH;
  }

  private Job job() throws IOException {
    if (jobFile == null) {
      Job job = read(Node.Mapping.empty(new Origin.Program()));
      boolean named = jobOptions.isGiven(DATA) || Assignments.isGiven(DATA, assignments);
      return resume && !named ? newestUnfinished(job) : job;
    }
    return resume && Files.isDirectory(jobFile)
        ? jobOf(new CheckpointFiles(jobFile))
        : read(JobFile.read(jobFile));
  }

  /** These settings with the values of the command line. */
  private Job read(Node.Mapping settings) {
    return Job.section().read(Assignments.over(jobOptions.over(settings), assignments), "");
  }

  /** Whoever resumes without a job means a training that is there, not a new one of the digits. */
  private Job newestUnfinished(Job otherwise) throws IOException {
    Path output = otherwise.output();
    Optional<CheckpointFiles> newest = CheckpointFiles.newestUnfinished(output);
    if (newest.isPresent()) {
      return jobOf(newest.get());
    }
    if (!Files.isDirectory(output.resolve(DataSource.of(otherwise.data()).name()))) {
      throw new InputException(
          output + ": there is no training to continue; name its job, its folder or --data");
    }
    return otherwise;
  }

  /** The job of a run, wherever the folder of the run is now. */
  private Job jobOf(CheckpointFiles run) throws IOException {
    Path folder = run.runFolder().toAbsolutePath().normalize();
    Path output = Objects.requireNonNullElse(run.runFolder().getParent(), Path.of("."));
    Job job =
        read(
            Overrides.set(
                JobFile.read(run.job()),
                "output",
                new Node.Scalar(output.toString(), true, new Origin.Program())));
    String name = DataSource.of(job.data()).name();
    if (!folder.equals(job.output().resolve(name).toAbsolutePath().normalize())) {
      throw new InputException(
          "%s: this is not where the run of its data, %s, would continue; that is %s"
              .formatted(run.runFolder(), name, job.output().resolve(name)));
    }
    return job;
  }

  private int print(String text) {
    session.out().print(text);
    session.out().flush();
    return ExitCode.OK;
  }
}
