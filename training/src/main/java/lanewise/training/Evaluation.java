package lanewise.training;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * How well a model labels a data set.
 *
 * @param rows how many were labelled
 * @param loss the mean loss over the rows, whatever the loss's reduction
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
    return of(classifier, data, Workers.caller());
  }

  /**
   * Evaluates a classifier with the cross-entropy of its probabilities, on several threads.
   *
   * @param classifier its labels must be those of the data set, in the same order
   * @param data unscaled
   * @param workers the threads to use
   * @return the figures, the same for every number of threads
   * @throws ShapeException if the widths or the labels differ
   */
  public static Evaluation of(Classifier classifier, Dataset data, Workers workers) {
    if (!classifier.labels().equals(data.classNames())) {
      throw new ShapeException(
          "evaluate: the model's labels "
              + classifier.labels()
              + " are not the data's "
              + data.classNames());
    }
    return of(classifier.model(), classifier.scaler(), SoftmaxCrossEntropy.of(), data, workers);
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
    Evaluator evaluator = new Evaluator(model, scaler, loss, data, workers);
    return Objects.requireNonNull(evaluator.evaluate(() -> false));
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

    /** Asks before every chunk but the first whether to stop; null where it was. */
    @Nullable Evaluation evaluate(BooleanSupplier stop) {
      ConfusionMatrix confusion = new ConfusionMatrix(classes);
      float[] features = data.features().storage();
      int width = data.featureCount();
      MeanLoss mean = new MeanLoss(loss);
      for (int done = 0; done < data.rows(); done += CHUNK) {
        if (done > 0 && stop.getAsBoolean()) {
          return null;
        }
        int count = Math.min(CHUNK, data.rows() - done);
        int from = data.features().storageOffset() + done * width;
        scaler.transform(count, features, from, pass.input(), 0);
        for (int r = 0; r < count; r++) {
          labels[r] = data.label(done + r);
        }
        pass.forward(count);
        mean.add(loss.evaluate(count, classes, pass.output(), targets, null), count);
        for (int r = 0; r < count; r++) {
          confusion.add(labels[r], argMax(pass.output(), r * classes, classes));
        }
      }
      double accuracy = (double) confusion.right() / data.rows();
      return new Evaluation(data.rows(), mean.value(), accuracy, confusion);
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
