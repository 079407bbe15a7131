package lanewise.layers.predictor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.ShapeException;

/**
 * A trained model that gives each of several labels a probability of its own: a row may have none
 * of the labels, one, or all of them.
 *
 * <p>The probability of a label is the sigmoid of the model's output for it. A row has a label if
 * the probability is at least {@value #THRESHOLD}.
 *
 * <p>Immutable and safe to share, as every {@link Predictor}. The methods that write into the
 * caller's array allocate nothing once warm.
 */
public final class MultiLabelClassifier implements Predictor {
  /** The probability from which on a row has a label. */
  public static final float THRESHOLD = 0.5f;

  private final SavedModel saved;
  private final InferencePlan plan;

  private MultiLabelClassifier(SavedModel saved) {
    this.saved = saved;
    this.plan = InferencePlan.of(saved);
  }

  /**
   * Makes a classifier from a model as it is now.
   *
   * @param model the model, which is copied; it has one input and one output, which gives a logit
   *     for each label, not a probability
   * @param transform the transform that is applied to every row first
   * @param labels the labels in the order of the model's outputs, all distinct
   * @param provenance facts to keep with the model, such as the data and the seed
   * @return the classifier
   * @throws ShapeException if the features or the labels do not fit the model
   * @throws IllegalArgumentException if the model has several inputs or outputs, its output is a
   *     {@link lanewise.layers.activation.Sigmoid} layer, which would be applied twice, or two
   *     labels are equal
   */
  public static MultiLabelClassifier of(
      Model model,
      FeatureTransform transform,
      List<String> labels,
      Map<String, String> provenance) {
    return of(SavedModel.of(model, transform, new Task.MultiLabel(labels), provenance));
  }

  /**
   * Makes a classifier from the content of a model file.
   *
   * @param saved the content, with labels that do not exclude each other; its model is copied
   * @return the classifier
   * @throws IllegalArgumentException if the content is a plain model or has another task
   */
  public static MultiLabelClassifier of(SavedModel saved) {
    if (!(saved.task() instanceof Task.MultiLabel)) {
      throw new IllegalArgumentException(
          "multi-label classifier: the model has no such labels; " + Loading.next(saved));
    }
    return ofOwn(saved.copy());
  }

  /** Makes a classifier that uses the model itself. */
  static MultiLabelClassifier ofOwn(SavedModel saved) {
    return new MultiLabelClassifier(saved);
  }

  /**
   * Reads a classifier from a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a model with another task, which {@link Predictor#load(Path)} or {@link
   *     SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  public static MultiLabelClassifier load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a classifier from a model file that may have custom layers.
   *
   * @param file a file that {@link #save} wrote
   * @param kinds the layers that may be in it
   * @return the classifier
   * @throws lanewise.layers.format.FormatException as {@link #load(Path)} throws it
   * @throws IOException if it cannot be read
   */
  public static MultiLabelClassifier load(Path file, LayerKinds kinds) throws IOException {
    SavedModel saved = SavedModel.load(file, kinds);
    if (!(saved.task() instanceof Task.MultiLabel)) {
      throw Loading.refusal(file, saved, "a multi-label classifier");
    }
    return ofOwn(saved);
  }

  /**
   * The labels.
   *
   * @return the labels, in the order of the probabilities
   */
  public List<String> labels() {
    return saved.labels();
  }

  @Override
  public SavedModel saved() {
    return saved;
  }

  @Override
  public InferencePlan plan() {
    return plan;
  }

  /**
   * Predicts the labels of a row.
   *
   * @param row the values of the row, before the transform
   * @return the labels whose probability is at least {@value #THRESHOLD}, in their order; may be
   *     empty
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value, or
   *     if the features overflow in the scaler or the model, so that a probability is NaN
   */
  public List<String> predict(float... row) {
    float[] probabilities = probabilities(row);
    List<String> found = new ArrayList<>();
    for (int l = 0; l < probabilities.length; l++) {
      if (Float.isNaN(probabilities[l])) {
        throw new IllegalArgumentException(
            "predict: the row's features are too large for this model: label %s has probability NaN"
                .formatted(l));
      }
      if (probabilities[l] >= THRESHOLD) {
        found.add(labels().get(l));
      }
    }
    return List.copyOf(found);
  }

  /**
   * Computes the probability of each label for a row.
   *
   * @param row the values of the row, before the transform
   * @return a new array with one probability per label
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value
   */
  public float[] probabilities(float... row) {
    Rows.requireWidth(this, row);
    float[] result = new float[plan.outputSize()];
    probabilities(1, row, 0, result, 0);
    return result;
  }

  /**
   * Computes the probability of each label for many rows. Allocates nothing once warm.
   *
   * @param rows the number of rows
   * @param in [rows, features] from inOffset on, row-major, before the transform
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, labels] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value;
   *     nothing has been written then
   */
  public void probabilities(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    Rows.require(this, rows, in, inOffset, out, outOffset);
    plan.probabilities(rows, in, inOffset, out, outOffset);
  }
}
