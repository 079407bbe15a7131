package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.BalancedAccuracy;
import lanewise.training.metric.ConfusionMatrix;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Tally;

/**
 * The quality of a classifier's predictions on some rows. If the rows have weights, the accuracy,
 * the balanced accuracy and the loss count them by their weights; the confusion counts rows.
 *
 * @param accuracy the share of the rows that were predicted correctly, from 0 to 1
 * @param balancedAccuracy the mean of the recalls of the classes that have rows, from 0 to 1
 * @param loss the mean cross-entropy of the probabilities
 * @param confusion the number of rows of each class that were predicted as each class; it no longer
 *     changes
 */
public record ClassificationReport(
    double accuracy, double balancedAccuracy, double loss, ConfusionMatrix confusion) {
  /**
   * Evaluates a classifier on the caller's thread.
   *
   * @param classifier the classifier, whose labels must be those of the data set in the same order
   * @param data the rows, unscaled
   * @return the figures
   * @throws ShapeException if the widths or the labels differ
   */
  public static ClassificationReport of(Classifier classifier, LabelledRows data) {
    return of(classifier, data, Workers.caller());
  }

  /**
   * Evaluates a classifier on several threads.
   *
   * @param classifier the classifier, whose labels must be those of the data set in the same order
   * @param data the rows, unscaled
   * @param workers the threads to use
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the widths or the labels differ
   */
  public static ClassificationReport of(Classifier classifier, LabelledRows data, Workers workers) {
    if (!classifier.labels().equals(data.classNames())) {
      throw new ShapeException(
          "evaluate: the model's labels %s are not the data's %s"
              .formatted(classifier.labels(), data.classNames()));
    }
    if (classifier.transform() instanceof FeatureScaler scaler) {
      return of(classifier.model(), scaler, data, workers);
    }
    throw new ShapeException(
        "evaluate: the model takes %s columns of a table, the data has %s features"
            .formatted(classifier.featureCount(), data.featureCount()));
  }

  /**
   * Evaluates a model that is not part of a classifier yet.
   *
   * @param model the model, which computes one logit for each class
   * @param scaler the scaler that is applied to every row first
   * @param data the rows, unscaled
   * @param workers the threads to use
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the widths differ
   */
  public static ClassificationReport of(
      Model model, FeatureScaler scaler, LabelledRows data, Workers workers) {
    return ofScaled(model, data.scaled(scaler), workers);
  }

  /**
   * Evaluates a model on rows that are ready for it.
   *
   * @param model the model, which computes one logit for each class
   * @param data rows with classes, scaled as the model expects them
   * @param workers the threads to use
   * @param beside tallies that see the same rows
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the widths differ
   */
  public static ClassificationReport ofScaled(
      Model model, RowSource data, Workers workers, Tally... beside) {
    try (RowReader reader = data.reader()) {
      return ofScaled(model, reader, workers, beside);
    }
  }

  /**
   * Evaluates a model on rows that are ready for it and can be read once, such as those of a pipe.
   *
   * @param model the model, which computes one logit for each class
   * @param reader of rows with classes, scaled as the model expects them; it is not closed
   * @param workers the threads to use
   * @param beside tallies that see the same rows, such as those of further metrics
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the widths differ
   * @throws InvalidDatasetException if there is no row
   */
  public static ClassificationReport ofScaled(
      Model model, RowReader reader, Workers workers, Tally... beside) {
    Evaluator evaluator = Evaluator.of(model, reader.format(), workers);
    ConfusionMatrix confusion = ConfusionMatrix.of(model.outputShape().size());
    Tally accuracy = evaluator.begin(Accuracy.of());
    Tally balanced = evaluator.begin(BalancedAccuracy.of());
    Tally loss = evaluator.begin(MeanLoss.of(SoftmaxCrossEntropy.of()));
    List<Tally> tallies = new ArrayList<>(List.of(beside));
    tallies.addAll(List.of(accuracy, balanced, loss, confusion));
    evaluator.run(reader, tallies);
    return new ClassificationReport(accuracy.value(), balanced.value(), loss.value(), confusion);
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return confusion.total();
  }
}
