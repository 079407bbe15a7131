package lanewise.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model file holds: a model, and where it is a classifier's, the scaler and the labels. For
 * programs that take files of both kinds; others use {@link Model#load(Path)} or {@link
 * Classifier#load(Path)}.
 *
 * @param model the model
 * @param scaler what every row goes through first; null in the file of a plain model
 * @param labels the classes' names; none in the file of a plain model
 */
public record SavedModel(Model model, @Nullable FeatureScaler scaler, List<String> labels) {
  /** Copies the list. */
  public SavedModel {
    labels = List.copyOf(labels);
  }

  /**
   * Reads a model file.
   *
   * @param file as {@link Model#save} or {@link Classifier#save} wrote it
   * @return a new model, of which nothing is frozen, and what goes with it
   * @throws lanewise.layers.format.FormatException if the file is damaged or no such model
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file) throws IOException {
    return ModelFile.readEither(file, LayerKinds.standard());
  }
}
