package lanewise.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Job;
import lanewise.cli.job.RowPart;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.YamlText;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.checkpoint.RunIdentity;

/**
 * What must be the same for a training to continue: the keys of its job that decide the bits of the
 * model, and its rows. Those that test change no weight, but the figures of the model.
 */
final class JobIdentity {
  /**
   * Keys that prolong a training, or change nothing in its bits. The rows count, not their place.
   */
  private static final Set<String> MAY_CHANGE =
      Set.of(
          "data.source",
          "data.stream",
          "training.epochs",
          "stopping.patience",
          "stopping.warm-up",
          "stopping.target",
          "stopping.time-limit",
          "threads",
          "output");

  /**
   * Keys that may change as well where the training has diverged: it would take the same steps
   * again.
   */
  static final Set<String> MAY_CHANGE_AFTER_DIVERGENCE =
      Set.of(
          "optimizer.rate",
          "regularization.clip-value",
          "regularization.clip-norm",
          "regularization.clip-global-norm",
          "regularization.norm");

  private static final String CHECKPOINTS = "checkpoints.";

  private static final List<String> PARTS = List.of("training", "validation", "test");

  private JobIdentity() {}

  /** Reads all rows once. */
  static RunIdentity of(Job job, TrainingData data) {
    RunIdentity identity = RunIdentity.none();
    for (Map.Entry<String, Node> key : Job.section().write(job).flat().entrySet()) {
      String value = YamlText.line(key.getValue());
      boolean decides =
          !MAY_CHANGE.contains(key.getKey())
              && !key.getKey().startsWith(CHECKPOINTS)
              && !isPlaceOfRows(key.getKey(), job.data());
      if (decides && !value.equals("null")) {
        identity = identity.with(key.getKey(), value);
      }
    }
    PreparedData rows = data.prepared();
    if (rows.transform() instanceof ColumnTransformer table) {
      identity = identity.with("features", table.featureNames());
    }
    return identity
        .with("outputs", rows.task().names())
        .withRows(rowsName("training", data), rows.train())
        .withRows(rowsName("validation", data), rows.validation())
        .withRows(rowsName("test", data), rows.test());
  }

  /** A share decides which rows are meant, but of a file the rows themselves count. */
  private static boolean isPlaceOfRows(String key, DataSettings data) {
    return (key.equals("data.validation") && data.validation() instanceof RowPart.OwnFile)
        || (key.equals("data.test") && data.test() instanceof RowPart.OwnFile);
  }

  /** The files and folders that the rows of a job are read from. */
  static String places(DataSettings data) {
    List<String> places = new ArrayList<>(List.of(data.source()));
    if (data.validation() instanceof RowPart.OwnFile(Path file)) {
      places.add(file.toString());
    }
    if (data.test() instanceof RowPart.OwnFile(Path file)) {
      places.add(file.toString());
    }
    return String.join(", ", places);
  }

  private static String rowsName(String part, TrainingData data) {
    return part + " rows of " + data.name();
  }

  /** Whether a change is one of the rows. */
  static boolean isOfRows(String change, TrainingData data) {
    return PARTS.stream().anyMatch(part -> change.contains(rowsName(part, data)));
  }

  /**
   * The changes that people must know of: where a key decides the rows, that they changed too is
   * clear.
   */
  static List<String> toName(List<String> changes, TrainingData data) {
    boolean dividedAnew =
        changes.stream().anyMatch(each -> each.startsWith("seed ") || each.startsWith("data."));
    return changes.stream().filter(each -> !dividedAnew || !isOfRows(each, data)).toList();
  }
}
