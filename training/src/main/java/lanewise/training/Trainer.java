package lanewise.training;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.constraint.WeightConstraint;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which models are trained: the loss, the optimizer, the metrics to report and the
 * rule to stop by. One step is
 *
 * <pre>
 *   batch -> forward -> loss -> backward -> gradient transforms -> optimizer at the schedule's rate
 *         -> constraints -> average of the weights
 * </pre>
 *
 * and after the last batch of an epoch the model is validated. {@link #fit} runs the whole
 * training; {@link #start} returns a {@link TrainingRun} that the caller can advance step by step,
 * save and resume.
 *
 * <p>The resulting weights depend only on the model's initial weights, the data, the settings and
 * the seed. They do not depend on the number of threads or on the vector width.
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

  /**
   * The metrics that are reported after an epoch, the one that selects the best epoch, and training
   * rows to evaluate.
   */
  private record Judging(List<Metric> metrics, Metric selection, @Nullable RowSource train) {}

  /** The settings that change no bit of the result. */
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
   * Returns a trainer with the default settings: it runs on the caller's thread without a listener,
   * uses the optimizer's own learning rate, and selects the epoch with the lowest validation loss
   * as the best.
   *
   * @param config the settings of a run
   * @param loss the loss to minimize
   * @param optimizer the rule that updates the weights
   * @return the trainer
   */
  public static Trainer of(TrainingConfig config, Loss loss, Optimizer optimizer) {
    MeanLoss meanLoss = MeanLoss.of(loss);
    return new Trainer(
        config,
        loss,
        meanLoss,
        Updating.by(optimizer),
        new Judging(List.of(), meanLoss, null),
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
   * Returns this trainer with a schedule.
   *
   * @param value the schedule, which gives the factor of the optimizer's learning rate in each step
   * @return a changed copy
   */
  public Trainer withSchedule(Schedule value) {
    return with(updating.withSchedule(value));
  }

  /**
   * Returns this trainer with transforms of the gradients.
   *
   * @param values the transforms that are applied, in this order, to all gradients before the
   *     optimizer sees them
   * @return a changed copy
   */
  public Trainer withGradientTransforms(GradientTransform... values) {
    return with(updating.withTransforms(List.of(values)));
  }

  /**
   * Returns this trainer with constraints of the weights.
   *
   * @param values the constraints that every trained parameter meets after each step, in this order
   * @return a changed copy
   */
  public Trainer withConstraints(WeightConstraint... values) {
    return with(updating.withConstraints(List.of(values)));
  }

  /**
   * Returns this trainer with steps of several batches: their gradients are added up, and the
   * weights change as if they were one batch, up to rounding. The last step of an epoch has the
   * batches that are left. Steps, not batches, are what schedules, averages and {@link
   * TrainingState#steps} count. Layers still see single batches: batch normalization takes its
   * statistics from each.
   *
   * @param batches the number of batches of a step, at least 1
   * @return a changed copy
   * @throws IllegalArgumentException if the number is below 1
   */
  public Trainer withAccumulation(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "trainer: " + batches + " batches in a step: use at least 1");
    }
    return with(updating.withAccumulation(batches));
  }

  /**
   * Returns this trainer with averaged weights, by which the model is validated, selected and left,
   * as {@link WeightAveraging} describes.
   *
   * @param value the rule
   * @return a changed copy
   */
  public Trainer withAveraging(WeightAveraging value) {
    return with(updating.withAveraging(value));
  }

  /**
   * Returns this trainer with metrics.
   *
   * @param values the metrics that are reported after each epoch in addition to the loss, in this
   *     order
   * @return a changed copy
   */
  public Trainer withMetrics(Metric... values) {
    return with(new Judging(List.of(values), judging.selection, judging.train));
  }

  /**
   * Returns this trainer with another metric for the selection of the best epoch and for early
   * stopping.
   *
   * @param value the metric that replaces the validation loss
   * @return a changed copy
   */
  public Trainer withSelection(Metric value) {
    return with(new Judging(judging.metrics, value, judging.train));
  }

  /**
   * Returns this trainer with rows on which the model is evaluated after every epoch as on the
   * validation rows: usually some of the training rows. Their loss and metrics are reported as
   * {@link EpochReport#train} and decide nothing. Unlike the loss that training reports, they are
   * of the model after the epoch, and without dropout or other noise, so that the difference from
   * the validation shows how much the model has learnt by heart.
   *
   * @param rows the rows; as many as the validation rows are enough
   * @return a changed copy
   */
  public Trainer withTrainEvaluation(RowSource rows) {
    return with(new Judging(judging.metrics, judging.selection, rows));
  }

  /**
   * Returns this trainer with other threads.
   *
   * @param value the threads that a step may use
   * @return a changed copy
   */
  public Trainer withWorkers(Workers value) {
    return with(new Surroundings(value, surroundings.listener, surroundings.stop));
  }

  /**
   * Returns this trainer with a listener.
   *
   * @param value the listener that receives the events of the run
   * @return a changed copy
   */
  public Trainer withListener(TrainingListener value) {
    return with(new Surroundings(surroundings.workers, value, surroundings.stop));
  }

  /**
   * Returns this trainer with a condition that stops it.
   *
   * @param value the condition, which is checked after every batch and, during a validation, before
   *     every further 256 rows; true ends the run, and an epoch whose validation is cut short is
   *     not counted
   * @return a changed copy
   */
  public Trainer withStop(BooleanSupplier value) {
    return with(new Surroundings(surroundings.workers, surroundings.listener, value));
  }

  /**
   * Trains a model.
   *
   * @param model the model with its initial weights; afterwards it has the weights of the best
   *     epoch, as {@link TrainingRun#finish} describes
   * @param train the rows to learn from, in {@link Minibatches} of the configured size and seed
   * @param validation the rows that decide which epoch is the best
   * @return the result of the run; its losses are means over the rows, whatever the reduction of
   *     the loss
   * @throws ShapeException if the model and the data do not fit
   * @throws IllegalArgumentException in the first step if a {@link lanewise.layers.norm.BatchNorm}
   *     gets only one value per feature, which happens with batches of one row: use a batch size of
   *     2 or more, and at least two rows to learn from
   */
  public TrainingResult fit(Model model, Samples train, RowSource validation) {
    return start(model, train, validation).finish();
  }

  /**
   * Trains a model on rows that are scaled first.
   *
   * @param model the model with its initial weights; afterwards it has the weights of the best
   *     epoch
   * @param scaler the scaler that is applied to every row
   * @param train the rows to learn from, unscaled
   * @param validation the rows that decide which epoch is the best, unscaled
   * @return the result of the run
   * @throws ShapeException if the model, the scaler and the data do not fit
   * @throws IllegalArgumentException as {@link #fit(Model, Samples, RowSource)} throws it
   */
  public TrainingResult fit(
      Model model, FeatureScaler scaler, Samples train, RowSource validation) {
    return fit(model, train.scaled(scaler), validation.scaled(scaler));
  }

  /**
   * Starts to train a model on rows in memory.
   *
   * @param model the model with its initial weights
   * @param train the rows to learn from, in {@link Minibatches} of the configured size and seed
   * @param validation the rows that decide which epoch is the best
   * @return the run, before its first step
   * @throws ShapeException if the model and the data do not fit
   */
  public TrainingRun start(Model model, Samples train, RowSource validation) {
    return start(model, Minibatches.of(train, config.batchSize(), config.seed()), validation);
  }

  /**
   * Starts to train a model on batches from any source.
   *
   * @param model the model with its initial weights
   * @param train the batches, at their first position; only this run may use the source from now
   *     on, and the caller closes it after the run
   * @param validation the rows that decide which epoch is the best
   * @return the run, before its first step
   * @throws ShapeException if the model and the data do not fit
   */
  public TrainingRun start(Model model, BatchSource train, RowSource validation) {
    return new TrainingRun(this, model, train, validation);
  }

  /**
   * Returns the settings that change the weights of a run, or which of its epochs is the best, as
   * texts by name. The number of epochs, the patience and the threads are not among them: a run may
   * be resumed with others. A part is described by its {@code toString}, which shows all settings
   * of a record; one that has no {@code toString} of its own by the name of its class, a lambda as
   * such, and a metric by its name.
   *
   * @return the settings in order; equal trainers give equal texts in every process
   */
  public SequencedMap<String, String> settings() {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    settings.put("seed", String.valueOf(config.seed()));
    settings.put("batch size", String.valueOf(config.batchSize()));
    settings.put("loss", describe(loss));
    settings.put("optimizer", describe(updating.optimizer()));
    settings.put("schedule", describe(updating.schedule()));
    settings.put("gradient transforms", describe(updating.transforms()));
    settings.put("constraints", describe(updating.constraints()));
    settings.put("accumulation", String.valueOf(updating.accumulation()));
    WeightAveraging averaging = updating.averaging();
    settings.put("averaging", averaging == null ? "none" : describe(averaging));
    settings.put("metrics", judging.metrics.isEmpty() ? "none" : names(judging.metrics));
    settings.put("selection", judging.selection.name());
    settings.put("least improvement", String.valueOf(config.earlyStopping().minDelta()));
    return settings;
  }

  private static String names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
  }

  private static String describe(List<?> parts) {
    return parts.isEmpty()
        ? "none"
        : parts.stream().map(Trainer::describe).collect(Collectors.joining(", "));
  }

  /** Describes a part without anything that differs from process to process. */
  private static String describe(Object part) {
    if (part.getClass().isHidden()) {
      return "a lambda";
    }
    String text = part.toString();
    String plain = part.getClass().getName() + "@" + Integer.toHexString(part.hashCode());
    return text.equals(plain) ? part.getClass().getSimpleName() : text;
  }

  TrainingConfig config() {
    return config;
  }

  /**
   * Returns the loss that a run minimizes.
   *
   * @return the loss
   */
  public Loss loss() {
    return loss;
  }

  MeanLoss meanLoss() {
    return meanLoss;
  }

  Updating updating() {
    return updating;
  }

  List<Metric> metrics() {
    return judging.metrics;
  }

  Metric selection() {
    return judging.selection;
  }

  @Nullable RowSource trainEvaluation() {
    return judging.train;
  }

  /**
   * Returns the loss, the reported metrics and the metric that selects the best epoch, each once.
   */
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
