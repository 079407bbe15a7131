package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.Samples;
import lanewise.training.optimizer.WeightUpdates;
import lanewise.training.state.Memory;

/**
 * Tries learning rates on a model, one step each, from a very small to a very large one (Smith,
 * "Cyclical learning rates for training neural networks", 2017):
 *
 * <pre>
 *   rate of step i = lowest (highest / lowest)^(i / (steps - 1))
 * </pre>
 *
 * <p>The steps are those of the trainer, with its loss, optimizer, transforms and constraints on
 * its batches; its schedule, averaging and accumulation play no part. The trial ends early when the
 * smoothed loss is above four times its minimum or no longer a number. Afterwards the model has the
 * weights and statistics that it had before.
 *
 * <pre>{@code
 * RateCurve curve = LearningRateFinder.of(trainer).find(model, train);
 * double rate = curve.suggestion().orElse(0.01);
 * }</pre>
 *
 * <p>Immutable and safe to share. Equal settings, models and data give equal curves.
 */
public final class LearningRateFinder {
  private static final double SMOOTHING = 0.9;
  private static final double BLOWN_UP = 4;

  private final Trainer trainer;
  private final double lowest;
  private final double highest;
  private final int steps;

  private LearningRateFinder(Trainer trainer, double lowest, double highest, int steps) {
    if (!(lowest > 0 && lowest < highest && highest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate finder: rates from %s to %s: use numbers above 0, the lower one first"
              .formatted(lowest, highest));
    }
    if (steps < 3) {
      throw new IllegalArgumentException(
          "learning rate finder: " + steps + " steps: use at least 3");
    }
    this.trainer = trainer;
    this.lowest = lowest;
    this.highest = highest;
    this.steps = steps;
  }

  /**
   * Returns a finder with 100 steps, from a rate of 1e-7 to 10.
   *
   * @param trainer the trainer whose steps are tried
   * @return the finder
   */
  public static LearningRateFinder of(Trainer trainer) {
    return new LearningRateFinder(trainer, 1e-7, 10, 100);
  }

  /**
   * Returns this finder with other rates.
   *
   * @param from the lowest rate, above 0
   * @param to the highest rate, above the lowest
   * @return a changed copy
   * @throws IllegalArgumentException if one is out of range
   */
  public LearningRateFinder withRates(double from, double to) {
    return new LearningRateFinder(trainer, from, to, steps);
  }

  /**
   * Returns this finder with another number of steps.
   *
   * @param value at least 3
   * @return a changed copy
   * @throws IllegalArgumentException if the number is smaller
   */
  public LearningRateFinder withSteps(int value) {
    return new LearningRateFinder(trainer, lowest, highest, value);
  }

  /**
   * Tries the rates.
   *
   * @param model the model with its initial weights, which it has again afterwards, even if an
   *     exception is thrown
   * @param train the rows to learn from, in batches of the trainer's size and seed
   * @return the losses by rate
   * @throws ShapeException if the model and the data do not fit
   */
  public RateCurve find(Model model, Samples train) {
    TrainingConfig config = trainer.config();
    return find(model, Minibatches.of(train, config.batchSize(), config.seed()));
  }

  /**
   * Tries the rates on batches from any source.
   *
   * @param model the model with its initial weights, which it has again afterwards, even if an
   *     exception is thrown
   * @param train the batches to learn from, at their first position; the caller closes them
   * @return the losses by rate
   * @throws ShapeException if the model and the data do not fit
   */
  public RateCurve find(Model model, BatchSource train) {
    train.format().requireFits("find a learning rate", model);
    Memory weights = TrainingRun.weightsOf(model);
    Memory before = weights.copy();
    try {
      return new RateCurve(tryRates(model, train));
    } finally {
      weights.set(before);
    }
  }

  private List<RateCurve.Point> tryRates(Model model, BatchSource batches) {
    TrainingConfig config = trainer.config();
    Pass pass =
        model.pass(
            PassOptions.training(batches.maxRows())
                .withWorkers(trainer.workers())
                .withSeed(config.seed()));
    Targets targets = batches.format().newTargets(batches.maxRows());
    Updating updating = trainer.updating();
    WeightUpdates updates =
        WeightUpdates.of(
            updating.optimizer(), updating.transforms(), updating.constraints(), model);
    int outputs = model.outputShape().size();
    List<RateCurve.Point> points = new ArrayList<>();
    double sum = 0;
    double weight = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < steps; i++) {
      int rows = batches.next(pass.input(), targets);
      if (rows == 0) {
        batches.nextEpoch();
        rows = batches.next(pass.input(), targets);
      }
      double rate = lowest * StrictMath.pow(highest / lowest, (double) i / (steps - 1));
      pass.forward(rows);
      double loss =
          trainer.loss().evaluate(rows, outputs, pass.output(), targets, pass.gradOutput());
      sum = SMOOTHING * sum + (1 - SMOOTHING) * loss;
      weight = SMOOTHING * weight + (1 - SMOOTHING);
      double smoothed = sum / weight;
      points.add(new RateCurve.Point(rate, loss, smoothed));
      least = Math.min(least, smoothed);
      if (!(smoothed <= least + (BLOWN_UP - 1) * Math.abs(least))) {
        break;
      }
      pass.backward();
      updates.step(pass, rate / updating.optimizer().learningRate());
    }
    return points;
  }
}
