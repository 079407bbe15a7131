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
  private final Part validation;
  private final @Nullable Part train;

  /** Rows, and the buffers of their evaluations. */
  private record Part(RowSource rows, Evaluator evaluator) {
    static Part of(Trainer trainer, Model model, RowSource rows) {
      return new Part(rows, Evaluator.of(model, rows, trainer.workers()));
    }
  }

  Validation(Trainer trainer, Model model, RowSource validation) {
    this.trainer = trainer;
    this.metrics = trainer.validationMetrics();
    this.validation = Part.of(trainer, model, validation);
    RowSource trainRows = trainer.trainEvaluation();
    this.train = trainRows == null ? null : Part.of(trainer, model, trainRows);
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
    List<Tally> tallies = begin(validation);
    if (!validation.evaluator.run(validation.rows, tallies, stop, vitals::validated)) {
      return null;
    }
    Evaluation evaluation = evaluation(validation, tallies);
    double selected = tallies.get(metrics.indexOf(trainer.selection())).value();
    if (train == null || !Double.isFinite(evaluation.loss())) {
      return new Outcome(selected, evaluation, null);
    }
    List<Tally> trainTallies = begin(train);
    if (!train.evaluator.run(train.rows, trainTallies, stop, pass -> {})) {
      return null;
    }
    return new Outcome(selected, evaluation, evaluation(train, trainTallies));
  }

  private List<Tally> begin(Part part) {
    return metrics.stream().map(part.evaluator::begin).toList();
  }

  private Evaluation evaluation(Part part, List<Tally> tallies) {
    List<MetricValue> values = new ArrayList<>();
    for (Metric metric : trainer.metrics()) {
      values.add(new MetricValue(metric.name(), tallies.get(metrics.indexOf(metric)).value()));
    }
    double loss = tallies.get(metrics.indexOf(trainer.meanLoss())).value();
    return new Evaluation(part.rows.rows(), loss, values);
  }

  /** Finds where the validation rows lead to a number that is not finite. */
  Divergence diverged(double loss, DivergenceSearch.Moment moment) {
    return validation.evaluator.diverged(validation.rows, loss, moment);
  }
}
