package lanewise.cli.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Schemas;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.layers.format.JsonObject;
import lanewise.training.EarlyStopping;
import lanewise.training.averaging.StochasticWeightAverage;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a training run. Two runs of one job on the same data give the same model,
 * bit for bit; only {@link #checkpoints}, {@link #threads} and {@link #output} change nothing in
 * it.
 *
 * <p>Settings that the library has a value for are held as that value, so each is validated in one
 * place.
 *
 * @param data the rows, and how they are divided
 * @param augmentation the random changes of the training rows
 * @param model the network
 * @param initialization the initial values of its weights
 * @param training how long and in which steps it is trained
 * @param loss what is minimized; null for what is usual for the task
 * @param optimizer the rule that updates the weights
 * @param groups how it treats some parameters, by a pattern of their names
 * @param schedule what the optimizer's rate is multiplied by in each step
 * @param regularization what keeps weights and gradients small
 * @param averaging the average of the weights that is validated and kept; null for the weights
 *     themselves
 * @param stopping the rule that stops the training before the last epoch
 * @param checkpoints when the state of the training is saved
 * @param seed decides the parts of the data, the first weights and the order of the rows
 * @param threads the number of threads; null for one on each processor
 * @param output the folder for what the training leaves
 */
public record Job(
    DataSettings data,
    AugmentationSettings augmentation,
    NetworkSettings model,
    InitializationSettings initialization,
    TrainingSettings training,
    @Nullable LossSettings loss,
    Optimizer optimizer,
    SequencedMap<String, GroupSettings> groups,
    Schedule schedule,
    RegularizationSettings regularization,
    @Nullable WeightAveraging averaging,
    EarlyStopping stopping,
    CheckpointSettings checkpoints,
    long seed,
    @Nullable Integer threads,
    Path output) {
  private static final int MOST_THREADS = 1024;

  /** The number of threads on this machine. */
  public int threadCount() {
    return threads != null ? threads : Runtime.getRuntime().availableProcessors();
  }

  /** The optimizer with its groups of parameters. */
  public Optimizer optimizerOfGroups() {
    return GroupSettings.over(optimizer, groups);
  }

  /** The schema of job files, for editors. */
  public static JsonObject schema() {
    return Schemas.ofFile("A training of the command lanewise", section());
  }

  /** The description of all keys of a job. */
  public static Section<Job> section() {
    var data =
        Key.group("data", DataSettings.section(), Job::data, "The rows, and how they are divided.");
    var augmentation =
        Key.group(
            "augmentation",
            AugmentationSettings.section(),
            Job::augmentation,
            "The random changes of the training rows.");
    var model = Key.group("model", NetworkSettings.type(), Job::model, "The network.");
    var initialization =
        Key.group(
            "initialization",
            InitializationSettings.section(),
            Job::initialization,
            "The initial values of the weights.");
    var training =
        Key.group(
            "training",
            TrainingSettings.section(),
            Job::training,
            "How long and in which steps the network is trained.");
    Key<Job, Optional<LossSettings>> loss =
        Key.optional(
                "loss",
                Types.orWord("auto", LossSettings.choice()),
                Job::loss,
                "What training minimizes; auto is cross-entropy of classes, binary-cross-entropy of"
                    + " labels, and mse of numbers.")
            .withOption("--loss", "LOSS");
    var optimizer =
        Key.group(
                "optimizer",
                OptimizerSettings.choice(),
                Job::optimizer,
                "The rule that updates the weights.")
            .withOption("--optimizer", "KIND");
    Key<Job, SequencedMap<String, GroupSettings>> groups =
        Key.of(
                "groups",
                Types.mapOf(GroupSettings.section()),
                Job::groups,
                "Exceptions for some parameters by a pattern of their names, such as *.bias.")
            .withDefault(new LinkedHashMap<>())
            .quietly();
    var schedule =
        Key.group(
                "schedule",
                ScheduleSettings.choice(),
                Job::schedule,
                "What the learning rate is multiplied by in each step.")
            .withOption("--schedule", "SCHEDULE");
    var regularization =
        Key.group(
            "regularization",
            RegularizationSettings.section(),
            Job::regularization,
            "What keeps weights and gradients small.");
    Key<Job, Optional<WeightAveraging>> averaging =
        Key.optional(
            "averaging",
            Types.optional(AveragingSettings.choice()),
            Job::averaging,
            "The average of the weights that is validated and kept, in place of the weights.");
    var stopping =
        Key.group(
            "stopping",
            StoppingSettings.section(),
            Job::stopping,
            "The rule that stops the training before the last epoch.");
    var checkpoints =
        Key.group(
            "checkpoints",
            CheckpointSettings.section(),
            Job::checkpoints,
            "When the state of the training is saved.");
    var seed =
        Key.of(
                "seed",
                Types.seed(),
                Job::seed,
                "Decides the parts, the first weights and the order of the rows.")
            .withDefault(42L)
            .withOption("--seed", "N");
    var threads =
        Key.optional(
                "threads",
                Types.orWord("all", Types.whole(1, MOST_THREADS)),
                Job::threads,
                "Threads to use, or all for one on each processor; the result does not depend on"
                    + " it.")
            .withOption("--threads", "N");
    var output =
        Key.of(
                "output",
                Types.path(),
                Job::output,
                "The folder to save the model in, which is named after the data.")
            .withDefault(Path.of("models"))
            .withOption("--out", "FOLDER");
    return Section.of(
        "A training run.",
        List.of(
            data,
            augmentation,
            model,
            initialization,
            training,
            loss,
            optimizer,
            groups,
            schedule,
            regularization,
            averaging,
            stopping,
            checkpoints,
            seed,
            threads,
            output),
        values -> {
          int epochs = values.get(training).epochs();
          if (values.get(averaging).orElse(null) instanceof StochasticWeightAverage average
              && average.start() > epochs) {
            throw new InputException(
                "%s: it begins in epoch %s, but training.epochs is %s; begin earlier, or train longer"
                    .formatted(values.named(averaging), average.start(), epochs));
          }
          return new Job(
              values.get(data),
              values.get(augmentation),
              values.get(model),
              values.get(initialization),
              values.get(training),
              values.get(loss).orElse(null),
              values.get(optimizer),
              values.get(groups),
              values.get(schedule),
              values.get(regularization),
              values.get(averaging).orElse(null),
              values.get(stopping),
              values.get(checkpoints),
              values.get(seed),
              values.get(threads).orElse(null),
              values.get(output));
        });
  }
}
