package lanewise.layers.predictor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.file.SavedModel;
import lanewise.layers.format.FormatException;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.internal.Room;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A trained model that names classes: the model, the scaler of its features, the labels of its
 * outputs, and its provenance.
 *
 * <p>A classifier takes a snapshot of the model when it is made, which later training does not
 * change. It is immutable: any number of threads may use it at the same time. A prediction for a
 * row has the same bits alone, in any batch and on any thread.
 *
 * <p>Features must be finite: a NaN or an infinity among them is refused before anything is
 * computed. Finite ones may still overflow in the scaler or the model; their logits and
 * probabilities are then infinite or NaN, and {@link #predict} refuses to name a class.
 *
 * <p>The methods that write into the caller's array allocate nothing once warm.
 */
public final class Classifier {
  private final SavedModel saved;
  private final FeatureScaler scaler;
  private final InferencePlan plan;

  private Classifier(SavedModel saved, FeatureScaler scaler) {
    this.saved = saved;
    this.scaler = scaler;
    this.plan = InferencePlan.of(saved);
  }

  /**
   * Makes a classifier from a model as it is now.
   *
   * @param model the model, which is copied; it has one input and one output, which gives a logit
   *     or log-probability for each label, not probabilities
   * @param scaler the scaler that is applied to every row first
   * @param labels the classes' names in the order of the model's outputs, all distinct
   * @param provenance facts to keep with the model, such as the data and the seed
   * @return the classifier
   * @throws ShapeException if the scaler's features or the labels do not fit the model
   * @throws IllegalArgumentException if the model has several inputs or outputs, if its output is a
   *     {@link lanewise.layers.activation.Softmax} layer, which would be applied twice, or if two
   *     labels are equal
   */
  public static Classifier of(
      Model model, FeatureScaler scaler, List<String> labels, Map<String, String> provenance) {
    return of(SavedModel.of(model, scaler, labels, provenance));
  }

  /**
   * Makes a classifier from the content of a model file.
   *
   * @param saved the content, with a scaler and labels; its model is copied
   * @return the classifier
   * @throws IllegalArgumentException if the content is a plain model
   */
  public static Classifier of(SavedModel saved) {
    return ofOwn(saved.copy());
  }

  private static Classifier ofOwn(SavedModel saved) {
    FeatureScaler scaler = saved.scaler();
    if (scaler == null) {
      throw new IllegalArgumentException("classifier: the model has no labels and no scaler");
    }
    return new Classifier(saved, scaler);
  }

  /**
   * Reads a classifier from a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a plain model, which {@link SavedModel#load(Path)} reads
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
   *     or holds a plain model, which {@link SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  public static Classifier load(Path file, LayerKinds kinds) throws IOException {
    SavedModel saved = SavedModel.load(file, kinds);
    if (!saved.isClassifier()) {
      throw new FormatException(
          file.toString(), "holds a model without labels; load it with SavedModel.load");
    }
    return ofOwn(saved);
  }

  /**
   * Writes the classifier to a model file, whole or not at all. The file does not record which
   * parameters are frozen. {@link SavedModel#load(Path)} reads it too.
   *
   * @param file the file to write; an existing file is replaced
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    saved.save(file);
  }

  /**
   * The number of features of a row.
   *
   * @return at least 1
   */
  public int featureCount() {
    return scaler.featureCount();
  }

  /**
   * The names of the classes.
   *
   * @return the labels, in the order of the probabilities
   */
  public List<String> labels() {
    return saved.labels();
  }

  /**
   * The facts noted about the model when it was made.
   *
   * @return an unmodifiable map
   */
  public SequencedMap<String, String> provenance() {
    return saved.provenance();
  }

  /**
   * The model itself. Do not train it; train a {@link Model#copy()} instead.
   *
   * @return the model of this snapshot
   */
  public Model model() {
    return saved.model();
  }

  /**
   * The scaler of the features.
   *
   * @return the scaler that is applied to every row first
   */
  public FeatureScaler scaler() {
    return scaler;
  }

  /**
   * The content of the classifier's model file.
   *
   * @return the model of this snapshot, its scaler, labels and provenance
   */
  public SavedModel saved() {
    return saved;
  }

  /**
   * The plan that predictions run, with weights in 32 bits. For other precisions use {@code
   * InferencePlan.of(saved(), precision)}.
   *
   * @return the same object every time
   */
  public InferencePlan plan() {
    return plan;
  }

  /**
   * The SHA-256 of the weights' bytes in their order in the model file.
   *
   * @return 64 hexadecimal digits
   */
  public String weightsSha256() {
    return saved.weightsSha256();
  }

  /**
   * Predicts the label of a row.
   *
   * @param row one value per feature, unscaled
   * @return the label of the most probable class, the first of equals
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if a feature is NaN or infinite, which the message names, or
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
   * @param row one value per feature, unscaled
   * @return a new array with one probability per label
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names it
   */
  public float[] probabilities(float... row) {
    if (row.length != featureCount()) {
      throw new ShapeException(
          "predict: the row has " + row.length + " features, the model takes " + featureCount());
    }
    float[] result = new float[plan.outputSize()];
    probabilities(1, row, 0, result, 0);
    return result;
  }

  /**
   * Computes the probabilities of many rows: the softmax of each row of {@link #logits}. Allocates
   * nothing once warm.
   *
   * @param rows the number of rows
   * @param in [rows, features] from inOffset on, row-major, unscaled
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, labels] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names its row and
   *     column from 0, and nothing has been written
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
   * @param in [rows, features] from inOffset on, row-major, unscaled
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, labels] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names its row and
   *     column from 0, and nothing has been written
   */
  public void logits(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    int features = featureCount();
    Room.require("predict", "input", "values", rows, features, in.length, inOffset);
    Room.require("predict", "output", "values", rows, plan.outputSize(), out.length, outOffset);
    checkFinite(in, inOffset, rows * features, features);
    plan.predict(rows, in, inOffset, out, outOffset);
  }

  private static void checkFinite(float[] in, int from, int count, int features) {
    for (int i = 0; i < count; i++) {
      float value = in[from + i];
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "predict: row %d, column %d is %s, not a finite number"
                .formatted(i / features, i % features, value));
      }
    }
  }

  private static int argMax(float[] values) {
    int best = ArgMax.of(values, 0, values.length);
    if (Float.isNaN(values[best])) {
      throw new IllegalArgumentException(
          "predict: the row's features are too large for this model: class %d has probability NaN"
              .formatted(best));
    }
    return best;
  }
}
