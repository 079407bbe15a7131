package lanewise.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.AugmentationSettings;
import lanewise.cli.job.Job;
import lanewise.cli.job.LossSettings;
import lanewise.cli.job.OptimizerSettings;
import lanewise.cli.job.ScheduleSettings;
import lanewise.cli.job.TrainingSettings.ClassWeights;
import lanewise.cli.metric.TaskMetrics;
import lanewise.cli.metric.TrainedLoss;
import lanewise.cli.session.InputException;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.layers.file.Task;
import lanewise.layers.loss.Loss;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.constraint.WeightConstraint;
import lanewise.training.data.ClassLabels;
import lanewise.training.data.table.TaskKind;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Metrics;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.Constant;

/** Builds the trainer of a job. */
final class Training {
  private Training() {}

  /**
   * The settings that decide the weights; a run adds its threads and listeners.
   *
   * @throws InputException if the loss or the metric does not suit the task
   */
  static Trainer trainer(Job job, PreparedData data) {
    TrainingConfig config =
        new TrainingConfig(
            job.training().epochs(),
            job.training().batchFor(data.train().rows()),
            job.seed(),
            job.stopping());
    Loss loss = loss(job, data);
    Metric usual = new TaskMetrics(data.task(), loss).usual();
    Trainer trainer = updating(job, config, loss).withMetrics(usual);
    Metric chosen = chosen(job, data).orElse(null);
    if (chosen == null) {
      return trainer;
    }
    boolean both = !chosen.name().equals(usual.name());
    return trainer
        .withMetrics(both ? new Metric[] {chosen, usual} : new Metric[] {usual})
        .withSelection(chosen);
  }

  /**
   * The metric that selects the best epoch; empty if it is the loss.
   *
   * @throws InputException if the metric does not suit the task
   */
  static Optional<Metric> chosen(Job job, PreparedData data) {
    String name = job.training().metric();
    return name.equals(Metrics.LOSS)
        ? Optional.empty()
        : Optional.of(new TaskMetrics(data.task(), loss(job, data)).find(name));
  }

  /** The parts that change the weights. */
  private static Trainer updating(Job job, TrainingConfig config, Loss loss) {
    Trainer trainer =
        Trainer.of(config, loss, optimizer(job))
            .withSchedule(job.schedule())
            .withGradientTransforms(
                job.regularization().transforms().toArray(GradientTransform[]::new))
            .withConstraints(job.regularization().constraints().toArray(WeightConstraint[]::new))
            .withAccumulation(job.training().accumulation());
    WeightAveraging averaging = job.averaging();
    return averaging == null ? trainer : trainer.withAveraging(averaging);
  }

  private static Optimizer optimizer(Job job) {
    try {
      return job.optimizerOfGroups();
    } catch (IllegalArgumentException outOfRange) {
      throw new InputException("groups: " + outOfRange.getMessage(), outOfRange);
    }
  }

  /**
   * Checks that each group of parameters is one of the model's.
   *
   * @throws InputException if a pattern matches no parameter
   */
  static void requireGroupsOf(Model model, Job job) {
    try {
      optimizer(job).forParameters(model.slots().stream().filter(Slot::trained).toList());
    } catch (IllegalArgumentException pattern) {
      throw new InputException("groups: " + pattern.getMessage(), pattern);
    }
  }

  /** The optimizer and its schedule in a few words. */
  static String describe(Job job) {
    Optimizer optimizer = job.optimizer();
    StringBuilder text = new StringBuilder(OptimizerSettings.word(optimizer));
    text.append(", learning rate ").append(optimizer.learningRate());
    if (optimizer instanceof Sgd sgd) {
      text.append(", momentum ").append(sgd.momentum());
    }
    if (!job.schedule().equals(Constant.of())) {
      text.append(", schedule ").append(ScheduleSettings.word(job.schedule()));
    }
    return text.toString();
  }

  /** The kinds of random changes of the rows. */
  static String describeChanges(Job job) {
    return job.augmentation().changes().stream()
        .map(AugmentationSettings::word)
        .collect(Collectors.joining(", "));
  }

  /**
   * The loss of the job.
   *
   * @throws InputException if it does not suit the task
   */
  static Loss loss(Job job, PreparedData data) {
    boolean balanced = job.training().classWeights() == ClassWeights.BALANCED;
    if (balanced && !(data.task() instanceof Task.Classification)) {
      throw new InputException("--class-weights balanced: there are no classes to balance");
    }
    TaskKind kind = TaskKind.of(data.task());
    LossSettings settings = settings(job, kind);
    String word = LossSettings.word(settings);
    if (settings.task() != kind) {
      throw new InputException(
          "loss %s is for the task %s, but this one is %s; use %s"
              .formatted(
                  word, settings.task(), kind, String.join(" or ", LossSettings.kindsFor(kind))));
    }
    if (!settings.takesShares() && job.augmentation().mixesTargets()) {
      throw new InputException(
          "loss %s: it takes no shares of classes, as mixup makes them; leave mixup out, or use %s"
              .formatted(word, LossSettings.word(LossSettings.usual(kind))));
    }
    try {
      return settings.of(data.outputCount(), balanced ? balanced(data) : null);
    } catch (IllegalArgumentException unsuitable) {
      throw new InputException("loss %s: %s".formatted(word, unsuitable.getMessage()), unsuitable);
    }
  }

  /** Weights with which all rows of a class weigh the same as those of any other. */
  private static float[] balanced(PreparedData data) {
    return ClassLabels.balancedWeights(
        data.classCounts().stream().mapToInt(Integer::intValue).toArray());
  }

  private static LossSettings settings(Job job, TaskKind kind) {
    LossSettings stated = job.loss();
    return stated == null ? LossSettings.usual(kind) : stated;
  }

  /** What a model file keeps of the loss. */
  static SequencedMap<String, String> lossFacts(Job job, PreparedData data) {
    List<Float> classWeights = new ArrayList<>();
    if (job.training().classWeights() == ClassWeights.BALANCED) {
      for (float weight : balanced(data)) {
        classWeights.add(weight);
      }
    }
    return TrainedLoss.facts(settings(job, TaskKind.of(data.task())), classWeights);
  }

  /** How the loss is called. */
  static String lossName(Job job, PreparedData data) {
    String name = settings(job, TaskKind.of(data.task())).describe();
    return job.training().classWeights() == ClassWeights.BALANCED
        ? name + " with balanced class weights"
        : name;
  }

  /** The word for a task in options and results. */
  static String word(Task task) {
    return TaskKind.of(task).word();
  }
}
