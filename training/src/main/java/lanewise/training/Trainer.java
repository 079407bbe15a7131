package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.Dataset;
import lanewise.training.data.Minibatches;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: shuffled minibatches, validation after every epoch, early stopping. However a
 * run ends, by its last epoch, early, at the caller's request, by divergence or by an exception of
 * a listener, the model is left with the weights of its best epoch. Before there is one, an
 * exception or divergence leaves the first weights, a request those of the moment.
 *
 * <p>The batches are those of {@link Minibatches}: a row that would be alone in the last batch of
 * an epoch joins the batch before.
 *
 * <p>The weights that come out depend on the model's first weights, the data, the settings and the
 * seed alone: not on the number of threads or the vector width. A step allocates nothing.
 *
 * <p>Immutable and safe to share; each {@link #fit} has its own state. The model must not be used
 * elsewhere meanwhile.
 */
public final class Trainer {
  /** Keeps what layers draw apart from the shuffles and the first weights of the same seed. */
  private static final long DRAWS = 0x6472617773L;

  private final TrainingConfig config;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Workers workers;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  private Trainer(
      TrainingConfig config,
      Loss loss,
      Optimizer optimizer,
      Workers workers,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.config = config;
    this.loss = loss;
    this.optimizer = optimizer;
    this.workers = workers;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * A trainer on the caller's thread that nobody listens to.
   *
   * @param config the settings of a run
   * @param loss what is made small
   * @param optimizer how
   * @return the trainer
   */
  public static Trainer of(TrainingConfig config, Loss loss, Optimizer optimizer) {
    return new Trainer(
        config, loss, optimizer, Workers.caller(), TrainingListener.NONE, () -> false);
  }

  /**
   * This trainer with other threads.
   *
   * @param value the threads that a step may use
   * @return a changed copy
   */
  public Trainer withWorkers(Workers value) {
    return new Trainer(config, loss, optimizer, value, listener, stop);
  }

  /**
   * This trainer with a listener.
   *
   * @param value is told of every batch and epoch
   * @return a changed copy
   */
  public Trainer withListener(TrainingListener value) {
    return new Trainer(config, loss, optimizer, workers, value, stop);
  }

  /**
   * This trainer with a way to stop it.
   *
   * @param value asked after every batch, and before every further 256 rows of a validation; true
   *     ends the run, and an epoch whose validation it ends is not counted
   * @return a changed copy
   */
  public Trainer withStop(BooleanSupplier value) {
    return new Trainer(config, loss, optimizer, workers, listener, value);
  }

  /**
   * Trains a model.
   *
   * @param model with its first weights; left with the weights of the best epoch
   * @param scaler is applied to every row first
   * @param train the rows to learn from, unscaled
   * @param validation the rows that decide which epoch is best, unscaled
   * @return how it went; its losses are means over the rows, whatever the loss's reduction
   * @throws ShapeException if the model, the scaler and the data do not fit
   * @throws IllegalArgumentException in the first step if a {@link lanewise.layers.norm.BatchNorm}
   *     gets one value a feature, which takes batches of one row: choose a batch size of 2 or more,
   *     and at least two rows to learn from
   */
  public TrainingResult fit(Model model, FeatureScaler scaler, Dataset train, Dataset validation) {
    checkWidths("fit", model, scaler, train);
    checkWidths("fit", model, scaler, validation);
    Run run = new Run(model, scaler, train, validation);
    boolean restore = true;
    try {
      TrainingResult result = run.toTheEnd();
      restore = result.bestEpoch() > 0 || result.stoppedBy() != TrainingResult.StopReason.REQUEST;
      return result;
    } finally {
      if (restore) {
        run.restoreBest();
      }
    }
  }

  static void checkWidths(String operation, Model model, FeatureScaler scaler, Dataset data) {
    int features = model.inputShape().size();
    if (data.featureCount() != features || scaler.featureCount() != features) {
      throw new ShapeException(
          operation
              + ": the model takes "
              + features
              + " features, the scaler "
              + scaler.featureCount()
              + ", the data has "
              + data.featureCount());
    }
    if (data.classCount() > model.outputShape().size()) {
      throw new ShapeException(
          operation
              + ": the model tells "
              + model.outputShape().size()
              + " classes apart, the data has "
              + data.classCount());
    }
  }

  /** One run's state. */
  private final class Run {
    private final Model model;
    private final FeatureScaler scaler;
    private final int trainRows;
    private final Minibatches batches;
    private final Pass pass;
    private final int[] labels;
    private final Targets targets;
    private final OptimizerState state;
    private final Evaluation.Evaluator evaluator;

    /** The first weights until an epoch is validated. */
    private final List<float[]> best = new ArrayList<>();

    private final long started = System.nanoTime();
    private long trainingNanos;
    private long rowsTrained;
    private int finished;
    private int bestEpoch;
    private double bestLoss = Double.NaN;
    private double bestAccuracy = Double.NaN;
    private double epochLoss;

    Run(Model model, FeatureScaler scaler, Dataset train, Dataset validation) {
      this.model = model;
      this.scaler = scaler;
      this.trainRows = train.rows();
      this.batches = Minibatches.of(train, config.batchSize(), config.seed());
      int rows = batches.maxRows();
      this.pass =
          model.pass(
              PassOptions.training(rows)
                  .withWorkers(workers)
                  .withSeed(RandomStream.of(config.seed()).split(DRAWS).key()));
      this.labels = new int[rows];
      this.targets = Targets.ofClasses(labels);
      this.state = OptimizerState.start(optimizer, model);
      this.evaluator = new Evaluation.Evaluator(model, scaler, loss, validation, workers);
      for (Parameter parameter : model.parameters().values()) {
        best.add(parameter.values().clone());
      }
    }

    TrainingResult toTheEnd() {
      int sinceBest = 0;
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        long epochStarted = System.nanoTime();
        TrainingResult.StopReason broken = trainEpoch(epoch);
        long trained = System.nanoTime();
        trainingNanos += trained - epochStarted;
        if (broken != null) {
          return result(broken);
        }
        Evaluation validated = evaluator.evaluate(stop);
        if (validated == null) {
          return result(TrainingResult.StopReason.REQUEST);
        }
        if (!Double.isFinite(validated.loss())) {
          return result(TrainingResult.StopReason.DIVERGED);
        }
        boolean better = bestEpoch == 0 || validated.loss() < bestLoss - delta();
        if (better) {
          keep(epoch, validated);
        }
        sinceBest = better ? 0 : sinceBest + 1;
        finished = epoch;
        listener.onEpoch(
            new EpochReport(
                epoch,
                epochLoss,
                validated.loss(),
                validated.accuracy(),
                better,
                seconds(System.nanoTime() - epochStarted),
                trainRows / seconds(trained - epochStarted)));
        if (sinceBest >= config.earlyStopping().patience()) {
          return result(TrainingResult.StopReason.EARLY_STOPPING);
        }
      }
      return result(TrainingResult.StopReason.EPOCHS);
    }

    private double delta() {
      return config.earlyStopping().minDelta();
    }

    /** Null where the epoch was finished. */
    private TrainingResult.@Nullable StopReason trainEpoch(int epoch) {
      MeanLoss mean = new MeanLoss(loss);
      int seen = 0;
      int count = batches.batchesPerEpoch();
      for (int batch = 1; batch <= count; batch++) {
        int rows = batches.next(pass.input(), labels);
        double batchLoss = step(rows);
        mean.add(batchLoss, rows);
        seen += rows;
        rowsTrained += rows;
        if (!Double.isFinite(batchLoss)) {
          return TrainingResult.StopReason.DIVERGED;
        }
        epochLoss = mean.value();
        listener.onBatch(epoch, batch, count, seen, epochLoss);
        if (stop.getAsBoolean()) {
          return TrainingResult.StopReason.REQUEST;
        }
      }
      batches.nextEpoch();
      return null;
    }

    private double step(int rows) {
      scaler.transform(rows, pass.input(), 0, pass.input(), 0);
      pass.forward(rows);
      int size = model.outputShape().size();
      double value = loss.evaluate(rows, size, pass.output(), targets, pass.gradOutput());
      pass.backward();
      state.step(pass.gradients());
      return value;
    }

    private void keep(int epoch, Evaluation validated) {
      bestEpoch = epoch;
      bestLoss = validated.loss();
      bestAccuracy = validated.accuracy();
      int i = 0;
      for (Parameter parameter : model.parameters().values()) {
        float[] values = parameter.values();
        System.arraycopy(values, 0, best.get(i++), 0, values.length);
      }
    }

    void restoreBest() {
      int i = 0;
      for (Parameter parameter : model.parameters().values()) {
        float[] values = parameter.values();
        System.arraycopy(best.get(i++), 0, values, 0, values.length);
      }
    }

    private TrainingResult result(TrainingResult.StopReason reason) {
      return new TrainingResult(
          finished,
          bestEpoch,
          bestLoss,
          bestAccuracy,
          reason,
          seconds(System.nanoTime() - started),
          rowsTrained / seconds(trainingNanos));
    }

    private static double seconds(long nanos) {
      return Math.max(1, nanos) * 1e-9;
    }
  }
}
