package lanewise.training;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.Samples;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.schedule.Constant;
import lanewise.training.schedule.Schedule;

/**
 * The settings of a training: what is made small and how, what is reported, and when to stop. A
 * step is
 *
 * <pre>
 *   batch -> forward -> loss -> backward -> gradient transforms -> optimizer at the schedule's rate
 * </pre>
 *
 * and behind the last batch of an epoch the model is validated. {@link #fit} does it all; {@link
 * #start} gives the {@link TrainingRun}, to take step by step, to save and to resume.
 *
 * <p>The weights that come out depend on the model's first weights, the data, the settings and the
 * seed alone: not on the number of threads or the vector width.
 *
 * <p>Immutable and safe to share; each run has its own state.
 */
public final class Trainer {
  private final TrainingConfig config;
  private final MeanLoss meanLoss;
  private final Loss loss;
  private final Updating updating;
  private final Judging judging;
  private final Surroundings surroundings;

  /** How weights change. */
  private record Updating(
      Optimizer optimizer, Schedule schedule, List<GradientTransform> transforms) {}

  /** What is reported after an epoch, and which of it picks the best. */
  private record Judging(List<Metric> metrics, Metric selection) {}

  /** What changes no bit of the result. */
  private record Surroundings(Workers workers, TrainingListener listener, BooleanSupplier stop) {}

  private Trainer(
      TrainingConfig config,
      Loss loss,
      MeanLoss meanLoss,
      Updating updating,
      Judging judging,
      Surroundings surroundings) {
    this.config = config;
    this.loss = loss;
    this.meanLoss = meanLoss;
    this.updating = updating;
    this.judging = judging;
    this.surroundings = surroundings;
  }

  /**
   * A trainer on the caller's thread that nobody listens to: at the optimizer's own rate, the best
   * epoch that of the lowest validation loss.
   *
   * @param config the settings of a run
   * @param loss what is made small
   * @param optimizer how
   * @return the trainer
   */
  public static Trainer of(TrainingConfig config, Loss loss, Optimizer optimizer) {
    MeanLoss meanLoss = MeanLoss.of(loss);
    return new Trainer(
        config,
        loss,
        meanLoss,
        new Updating(optimizer, Constant.of(), List.of()),
        new Judging(List.of(), meanLoss),
        new Surroundings(Workers.caller(), TrainingListener.NONE, () -> false));
  }

  private Trainer with(Updating value) {
    return new Trainer(config, loss, meanLoss, value, judging, surroundings);
  }

  private Trainer with(Judging value) {
    return new Trainer(config, loss, meanLoss, updating, value, surroundings);
  }

  private Trainer with(Surroundings value) {
    return new Trainer(config, loss, meanLoss, updating, judging, value);
  }

  /**
   * This trainer with a schedule.
   *
   * @param value what the optimizer's learning rate is multiplied by, step by step
   * @return a changed copy
   */
  public Trainer withSchedule(Schedule value) {
    return with(new Updating(updating.optimizer, value, updating.transforms));
  }

  /**
   * This trainer with transforms of the gradients.
   *
   * @param values what is done to all gradients before the optimizer sees them, in this order
   * @return a changed copy
   */
  public Trainer withGradientTransforms(GradientTransform... values) {
    return with(new Updating(updating.optimizer, updating.schedule, List.of(values)));
  }

  /**
   * This trainer with metrics.
   *
   * @param values reported after each epoch beside the loss, in this order
   * @return a changed copy
   */
  public Trainer withMetrics(Metric... values) {
    return with(new Judging(List.of(values), judging.selection));
  }

  /**
   * This trainer with another metric that picks the best epoch, and that early stopping looks at.
   *
   * @param value in place of the validation loss
   * @return a changed copy
   */
  public Trainer withSelection(Metric value) {
    return with(new Judging(judging.metrics, value));
  }

  /**
   * This trainer with other threads.
   *
   * @param value the threads that a step may use
   * @return a changed copy
   */
  public Trainer withWorkers(Workers value) {
    return with(new Surroundings(value, surroundings.listener, surroundings.stop));
  }

  /**
   * This trainer with a listener.
   *
   * @param value is told of every batch and epoch
   * @return a changed copy
   */
  public Trainer withListener(TrainingListener value) {
    return with(new Surroundings(surroundings.workers, value, surroundings.stop));
  }

  /**
   * This trainer with a way to stop it.
   *
   * @param value asked after every batch, and before every further 256 rows of a validation; true
   *     ends the run, and an epoch whose validation it ends is not counted
   * @return a changed copy
   */
  public Trainer withStop(BooleanSupplier value) {
    return with(new Surroundings(surroundings.workers, surroundings.listener, value));
  }

  /**
   * Trains a model.
   *
   * @param model with its first weights; left with those of the best epoch, as {@link
   *     TrainingRun#finish} says
   * @param train the rows to learn from, in {@link Minibatches} of the settings' size and seed
   * @param validation the rows that decide which epoch is best
   * @return how it went; its losses are means over the rows, whatever the loss's reduction
   * @throws ShapeException if the model and the data do not fit
   * @throws IllegalArgumentException in the first step if a {@link lanewise.layers.norm.BatchNorm}
   *     gets one value a feature, which takes batches of one row: choose a batch size of 2 or more,
   *     and at least two rows to learn from
   */
  public TrainingResult fit(Model model, Samples train, Samples validation) {
    return start(model, train, validation).finish();
  }

  /**
   * Trains a model on rows that are scaled first.
   *
   * @param model with its first weights; left with those of the best epoch
   * @param scaler is applied to every row
   * @param train the rows to learn from, unscaled
   * @param validation the rows that decide which epoch is best, unscaled
   * @return how it went
   * @throws ShapeException if the model, the scaler and the data do not fit
   * @throws IllegalArgumentException as {@link #fit(Model, Samples, Samples)}
   */
  public TrainingResult fit(Model model, FeatureScaler scaler, Samples train, Samples validation) {
    return fit(model, train.scaled(scaler), validation.scaled(scaler));
  }

  /**
   * Begins to train a model on rows in memory.
   *
   * @param model with its first weights
   * @param train the rows to learn from, in {@link Minibatches} of the settings' size and seed
   * @param validation the rows that decide which epoch is best
   * @return the run, before its first step
   * @throws ShapeException if the model and the data do not fit
   */
  public TrainingRun start(Model model, Samples train, Samples validation) {
    return start(model, Minibatches.of(train, config.batchSize(), config.seed()), validation);
  }

  /**
   * Begins to train a model on batches from anywhere.
   *
   * @param model with its first weights
   * @param train at its first position; this run's alone from now on
   * @param validation the rows that decide which epoch is best
   * @return the run, before its first step
   * @throws ShapeException if the model and the data do not fit
   */
  public TrainingRun start(Model model, BatchSource train, Samples validation) {
    return new TrainingRun(this, model, train, validation);
  }

  TrainingConfig config() {
    return config;
  }

  Loss loss() {
    return loss;
  }

  MeanLoss meanLoss() {
    return meanLoss;
  }

  Optimizer optimizer() {
    return updating.optimizer;
  }

  Schedule schedule() {
    return updating.schedule;
  }

  List<GradientTransform> transforms() {
    return updating.transforms;
  }

  List<Metric> metrics() {
    return judging.metrics;
  }

  Metric selection() {
    return judging.selection;
  }

  /** The loss, what is reported and what picks the best epoch, each once. */
  List<Metric> validationMetrics() {
    Set<Metric> all = new LinkedHashSet<>();
    all.add(meanLoss);
    all.addAll(judging.metrics);
    all.add(judging.selection);
    return List.copyOf(all);
  }

  Workers workers() {
    return surroundings.workers;
  }

  TrainingListener listener() {
    return surroundings.listener;
  }

  BooleanSupplier stop() {
    return surroundings.stop;
  }
}
