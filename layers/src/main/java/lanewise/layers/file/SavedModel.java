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
 * What a model file holds: a model of any structure, and where it names classes, the scaler of its
 * features, the labels of its outputs and where it comes from. Everything that reads or writes
 * model files goes through here.
 *
 * @param model the model itself, not a copy
 * @param scaler what every row goes through first; null for a plain model
 * @param labels the classes' names in the order of the model's outputs; none for a plain model
 * @param provenance facts to keep with the model, such as the data and the seed; none for a plain
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
   * A plain model of any number of inputs and outputs.
   *
   * @param model the model itself, not a copy
   * @return what its file holds
   */
  public static SavedModel of(Model model) {
    return new SavedModel(model, null, List.of(), new LinkedHashMap<>());
  }

  /**
   * A model that names classes.
   *
   * @param model has one input and one output, which gives one logit or logarithm of a probability
   *     a label, not probabilities; the model itself, not a copy
   * @param scaler is applied to every row first
   * @param labels the classes' names in the order of the model's outputs, all distinct
   * @param provenance facts to keep with the model
   * @return what its file holds
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
   * Whether the model names classes.
   *
   * @return false for a plain model
   */
  public boolean isClassifier() {
    return scaler != null;
  }

  /**
   * The same with a model and parameters of its own, which later training does not change.
   *
   * @return a copy
   */
  public SavedModel copy() {
    return new SavedModel(model.copy(), scaler, labels, provenance);
  }

  /**
   * Writes a model file, whole or not at all. Which parameters are frozen is not saved.
   *
   * @param file replaced if it is there
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    ModelFile.contents(this).write(file);
  }

  /**
   * Reads a model file.
   *
   * @param file as {@link #save} wrote it
   * @return a new model, of which nothing is frozen, and what goes with it
   * @throws lanewise.layers.format.FormatException if the file is damaged or no such model
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a model file that may have layers of your own.
   *
   * @param file as {@link #save} wrote it
   * @param kinds the layers that may be in it
   * @return a new model, of which nothing is frozen, and what goes with it
   * @throws lanewise.layers.format.FormatException if the file is damaged or no such model
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file, LayerKinds kinds) throws IOException {
    return ModelFile.read(file, kinds);
  }

  /**
   * The SHA-256 of the weights' bytes, as they follow one another in the model file.
   *
   * @return 64 hexadecimal digits
   */
  public String weightsSha256() {
    return ModelFile.contents(this).weightsSha256();
  }
}
