package lanewise.layers.predictor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.ShapeException;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A trained model that names one of several classes: the model, the transform of its features, the
 * labels of its outputs, and its provenance.
 *
 * <p>A classifier takes a snapshot of the model when it is made, which later training does not
 * change. It is immutable: any number of threads may use it at the same time. A prediction for a
 * row has the same bits alone, in any batch and on any thread.
 *
 * <p>An infinity in a row is refused before anything is computed, and so is NaN, except for a value
 * that is missing in a column of a table. Finite values may still overflow in the scaler or the
 * model; their logits and probabilities are then infinite or NaN, and {@link #predict} refuses to
 * name a class.
 *
 * <p>The methods that write into the caller's array allocate nothing once warm.
 */
public final class Classifier implements Predictor {
  private final SavedModel saved;
  private final InferencePlan plan;

  private Classifier(SavedModel saved) {
    this.saved = saved;
    this.plan = InferencePlan.of(saved);
  }

  /**
   * Makes a classifier from a model as it is now.
   *
   * @param model the model, which is copied; it has one input and one output, which gives a logit
   *     or log-probability for each label, not probabilities
   * @param transform the transform that is applied to every row first
   * @param labels the classes' names in the order of the model's outputs, all distinct
   * @param provenance facts to keep with the model, such as the data and the seed
   * @return the classifier
   * @throws ShapeException if the features or the labels do not fit the model
   * @throws IllegalArgumentException if the model has several inputs or outputs, if its output is a
   *     {@link lanewise.layers.activation.Softmax} layer, which would be applied twice, or if two
   *     labels are equal
   */
  public static Classifier of(
      Model model,
      FeatureTransform transform,
      List<String> labels,
      Map<String, String> provenance) {
    return of(SavedModel.of(model, transform, new Task.Classification(labels), provenance));
  }

  /**
   * Makes a classifier from the content of a model file.
   *
   * @param saved the content, with labels of classes; its model is copied
   * @return the classifier
   * @throws IllegalArgumentException if the content is a plain model or has another task
   */
  public static Classifier of(SavedModel saved) {
    if (!(saved.task() instanceof Task.Classification)) {
      throw new IllegalArgumentException(
          "classifier: the model has no labels of classes; " + Loading.next(saved));
    }
    return ofOwn(saved.copy());
  }

  /** Makes a classifier that uses the model itself. */
  static Classifier ofOwn(SavedModel saved) {
    return new Classifier(saved);
  }

  /**
   * Reads a classifier from a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a model that names no classes, which {@link Predictor#load(Path)} or {@link
   *     SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  public static Classifier load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a classifier from a model file that may have custom layers.
   *
   * @param file a file that {@link #save} wrote
   * @param kinds the layers that may be in it
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a model that names no classes, which {@link Predictor#load(Path)} or {@link
   *     SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  public static Classifier load(Path file, LayerKinds kinds) throws IOException {
    SavedModel saved = SavedModel.load(file, kinds);
    if (!(saved.task() instanceof Task.Classification)) {
      throw Loading.refusal(file, saved, "a classifier");
    }
    return ofOwn(saved);
  }

  /**
   * The names of the classes.
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
   * Predicts the label of a row.
   *
   * @param row the values of the row, before the transform
   * @return the label of the most probable class, the first of equals
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value, or
   *     if the features overflow in the scaler or the model, so that a probability is NaN
   */
  public String predict(float... row) {
    return labels().get(argMax(probabilities(row)));
  }

  /**
   * Computes the probabilities of a row: the softmax of the model's outputs. If the model ends in a
   * {@link lanewise.layers.activation.LogSoftmax}, the softmax changes only the last digits of
   * their exponential.
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
   * Computes the probabilities of many rows: the softmax of each row of {@link #logits}. Allocates
   * nothing once warm.
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
    logits(rows, in, inOffset, out, outOffset);
    int classes = plan.outputSize();
    Reducer.softmax(false, rows, classes, 1, out, outOffset, classes, 1, out, outOffset);
  }

  /**
   * Computes the model's outputs before the softmax for many rows. Allocates nothing once warm.
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
  public void logits(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    Rows.require(this, rows, in, inOffset, out, outOffset);
    plan.predict(rows, in, inOffset, out, outOffset);
  }

  private static int argMax(float[] values) {
    int best = ArgMax.of(values, 0, values.length);
    if (Float.isNaN(values[best])) {
      throw new IllegalArgumentException(
          "predict: the row's features are too large for this model: class %s has probability NaN"
              .formatted(best));
    }
    return best;
  }
}
