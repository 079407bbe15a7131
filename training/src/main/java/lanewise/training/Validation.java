package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lanewise.layers.Model;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Tally;
import org.jspecify.annotations.Nullable;

/** The evaluations at the end of every epoch: on the validation rows, and on training rows. */
final class Validation {
  private final Trainer trainer;
  private final List<Metric> metrics;
  private final Evaluator validation;
  private final @Nullable Evaluator train;

  Validation(Trainer trainer, Model model, RowSource validation) {
    this.trainer = trainer;
    this.metrics = trainer.validationMetrics();
    this.validation = new Evaluator(model, validation, trainer.workers());
    RowSource trainRows = trainer.trainEvaluation();
    this.train = trainRows == null ? null : new Evaluator(model, trainRows, trainer.workers());
  }

  /**
   * The figures of an epoch.
   *
   * @param selected the value of the metric that selects the best epoch
   * @param validation the figures on the validation rows
   * @param train the figures on the training rows, null if none are asked for or the loss is not
   *     finite
   */
  record Outcome(double selected, Evaluation validation, @Nullable Evaluation train) {}

  /** Evaluates the model; returns null if it was stopped. */
  @Nullable Outcome run(BooleanSupplier stop, VitalsMeter vitals) {
    vitals.beginValidation();
    List<Tally> tallies = metrics.stream().map(validation::begin).toList();
    if (!validation.run(tallies, stop, vitals::validated)) {
      return null;
    }
    Evaluation evaluation = evaluation(validation, tallies);
    double selected = tallies.get(metrics.indexOf(trainer.selection())).value();
    if (train == null || !Double.isFinite(evaluation.loss())) {
      return new Outcome(selected, evaluation, null);
    }
    List<Tally> trainTallies = metrics.stream().map(train::begin).toList();
    if (!train.run(trainTallies, stop, pass -> {})) {
      return null;
    }
    return new Outcome(selected, evaluation, evaluation(train, trainTallies));
  }

  private Evaluation evaluation(Evaluator evaluator, List<Tally> tallies) {
    List<MetricValue> values = new ArrayList<>();
    for (Metric metric : trainer.metrics()) {
      values.add(new MetricValue(metric.name(), tallies.get(metrics.indexOf(metric)).value()));
    }
    double loss = tallies.get(metrics.indexOf(trainer.meanLoss())).value();
    return new Evaluation(evaluator.rows(), loss, values);
  }

  /** Finds where the validation rows lead to a number that is not finite. */
  Divergence diverged(double loss, int epoch, long step, double learningRate) {
    return validation.diverged(loss, epoch, step, learningRate);
  }
}
