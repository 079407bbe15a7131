package lanewise.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.Slot;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.DivergenceSearch.Moment;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.data.BatchSource;
import lanewise.training.data.RowSource;
import lanewise.training.metric.MeanLoss;
import lanewise.training.optimizer.WeightUpdates;
import lanewise.training.schedule.Progress;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One training of a model, started by {@link Trainer#start}. The run owns everything that changes
 * during training, and returns a copy of it as a {@link TrainingState} between any two steps.
 *
 * <pre>{@code
 * TrainingRun run = trainer.start(model, train, validation);
 * while (run.step()) {
 *   // save run.state() from time to time
 * }
 * TrainingResult result = run.finish();
 * }</pre>
 *
 * <p>A step learns from one batch or, after the last batch of an epoch, runs the validation.
 * Learning from a batch allocates nothing. A run is not safe for concurrent use, and the model must
 * not be used elsewhere during the run.
 */
public final class TrainingRun {
  /**
   * Separates the random numbers of the layers from the shuffles and the initial weights of the
   * seed.
   */
  private static final long DRAWS = 0x6472617773L; // the letters of "draws"

  private static final int EPOCHS = 0;
  private static final int DIVERGED = 1;
  private static final int ROWS = 0;
  private static final int BATCHES = 1;

  private final Trainer trainer;
  private final Model model;
  private final BatchSource batches;
  private final Pass pass;
  private final Targets targets;
  private final int outputs;
  private final WeightUpdates updates;
  private final @Nullable Accumulation accumulation;
  private final @Nullable AveragedWeights averages;
  private final Memory scheduleMemory;
  private final Validation validation;
  private final BestEpoch best;
  private final MeanLoss.Running epochLoss;
  private final VitalsMeter vitals;

  /** The gradients of a step, which are sums where it has several batches. */
  private final VitalsMeter.Gradients gradients;

  /** The weights of the model itself. */
  private final Memory weights;

  /** The number of finished epochs, and 1 once the loss is no longer a finite number. */
  private final long[] progress = new long[2];

  /** The number of rows and of batches of this epoch so far. */
  private final long[] seen = new long[2];

  private final Pace pace;
  private @Nullable EpochReport lastReport;
  private @Nullable StopReason requested;
  private @Nullable Divergence divergence;
  private double lastLoss;
  private double lastRate;
  private boolean finished;

  private final Progress scheduleView =
      new Progress() {
        @Override
        public long steps() {
          return updates.steps();
        }

        @Override
        public int stepsPerEpoch() {
          return Math.ceilDiv(batches.batchesPerEpoch(), trainer.updating().accumulation());
        }

        @Override
        public int epochs() {
          return trainer.config().epochs();
        }
      };

  private final TrainingStep stepView =
      new TrainingStep() {
        @Override
        public long step() {
          return updates.steps();
        }

        @Override
        public int epoch() {
          return (int) progress[EPOCHS] + 1;
        }

        @Override
        public int batch() {
          return (int) seen[BATCHES];
        }

        @Override
        public int batches() {
          return batches.batchesPerEpoch();
        }

        @Override
        public int rows() {
          return (int) seen[ROWS];
        }

        @Override
        public double loss() {
          return lastLoss;
        }

        @Override
        public double meanLoss() {
          return epochLoss.value();
        }

        @Override
        public double learningRate() {
          return lastRate;
        }
      };

  TrainingRun(Trainer trainer, Model model, BatchSource batches, RowSource validation) {
    batches.format().requireFits("fit", model);
    validation.format().requireFits("fit", model);
    TrainingConfig config = trainer.config();
    this.trainer = trainer;
    this.model = model;
    this.pace = new Pace(config.earlyStopping().timeLimit());
    this.batches = batches;
    this.pass =
        model.pass(
            PassOptions.training(batches.maxRows())
                .withWorkers(trainer.workers())
                .withSeed(RandomStream.of(config.seed()).split(DRAWS).key()));
    this.targets = batches.format().newTargets(batches.maxRows());
    this.outputs = model.outputShape().size();
    Updating updating = trainer.updating();
    this.updates =
        WeightUpdates.of(
            updating.optimizer(), updating.transforms(), updating.constraints(), model);
    this.accumulation =
        updating.accumulation() == 1
            ? null
            : new Accumulation(
                updating.accumulation(), trainer.meanLoss().isMean(), updates.slots());
    WeightAveraging rule = updating.averaging();
    this.averages = rule == null ? null : new AveragedWeights(rule, model);
    this.scheduleMemory = updating.schedule().start();
    this.validation = new Validation(trainer, model, validation);
    this.vitals = new VitalsMeter(model, updates.slots());
    this.gradients =
        accumulation == null
            ? (place, slot) -> pass.gradient(slot.index())
            : (place, slot) -> accumulation.sum(place);
    this.weights = weightsOf(model);
    this.best =
        new BestEpoch(trainer.selection(), config.earlyStopping(), trainer.metrics(), weights);
    this.epochLoss = trainer.meanLoss().running();
  }

  /** Returns all parameters of a model by name, tracked ones included; the arrays are shared. */
  static Memory weightsOf(Model model) {
    MemoryBuilder weights = Memory.builder();
    for (Slot slot : model.slots()) {
      weights.putFloats(slot.name(), slot.parameter().values());
    }
    return weights.build();
  }

  /**
   * Learns from the next batch or, after the last batch of an epoch, validates the model. Does
   * nothing once the run is over.
   *
   * @return true if there is more to do, false once the run is over
   */
  public boolean step() {
    if (isOver()) {
      return false;
    }
    long began = System.nanoTime();
    int rows = batches.next(pass.input(), targets);
    if (rows > 0) {
      learn(rows, began);
    } else {
      validateAverages(began);
    }
    return !isOver();
  }

  /**
   * Tests whether there is nothing more to do: all epochs are finished, early stopping ends the run
   * (its patience, target or time limit), the loss has diverged, a stop was requested, or {@link
   * #finish} was called.
   *
   * @return true if {@link #step} does nothing any more
   */
  public boolean isOver() {
    return finished || reason() != null;
  }

  /**
   * Tests whether the run has done everything that its settings ask for. One that was stopped or
   * has diverged has not.
   *
   * @return true after the last epoch, once the patience of early stopping is used up, or once its
   *     target is reached
   */
  public boolean isComplete() {
    StopReason reason = reason();
    return reason == StopReason.EPOCHS
        || reason == StopReason.EARLY_STOPPING
        || reason == StopReason.TARGET;
  }

  /**
   * Tests whether the loss is no longer a finite number. The state of such a run is of no use.
   *
   * @return true once the loss has diverged
   */
  public boolean hasDiverged() {
    return progress[DIVERGED] != 0;
  }

  /**
   * Returns the number of steps that learned from a batch, including those before a resumption.
   *
   * @return 0 before the first
   */
  public long steps() {
    return updates.steps();
  }

  /**
   * Returns the number of epochs that are finished and validated.
   *
   * @return 0 before the first
   */
  public int epochs() {
    return (int) progress[EPOCHS];
  }

  /**
   * Returns the number of the best epoch so far.
   *
   * @return from 1; 0 before the first validation
   */
  public int bestEpoch() {
    return best.epoch();
  }

  /** Returns the reason why the run is over, or null while it is not over. */
  private @Nullable StopReason reason() {
    if (progress[DIVERGED] != 0) {
      return StopReason.DIVERGED;
    }
    if (requested != null) {
      return requested;
    }
    if (best.targetIsReached()) {
      return StopReason.TARGET;
    }
    if (best.patienceIsOver()) {
      return StopReason.EARLY_STOPPING;
    }
    return progress[EPOCHS] >= trainer.config().epochs() ? StopReason.EPOCHS : null;
  }

  private void learn(int rows, long began) {
    double factor = factor();
    double rateBefore = lastRate;
    lastRate = trainer.updating().optimizer().learningRate() * factor;
    pass.forward(rows);
    lastLoss = trainer.loss().evaluate(rows, outputs, pass.output(), targets, pass.gradOutput());
    if (!Double.isFinite(lastLoss)) {
      Moment now = new Moment(stepView.epoch(), updates.steps() + 1, lastRate);
      int epochBefore = seen[BATCHES] == 0 ? now.epoch() - 1 : now.epoch();
      diverged(
          DivergenceSearch.inForward(model, pass, lastLoss, now),
          new Moment(epochBefore, updates.steps(), rateBefore));
      return;
    }
    pass.backward();
    update(factor, epochLoss.add(lastLoss, rows, targets));
    seen[ROWS] += rows;
    seen[BATCHES]++;
    trainer.listener().onStep(stepView);
    pace.learned(rows, began);
    isToStop();
  }

  /**
   * Ends the run.
   *
   * @param found what the forward pass after the last step met
   * @param lastStep the last step
   */
  private void diverged(Divergence found, Moment lastStep) {
    progress[DIVERGED] = 1;
    divergence = DivergenceSearch.inStep(found, updates.slots(), gradients, lastStep);
  }

  /** Takes a step, or adds the gradients to those of the next one. */
  private void update(double factor, double weight) {
    if (accumulation != null && !accumulation.add(pass, weight)) {
      return;
    }
    takeStep(factor);
  }

  private void takeStep(double factor) {
    boolean measured = VitalsMeter.isMeasured(seen[BATCHES] / trainer.updating().accumulation());
    List<float[]> sums = accumulation == null ? null : accumulation.take();
    if (measured) {
      vitals.beforeUpdate(gradients);
    }
    if (sums == null) {
      updates.step(pass, factor);
    } else {
      updates.step(sums, factor, pass.workers());
    }
    if (averages != null) {
      averages.stepped(scheduleView);
    }
    if (measured) {
      vitals.afterUpdate();
    }
    vitals.learned(lastRate);
  }

  /** Asks whether the run is to stop for a reason that is not part of its state. */
  private boolean isToStop() {
    if (trainer.stop().getAsBoolean()) {
      requested = StopReason.REQUEST;
    } else if (pace.isOver()) {
      requested = StopReason.TIME_LIMIT;
    }
    return requested != null;
  }

  private double factor() {
    return trainer.updating().schedule().factor(scheduleView, scheduleMemory);
  }

  /** Takes the last step of the epoch if batches are left, and validates the averages if any. */
  private void validateAverages(long began) {
    if (accumulation != null && !accumulation.isEmpty()) {
      double factor = factor();
      lastRate = trainer.updating().optimizer().learningRate() * factor;
      takeStep(factor);
    }
    if (averages == null) {
      validate(began);
      return;
    }
    averages.exchange();
    try {
      validate(began);
    } finally {
      averages.exchange();
    }
  }

  private void validate(long began) {
    trainer.listener().onValidation((int) progress[EPOCHS] + 1);
    Validation.Outcome outcome = validation.run(this::isToStop, vitals);
    if (outcome == null) {
      return; // a resumed run begins with this validation
    }
    double loss = outcome.validation().loss();
    if (!Double.isFinite(loss)) {
      Moment lastStep = new Moment(stepView.epoch(), updates.steps(), lastRate);
      diverged(validation.diverged(loss, lastStep), lastStep);
      return;
    }
    int epoch = (int) ++progress[EPOCHS];
    boolean isBest = best.offer(epoch, outcome.selected(), outcome.validation());
    trainer
        .updating()
        .schedule()
        .validated(outcome.selected(), trainer.selection().higherIsBetter(), scheduleMemory);
    double trainLoss = epochLoss.value();
    epochLoss.clear();
    seen[ROWS] = 0;
    seen[BATCHES] = 0;
    batches.nextEpoch();
    Vitals figures = vitals.finishEpoch(updates.steps());
    Pace.OfEpoch times = pace.epoch(began);
    lastReport =
        new EpochReport(
            epoch,
            trainLoss,
            outcome.train(),
            outcome.validation(),
            isBest,
            figures,
            times.seconds(),
            times.rowsPerSecond());
    trainer.listener().onEpoch(lastReport);
  }

  /**
   * Runs the steps up to the end of the current epoch, including its validation.
   *
   * @return the figures of the epoch, or empty if the run is over before the epoch ends
   */
  public Optional<EpochReport> epoch() {
    lastReport = null;
    boolean more = true;
    while (more && lastReport == null) {
      more = step();
    }
    return Optional.ofNullable(lastReport);
  }

  /**
   * Runs all remaining steps and leaves the model with the weights of the best epoch, even if a
   * listener throws. If there is no best epoch yet, the model has its initial weights after an
   * exception or a divergence, and its current weights, or their average if there is one, after a
   * request to stop or at the time limit.
   *
   * @return the result of the run
   */
  public TrainingResult finish() {
    return finish(() -> {});
  }

  /**
   * Runs all remaining steps as {@link #finish()} does, with something to do after each of them.
   *
   * @param afterStep called after every step, and once if no step remains; it may take the {@link
   *     #state}. What it throws ends the run as an exception of a listener does
   * @return the result of the run
   */
  public TrainingResult finish(Runnable afterStep) {
    boolean restore = true;
    try {
      boolean more = true;
      while (more) {
        more = step();
        afterStep.run();
      }
      restore = best.epoch() > 0 || requested == null;
    } finally {
      if (restore) {
        best.restore();
      } else if (averages != null) {
        averages.exchange();
      }
      finished = true;
    }
    TrainingResult result = pace.result((int) progress[EPOCHS], best, reason(), divergence);
    trainer.listener().onEnd(result);
    return result;
  }

  /**
   * Returns the current state of the run: everything that is needed to resume it after a crash.
   *
   * @return a copy
   * @throws IllegalStateException after {@link #finish}, because the model then has its best
   *     weights instead of those from which training would continue
   */
  public TrainingState state() {
    if (finished) {
      throw new IllegalStateException("training: the run is finished: take its state before");
    }
    return TrainingState.of(memory());
  }

  /**
   * Passes a checkpoint of this run to the listener of the trainer. For those who write
   * checkpoints; on the thread that trains.
   *
   * @param report a checkpoint that is complete on disk
   */
  public void tell(CheckpointReport report) {
    trainer.listener().onCheckpoint(report);
  }

  /**
   * Copies the current state into the arrays of an older one, so that it takes no new memory.
   *
   * @param out a memory with the arrays of this run, such as that of an earlier {@link #state}
   * @throws IllegalArgumentException if it has other arrays
   * @throws IllegalStateException after {@link #finish}
   */
  public void stateInto(Memory out) {
    if (finished) {
      throw new IllegalStateException("training: the run is finished: take its state before");
    }
    out.set(memory());
  }

  /**
   * Returns everything that the state consists of; its arrays are shared with the run, not copied.
   */
  private Memory memory() {
    BatchSource.Position position = batches.position();
    MemoryBuilder all =
        Memory.builder()
            .putPart("weights", weights)
            .putPart("updates", updates.memory())
            .putPart("schedule", scheduleMemory)
            .putLongs("settings", trainer.config().seed(), trainer.config().batchSize())
            .putLongs("layers", pass.randomPositions())
            .putLongs("position", position.epoch(), position.row())
            .putPart("epoch", epochLoss.memory().withLongs("seen", seen))
            .putPart("vitals", vitals.memory())
            .putLongs("progress", progress)
            .putPart("best", best.memory());
    if (accumulation != null) {
      all.putPart("accumulation", accumulation.memory());
    }
    if (averages != null) {
      all.putPart("average", averages.memory());
    }
    return all.build();
  }

  /**
   * Continues from the state of another run with the same settings, model and data; all later
   * results then have the same bits as in that run. Settings that do not affect the state may
   * differ: for example, more epochs prolong a run.
   *
   * @param state the state of that run
   * @return this run
   * @throws IllegalArgumentException if the state belongs to another model, seed or batch size, or
   *     to other parts; the message names the difference, and nothing is changed
   * @throws IllegalStateException after {@link #finish}
   */
  public TrainingRun restore(TrainingState state) {
    if (finished) {
      throw new IllegalStateException("training: the run is finished: start another");
    }
    Memory saved = state.memory();
    Memory own = memory();
    own.requireSameArrays(saved);
    if (!Arrays.equals(own.longs("settings"), saved.longs("settings"))) {
      throw new IllegalArgumentException(
          "training: the state is of a run with seed %s and batches of %s, not %s and %s"
              .formatted(
                  saved.longs("settings")[0],
                  saved.longs("settings")[1],
                  own.longs("settings")[0],
                  own.longs("settings")[1]));
    }
    long[] position = saved.longs("position");
    batches.moveTo(new BatchSource.Position(position[0], position[1]));
    pass.moveRandom(saved.longs("layers"));
    own.set(saved);
    requested = null;
    divergence = null;
    return this;
  }
}
