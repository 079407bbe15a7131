package lanewise.training;

import lanewise.layers.Classifier;
import lanewise.layers.FeatureScaler;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.Dataset;

/**
 * How well a model labels a data set.
 *
 * @param rows how many were labelled
 * @param loss the mean loss
 * @param accuracy the share that was labelled right, 0 to 1
 * @param confusion how often each class was taken for which
 */
public record Evaluation(int rows, double loss, double accuracy, ConfusionMatrix confusion) {
  private static final int CHUNK = 256;

  /**
   * Evaluates a classifier with the cross-entropy of its probabilities.
   *
   * @param classifier its labels must be those of the data set, in the same order
   * @param data unscaled
   * @return the figures
   * @throws ShapeException if the widths or the labels differ
   */
  public static Evaluation of(Classifier classifier, Dataset data) {
    if (!classifier.labels().equals(data.classNames())) {
      throw new ShapeException(
          "evaluate: the model's labels "
              + classifier.labels()
              + " are not the data's "
              + data.classNames());
    }
    return of(
        classifier.model(), classifier.scaler(), SoftmaxCrossEntropy.of(), data, Workers.caller());
  }

  /**
   * Evaluates a model.
   *
   * @param model gives one logit a class
   * @param scaler is applied to every row first
   * @param loss of logits against class indices
   * @param data unscaled
   * @param workers the threads to use
   * @return the figures, the same for every number of threads
   * @throws ShapeException if the widths differ
   */
  public static Evaluation of(
      Model model, FeatureScaler scaler, Loss loss, Dataset data, Workers workers) {
    return new Evaluator(model, scaler, loss, data, workers).evaluate();
  }

  /** The buffers of repeated evaluations of one model on one data set. */
  static final class Evaluator {
    private final FeatureScaler scaler;
    private final Loss loss;
    private final Dataset data;
    private final Pass pass;
    private final int classes;
    private final int[] labels = new int[CHUNK];
    private final Targets targets = Targets.ofClasses(labels);

    Evaluator(Model model, FeatureScaler scaler, Loss loss, Dataset data, Workers workers) {
      Trainer.checkWidths("evaluate", model, scaler, data);
      this.scaler = scaler;
      this.loss = loss;
      this.data = data;
      this.classes = model.outputShape().size();
      this.pass = model.inferencePass(Math.min(CHUNK, data.rows()), workers);
    }

    Evaluation evaluate() {
      ConfusionMatrix confusion = new ConfusionMatrix(classes);
      float[] features = data.features().storage();
      int width = data.featureCount();
      double total = 0;
      for (int done = 0; done < data.rows(); done += CHUNK) {
        int count = Math.min(CHUNK, data.rows() - done);
        int from = data.features().storageOffset() + done * width;
        scaler.transform(count, features, from, pass.input(), 0);
        for (int r = 0; r < count; r++) {
          labels[r] = data.label(done + r);
        }
        pass.forward(count);
        total += loss.evaluate(count, classes, pass.output(), targets, null) * count;
        for (int r = 0; r < count; r++) {
          confusion.add(labels[r], argMax(pass.output(), r * classes, classes));
        }
      }
      double accuracy = (double) confusion.right() / data.rows();
      return new Evaluation(data.rows(), total / data.rows(), accuracy, confusion);
    }

    private static int argMax(float[] values, int from, int count) {
      int best = 0;
      for (int i = 1; i < count; i++) {
        if (values[from + i] > values[from + best]) {
          best = i;
        }
      }
      return best;
    }
  }
}
