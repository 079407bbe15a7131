package lanewise.layers.predictor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureTransform;
import org.jspecify.annotations.Nullable;

/**
 * A trained model that knows the meaning of its inputs and outputs: what all kinds have in common.
 *
 * <pre>{@code
 * switch (Predictor.load(file)) {
 *   case Classifier classifier -> classifier.predict(row);            // the label of a class
 *   case MultiLabelClassifier labels -> labels.predict(row);          // the labels of the row
 *   case Regressor regressor -> regressor.predict(row);               // numbers in their own units
 * }
 * }</pre>
 *
 * <p>A predictor is a snapshot, which later training of the model does not change. It is immutable
 * and may be shared by any number of threads; a row has the same bits alone, in any batch and on
 * any thread.
 */
public sealed interface Predictor permits Classifier, MultiLabelClassifier, Regressor {
  /**
   * Reads a predictor from a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the predictor of the task that the file names
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a plain model, which {@link SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  static Predictor load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a predictor from a model file that may have custom layers.
   *
   * @param file a file that {@link #save} wrote
   * @param kinds the layers that may be in it
   * @return the predictor of the task that the file names
   * @throws lanewise.layers.format.FormatException as {@link #load(Path)} throws it
   * @throws IOException if it cannot be read
   */
  static Predictor load(Path file, LayerKinds kinds) throws IOException {
    SavedModel saved = SavedModel.load(file, kinds);
    if (saved.task() == null) {
      throw Loading.refusal(file, saved, "a predictor");
    }
    return ofOwn(saved);
  }

  /**
   * Makes a predictor from the content of a model file.
   *
   * @param saved the content, with a task; its model is copied
   * @return the predictor of that task
   * @throws IllegalArgumentException if the content is a plain model
   */
  static Predictor of(SavedModel saved) {
    if (saved.task() == null) {
      throw new IllegalArgumentException("predictor: " + Loading.next(saved));
    }
    return ofOwn(saved.copy());
  }

  private static Predictor ofOwn(SavedModel saved) {
    return switch (Objects.requireNonNull(saved.task())) {
      case Task.Classification _ -> Classifier.ofOwn(saved);
      case Task.MultiLabel _ -> MultiLabelClassifier.ofOwn(saved);
      case Task.Regression _ -> Regressor.ofOwn(saved);
    };
  }

  /**
   * The content of the predictor's model file.
   *
   * @return the model of this snapshot, the transform, the task and the provenance
   */
  SavedModel saved();

  /**
   * The plan that predictions run, with weights in 32 bits. For other precisions use {@code
   * InferencePlan.of(saved(), precision)}.
   *
   * @return the same object every time
   */
  InferencePlan plan();

  /**
   * Writes the predictor to a model file, whole or not at all. The file does not record which
   * parameters are frozen. {@link SavedModel#load(Path)} reads it too.
   *
   * @param file the file to write; an existing file is replaced
   * @throws IOException if it cannot be written
   */
  default void save(Path file) throws IOException {
    saved().save(file);
  }

  /**
   * The model itself. Do not train it; train a {@link Model#copy()} instead.
   *
   * @return the model of this snapshot
   */
  default Model model() {
    return saved().model();
  }

  /**
   * The transform of the features.
   *
   * @return the transform that is applied to every row first
   */
  default FeatureTransform transform() {
    return Objects.requireNonNull(saved().transform());
  }

  /**
   * The number of values of a row: features, or columns of a table.
   *
   * @return at least 1
   */
  default int featureCount() {
    return transform().inputSize();
  }

  /**
   * The columns of the table that the model takes.
   *
   * @return the transform if it takes columns of several types; null if every value of a row is a
   *     number
   */
  default @Nullable ColumnTransformer columns() {
    return transform() instanceof ColumnTransformer columns ? columns : null;
  }

  /**
   * Makes a row of the texts of its fields, for the methods that predict.
   *
   * @param fields the text of each column by its name, as {@link ColumnTransformer#encode(Map)}
   *     takes them
   * @return a new row of {@link #featureCount()} values
   * @throws IllegalArgumentException if a field is refused; the message names its column
   * @throws IllegalStateException if the model takes numbers without names
   */
  default float[] encode(Map<String, ? extends @Nullable String> fields) {
    ColumnTransformer columns = columns();
    if (columns == null) {
      throw new IllegalStateException(
          "encode: the model takes %s numbers without names, not columns"
              .formatted(featureCount()));
    }
    return columns.encode(fields);
  }

  /**
   * The facts noted about the model when it was made.
   *
   * @return an unmodifiable map
   */
  default SequencedMap<String, String> provenance() {
    return saved().provenance();
  }

  /**
   * The SHA-256 of the weights' bytes in their order in the model file.
   *
   * @return 64 hexadecimal digits
   */
  default String weightsSha256() {
    return saved().weightsSha256();
  }
}
