package lanewise.cli.train;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.YamlText;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.checkpoint.RunIdentity;

/**
 * What must be the same for a training to continue: the keys of its job that decide the bits of the
 * model, and the rows that the network sees.
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

  private JobIdentity() {}

  /** Reads all rows to train and to validate once. */
  static RunIdentity of(Job job, TrainingData data) {
    RunIdentity identity = RunIdentity.none();
    for (Map.Entry<String, Node> key : Job.section().write(job).flat().entrySet()) {
      String value = YamlText.line(key.getValue());
      boolean decides = !MAY_CHANGE.contains(key.getKey()) && !key.getKey().startsWith(CHECKPOINTS);
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
        .withRows(rowsName("validation", data), rows.validation());
  }

  private static String rowsName(String part, TrainingData data) {
    return part + " rows of " + data.name();
  }

  /** Whether a change is one of the rows. */
  static boolean isOfRows(String change, TrainingData data) {
    return change.contains(rowsName("training", data))
        || change.contains(rowsName("validation", data));
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
