package lanewise.training;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.LabelledRows;
import lanewise.training.metric.ConfusionMatrix;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Tally;

/**
 * How well a classifier labels rows.
 *
 * @param loss the mean cross-entropy of the probabilities
 * @param confusion how often each class was taken for which; no longer counts
 */
public record ClassificationReport(double loss, ConfusionMatrix confusion) {
  /**
   * Labels rows on the caller's thread.
   *
   * @param classifier its labels must be those of the data set, in the same order
   * @param data unscaled
   * @return the figures
   * @throws ShapeException if the widths or the labels differ
   */
  public static ClassificationReport of(Classifier classifier, LabelledRows data) {
    return of(classifier, data, Workers.caller());
  }

  /**
   * Labels rows on several threads.
   *
   * @param classifier its labels must be those of the data set, in the same order
   * @param data unscaled
   * @param workers the threads to use
   * @return the figures, the same for every number of threads
   * @throws ShapeException if the widths or the labels differ
   */
  public static ClassificationReport of(Classifier classifier, LabelledRows data, Workers workers) {
    if (!classifier.labels().equals(data.classNames())) {
      throw new ShapeException(
          "evaluate: the model's labels %s are not the data's %s"
              .formatted(classifier.labels(), data.classNames()));
    }
    return of(classifier.model(), classifier.scaler(), data, workers);
  }

  /**
   * Labels rows by a model that is no classifier yet.
   *
   * @param model gives one logit a class
   * @param scaler is applied to every row first
   * @param data unscaled
   * @param workers the threads to use
   * @return the figures, the same for every number of threads
   * @throws ShapeException if the widths differ
   */
  public static ClassificationReport of(
      Model model, FeatureScaler scaler, LabelledRows data, Workers workers) {
    Evaluator evaluator = new Evaluator(model, data.scaled(scaler), workers);
    ConfusionMatrix confusion = ConfusionMatrix.of(model.outputShape().size());
    Tally loss = evaluator.begin(MeanLoss.of(SoftmaxCrossEntropy.of()));
    evaluator.run(List.of(loss, confusion));
    return new ClassificationReport(loss.value(), confusion);
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return confusion.total();
  }

  /**
   * The share of the rows that were labelled right.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    return confusion.value();
  }
}
