package lanewise.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A trained model that names classes: the model, the scaler of its features, the labels of its
 * outputs, and where it comes from.
 *
 * <p>Takes a snapshot of the model when it is made (weights packed for inference); later training
 * of that model is not seen. Immutable: any number of threads may ask it at once. A prediction for
 * a row has the same bits alone, in any batch and on any thread.
 *
 * <p>Features must be finite: a NaN or an infinity among them is refused before anything is
 * computed. Finite ones may still overflow in the scaler or the model; their logits and
 * probabilities are then infinite or NaN, and {@link #predict} refuses to name a class.
 *
 * <p>The methods that write into an array of the caller's allocate nothing once warm.
 */
public final class Classifier {
  private static final int CHUNK = 64;

  private final Model model;
  private final FeatureScaler scaler;
  private final List<String> labels;
  private final SequencedMap<String, String> provenance;
  private final Pool<Pass> passes;

  private Classifier(
      Model model,
      FeatureScaler scaler,
      List<String> labels,
      SequencedMap<String, String> provenance) {
    this.model = model;
    this.scaler = scaler;
    this.labels = labels;
    this.provenance = provenance;
    Model packed = model.forInference();
    this.passes = new Pool<>(() -> packed.inferencePass(CHUNK, Workers.caller()));
  }

  /**
   * A classifier of a model as it is now.
   *
   * @param model has one input and one output, which gives one logit or logarithm of a probability
   *     a label, not probabilities; copied
   * @param scaler is applied to every row first
   * @param labels the classes' names in the order of the model's outputs, each another
   * @param provenance facts to keep with the model, such as the data and the seed
   * @return the classifier
   * @throws ShapeException if the scaler's features or the labels do not fit the model
   * @throws IllegalArgumentException if the model has several inputs or outputs, if its output is a
   *     {@link Softmax} layer, which would be applied twice, or if two labels are equal
   */
  public static Classifier of(
      Model model, FeatureScaler scaler, List<String> labels, Map<String, String> provenance) {
    requireFit(model, scaler, labels);
    return new Classifier(
        model.copy(),
        scaler,
        List.copyOf(labels),
        Collections.unmodifiableSequencedMap(new LinkedHashMap<>(provenance)));
  }

  /** Throws as {@link #of} does. */
  static void requireFit(Model model, FeatureScaler scaler, List<String> labels) {
    requireOne("input", model.inputShapes().keySet());
    requireOne("output", model.outputShapes().keySet());
    String output = model.outputShapes().firstEntry().getKey();
    if (model.layers().get(output) instanceof Softmax) {
      throw new IllegalArgumentException(
          "classifier: the model ends in the softmax "
              + output
              + ", which a classifier applies itself: leave the layer out");
    }
    if (model.inputShape().size() != scaler.featureCount()) {
      throw new ShapeException(
          "classifier: the model takes "
              + model.inputShape()
              + ", the scaler "
              + scaler.featureCount()
              + " features");
    }
    if (model.outputShape().size() != labels.size()) {
      throw new ShapeException(
          "classifier: the model gives "
              + model.outputShape()
              + ", there are "
              + labels.size()
              + " labels");
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            "classifier: two classes have the label \"" + label + "\"");
      }
    }
  }

  private static void requireOne(String what, Collection<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "classifier: the model has " + names.size() + " " + what + "s " + names + ", not one");
    }
  }

  /**
   * Reads a classifier from a model file.
   *
   * @param file as {@link #save} wrote it
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or no such model; one of
   *     {@link Model#save} is refused, {@link Model#load(Path)} reads it
   * @throws IOException if it cannot be read
   */
  public static Classifier load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a classifier from a model file that may have layers of your own.
   *
   * @param file as {@link #save} wrote it
   * @param kinds the layers that may be in it
   * @return the classifier
   * @throws lanewise.layers.format.FormatException if the file is damaged or no such model; one of
   *     {@link Model#save} is refused, {@link Model#load(Path)} reads it
   * @throws IOException if it cannot be read
   */
  public static Classifier load(Path file, LayerKinds kinds) throws IOException {
    return ModelFile.readClassifier(file, kinds);
  }

  /**
   * Writes the classifier to a model file, whole or not at all. Which parameters are frozen is not
   * saved. {@link Model#load(Path)} reads the model alone.
   *
   * @param file replaced if it is there
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    ModelFile.write(this, file);
  }

  /**
   * The features of a row.
   *
   * @return how many values a row has
   */
  public int featureCount() {
    return scaler.featureCount();
  }

  /**
   * The names of the classes.
   *
   * @return in the order of the probabilities
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * What was noted about the model when it was made.
   *
   * @return an unmodifiable map
   */
  public SequencedMap<String, String> provenance() {
    return provenance;
  }

  /**
   * The model itself; not to be trained further, take a {@link Model#copy()} for that.
   *
   * @return the model of this snapshot
   */
  public Model model() {
    return model;
  }

  /**
   * The scaler of the features.
   *
   * @return what every row goes through first
   */
  public FeatureScaler scaler() {
    return scaler;
  }

  /**
   * The SHA-256 of the weights' bytes, as they follow one another in the model file.
   *
   * @return 64 hexadecimal digits
   */
  public String weightsSha256() {
    return ModelFile.contents(this).weightsSha256();
  }

  /**
   * The label of a row.
   *
   * @param row one value a feature, unscaled
   * @return the most probable class, the first of equals
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if a feature is NaN or infinite, the message names it; or if
   *     the features overflow in the scaler or the model, so that a probability is NaN
   */
  public String predict(float... row) {
    return labels.get(argMax(probabilities(row)));
  }

  /**
   * The probabilities of a row: the softmax of the model's outputs. Where the model ends in a
   * {@link LogSoftmax}, that changes nothing but the last digits.
   *
   * @param row one value a feature, unscaled
   * @return one a label, a new array
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names it
   */
  public float[] probabilities(float... row) {
    if (row.length != featureCount()) {
      throw new ShapeException(
          "predict: the row has " + row.length + " features, the model takes " + featureCount());
    }
    float[] result = new float[labels.size()];
    probabilities(1, row, 0, result, 0);
    return result;
  }

  /**
   * The probabilities of many rows: the softmax of each row of {@link #logits}. Allocates nothing
   * once warm.
   *
   * @param rows how many
   * @param in [rows, features] from inOffset on, row-major, unscaled
   * @param inOffset where the first row begins
   * @param out written: [rows, labels] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names its row and
   *     column from 0, and nothing has been written
   */
  public void probabilities(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    logits(rows, in, inOffset, out, outOffset);
    int classes = labels.size();
    Reducer.softmax(false, rows, classes, 1, out, outOffset, classes, 1, out, outOffset);
  }

  /**
   * The model's outputs before the softmax, of many rows. Allocates nothing once warm.
   *
   * @param rows how many
   * @param in [rows, features] from inOffset on, row-major, unscaled
   * @param inOffset where the first row begins
   * @param out written: [rows, labels] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if a feature is NaN or infinite; the message names its row and
   *     column from 0, and nothing has been written
   */
  public void logits(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    int features = featureCount();
    int classes = labels.size();
    checkRoom("input", rows, features, in.length, inOffset);
    checkRoom("output", rows, classes, out.length, outOffset);
    checkFinite(in, inOffset, rows * features, features);
    Pass pass = passes.acquire();
    for (int done = 0; done < rows; done += CHUNK) {
      int count = Math.min(CHUNK, rows - done);
      scaler.transform(count, in, inOffset + done * features, pass.input(), 0);
      pass.forward(count);
      System.arraycopy(pass.output(), 0, out, outOffset + done * classes, count * classes);
    }
    passes.release(pass);
  }

  private static void checkRoom(String what, int rows, int width, int length, int offset) {
    if (rows < 0 || offset < 0 || offset + (long) rows * width > length) {
      throw new ShapeException(
          "predict: "
              + rows
              + " rows of "
              + width
              + " from "
              + offset
              + " do not fit the "
              + what
              + " of "
              + length
              + " values");
    }
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
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "predict: the row's features are too large for this model: class "
                + i
                + " has probability NaN");
      }
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
