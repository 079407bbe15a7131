package lanewise.layers.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.layers.Model;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Softmax;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.ShapeException;
import lanewise.tensor.io.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * The content of a model file: a model of any structure and, if the meaning of its outputs is
 * known, the transform of its features, its task and its provenance. All reading and writing of
 * model files goes through this class.
 *
 * @param model the model itself, not a copy
 * @param transform the transform that is applied to every row first; null for a plain model
 * @param task the meaning of the outputs; null for a plain model
 * @param provenance facts to keep with the model, such as the data and the seed; empty for a plain
 *     model
 */
public record SavedModel(
    Model model,
    @Nullable FeatureTransform transform,
    @Nullable Task task,
    SequencedMap<String, String> provenance) {
  /**
   * Copies the map, and checks that the parts fit.
   *
   * @throws ShapeException if the features or the names of the outputs do not fit the model
   * @throws IllegalArgumentException if there is a transform without a task or a task without a
   *     transform, or if there is a task and the model has several inputs or outputs, or its output
   *     is a {@link Softmax} or {@link Sigmoid} layer that a classifier would apply twice
   */
  public SavedModel {
    provenance = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(provenance));
    if ((transform == null) != (task == null)) {
      throw new IllegalArgumentException(
          "saved model: a transform of features and a task come together: there is only the "
              + (task == null ? "transform" : "task"));
    }
    if (transform != null && task != null) {
      requireFit(model, transform, task);
    }
  }

  /**
   * The content of a plain model's file.
   *
   * @param model the model itself, not a copy; with any number of inputs and outputs
   * @return the content
   */
  public static SavedModel of(Model model) {
    return new SavedModel(model, null, null, new LinkedHashMap<>());
  }

  /**
   * The content of the file of a model whose outputs have a meaning.
   *
   * @param model the model itself, not a copy; it has one input and one output
   * @param transform the transform that is applied to every row first
   * @param task the meaning of the outputs
   * @param provenance facts to keep with the model
   * @return the content
   * @throws ShapeException as the constructor
   * @throws IllegalArgumentException as the constructor
   */
  public static SavedModel of(
      Model model, FeatureTransform transform, Task task, Map<String, String> provenance) {
    return new SavedModel(model, transform, task, new LinkedHashMap<>(provenance));
  }

  private static void requireFit(Model model, FeatureTransform transform, Task task) {
    String who = noun(task);
    requireOne(who, "input", model.inputShapes().sequencedKeySet());
    requireOne(who, "output", model.outputShapes().sequencedKeySet());
    if (model.nodes().isEmpty()) {
      throw new IllegalArgumentException(who + ": the model has no layers");
    }
    refuseEnding(model.nodes().getLast(), task);
    if (model.inputShape().size() != transform.outputSize()) {
      throw new ShapeException(
          "%s: the model takes %s, the scaler %s features"
              .formatted(who, model.inputShape(), transform.outputSize()));
    }
    if (model.outputShape().size() != task.names().size()) {
      throw new ShapeException(
          "%s: the model gives %s, there are %s %s"
              .formatted(
                  who,
                  model.outputShape(),
                  task.names().size(),
                  task instanceof Task.Regression ? "names" : "labels"));
    }
  }

  /** Refuses a last layer that the predictor applies itself. */
  private static void refuseEnding(Model.Node last, Task task) {
    String kind = last.layer().kind();
    boolean twice =
        switch (task) {
          case Task.Classification _ -> kind.equals(Softmax.KIND);
          case Task.MultiLabel _ -> kind.equals(Sigmoid.KIND) || kind.equals(Softmax.KIND);
          case Task.Regression _ -> false;
        };
    if (twice) {
      String own = task instanceof Task.MultiLabel ? Sigmoid.KIND : Softmax.KIND;
      throw new IllegalArgumentException(
          own.equals(kind)
              ? "%s: the model ends in the %s %s, which a classifier applies itself: leave the layer out"
                  .formatted(noun(task), kind, last.name())
              : "%s: the model ends in the %s %s, but its labels do not exclude each other: leave the layer out"
                  .formatted(noun(task), kind, last.name()));
    }
  }

  private static String noun(Task task) {
    return switch (task) {
      case Task.Classification _ -> "classifier";
      case Task.MultiLabel _ -> "multi-label classifier";
      case Task.Regression _ -> "regressor";
    };
  }

  private static void requireOne(String who, String what, Set<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "%s: the model has %s %ss %s, not one".formatted(who, names.size(), what, names));
    }
  }

  /**
   * The names of the outputs: labels of classes, or names of numbers.
   *
   * @return the names in order; empty for a plain model
   */
  public List<String> labels() {
    return task == null ? List.of() : task.names();
  }

  /**
   * Copies this content with the model and its parameters, so that later training does not change
   * the copy.
   *
   * @return a copy
   */
  public SavedModel copy() {
    return new SavedModel(model.copy(), transform, task, provenance);
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
    return load(file, kinds, ReadLimits.defaults());
  }

  /**
   * Loads a file with custom layers and other limits.
   *
   * @param file the file
   * @param kinds the kinds of layers that may occur
   * @param limits the memory that the file, and one example in its model, may take
   * @return its content
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file
   * @throws lanewise.tensor.io.ReadLimitException if more memory is wanted than the limits grant
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file, LayerKinds kinds, ReadLimits limits) throws IOException {
    return ModelFile.read(file, kinds, limits);
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
