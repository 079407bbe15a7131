package lanewise.layers.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.layers.Model;
import lanewise.layers.activation.Softmax;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a model file: a model of any structure and, if it names classes, the scaler of its
 * features, the labels of its outputs and its provenance. All reading and writing of model files
 * goes through this class.
 *
 * @param model the model itself, not a copy
 * @param scaler the scaler that is applied to every row first; null for a plain model
 * @param labels the classes' names in the order of the model's outputs; empty for a plain model
 * @param provenance facts to keep with the model, such as the data and the seed; empty for a plain
 *     model
 */
public record SavedModel(
    Model model,
    @Nullable FeatureScaler scaler,
    List<String> labels,
    SequencedMap<String, String> provenance) {
  /**
   * Copies the list and the map, and checks that the parts fit.
   *
   * @throws ShapeException if the scaler's features or the labels do not fit the model
   * @throws IllegalArgumentException if there is a scaler without labels or labels without a
   *     scaler, or if there are labels and two are equal, the model has several inputs or outputs,
   *     or its output is a {@link Softmax} layer, which would be applied twice
   */
  public SavedModel {
    labels = List.copyOf(labels);
    provenance = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(provenance));
    if ((scaler == null) != labels.isEmpty()) {
      throw new IllegalArgumentException(
          "saved model: a scaler and labels come together: there are %d labels %s a scaler"
              .formatted(labels.size(), scaler == null ? "without" : "and"));
    }
    if (scaler != null) {
      requireFit(model, scaler, labels);
    }
  }

  /**
   * The content of a plain model's file.
   *
   * @param model the model itself, not a copy; with any number of inputs and outputs
   * @return the content
   */
  public static SavedModel of(Model model) {
    return new SavedModel(model, null, List.of(), new LinkedHashMap<>());
  }

  /**
   * The content of the file of a model that names classes.
   *
   * @param model the model itself, not a copy; it has one input and one output, which gives a logit
   *     or log-probability for each label, not probabilities
   * @param scaler the scaler that is applied to every row first
   * @param labels the classes' names in the order of the model's outputs, all distinct
   * @param provenance facts to keep with the model
   * @return the content
   * @throws ShapeException as the constructor
   * @throws IllegalArgumentException as the constructor
   */
  public static SavedModel of(
      Model model, FeatureScaler scaler, List<String> labels, Map<String, String> provenance) {
    return new SavedModel(model, scaler, labels, new LinkedHashMap<>(provenance));
  }

  private static void requireFit(Model model, FeatureScaler scaler, List<String> labels) {
    requireOne("input", model.inputShapes().sequencedKeySet());
    requireOne("output", model.outputShapes().sequencedKeySet());
    if (model.nodes().isEmpty()) {
      throw new IllegalArgumentException("classifier: the model has no layers");
    }
    Model.Node last = model.nodes().getLast();
    if (last.layer().kind().equals(Softmax.KIND)) {
      throw new IllegalArgumentException(
          "classifier: the model ends in the softmax %s, which a classifier applies itself: leave the layer out"
              .formatted(last.name()));
    }
    if (model.inputShape().size() != scaler.featureCount()) {
      throw new ShapeException(
          "classifier: the model takes %s, the scaler %d features"
              .formatted(model.inputShape(), scaler.featureCount()));
    }
    if (model.outputShape().size() != labels.size()) {
      throw new ShapeException(
          "classifier: the model gives %s, there are %d labels"
              .formatted(model.outputShape(), labels.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            "classifier: two classes have the label \"%s\"".formatted(label));
      }
    }
  }

  private static void requireOne(String what, Set<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "classifier: the model has %d %ss %s, not one".formatted(names.size(), what, names));
    }
  }

  /**
   * Tests whether the model names classes.
   *
   * @return false for a plain model
   */
  public boolean isClassifier() {
    return scaler != null;
  }

  /**
   * Copies this content with the model and its parameters, so that later training does not change
   * the copy.
   *
   * @return a copy
   */
  public SavedModel copy() {
    return new SavedModel(model.copy(), scaler, labels, provenance);
  }

  /**
   * Writes a model file, whole or not at all. The file does not record which parameters are frozen.
   *
   * @param file the file to write; an existing file is replaced
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    ModelFile.contents(this).write(file);
  }

  /**
   * Reads a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the content with a new model, in which no parameter is frozen
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a model file that may have custom layers.
   *
   * @param file a file that {@link #save} wrote
   * @param kinds the layers that may be in it
   * @return the content with a new model, in which no parameter is frozen
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file, LayerKinds kinds) throws IOException {
    return ModelFile.read(file, kinds);
  }

  /**
   * The SHA-256 of the weights' bytes in their order in the model file.
   *
   * @return 64 hexadecimal digits
   */
  public String weightsSha256() {
    return ModelFile.contents(this).weightsSha256();
  }
}
