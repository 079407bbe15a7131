package lanewise.layers.predictor;

import java.nio.file.Path;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.format.FormatException;

/** Says what a file holds that is not what the caller wanted, and how to load it. */
final class Loading {
  private Loading() {}

  static FormatException refusal(Path file, SavedModel saved, String wanted) {
    return new FormatException(
        file.toString(),
        saved.task() == null
            ? "holds a model without labels; load it with SavedModel.load"
            : "does not hold %s; %s".formatted(wanted, next(saved)));
  }

  /** The class that takes the content. */
  static String next(SavedModel saved) {
    return switch (saved.task()) {
      case null -> "it is a plain model: use SavedModel";
      case Task.Classification _ -> "it is a classifier: use Classifier or Predictor";
      case Task.MultiLabel _ ->
          "it is a multi-label classifier: use MultiLabelClassifier or Predictor";
      case Task.Regression _ -> "it is a regressor: use Regressor or Predictor";
    };
  }
}
