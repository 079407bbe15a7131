package lanewise.cli.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.Spelling;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.Targets;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.LabelAccuracy;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Metrics;
import lanewise.training.metric.R2;

/**
 * The metrics of a task by their names. Errors of numbers are in the units of the data; the loss is
 * of the scaled numbers that a model learns.
 *
 * @param task what is predicted; its names are those of the classes
 * @param loss the loss whose mean is the metric {@code loss}
 */
public record TaskMetrics(Task task, Loss loss) {
  /** The metric that people read beside the loss. */
  public Metric usual() {
    return switch (task) {
      case Task.Classification _ -> Accuracy.of();
      case Task.MultiLabel _ -> LabelAccuracy.of();
      case Task.Regression _ -> R2.of();
    };
  }

  /** Whether more is better of a metric; true if there is none of this name. */
  public static boolean higherIsBetter(String name) {
    return Metrics.find(name, MeanSquaredError.of()).map(Metric::higherIsBetter).orElse(true);
  }

  /**
   * The metric of a name.
   *
   * @param name as {@code --metric} has it, such as {@code auc} or {@code f1-class-fault}
   * @throws InputException if there is no such metric or class, or it does not suit the task
   */
  public Metric find(String name) {
    Metrics.classIn(name).ifPresent(text -> requireClass(name, text));
    Metric found = Metrics.find(name, loss, classes()).orElse(null);
    if (found == null) {
      String nearest = Spelling.nearest(name, fitting());
      throw new InputException(
          "--metric %s: there is no such metric; %s"
              .formatted(
                  name,
                  nearest == null
                      ? "use one of " + String.join(", ", fitting())
                      : "is " + nearest + " meant?"));
    }
    if (!fits(found)) {
      throw new InputException(
          "--metric %s does not suit this task; use one of %s"
              .formatted(name, String.join(", ", fitting())));
    }
    boolean hasUnit = !name.equals(Metrics.LOSS) && !found.equals(R2.of());
    return task instanceof Task.Regression numbers && hasUnit
        ? new InDataUnits(found, numbers.scaler())
        : found;
  }

  private List<String> classes() {
    return task instanceof Task.Regression ? List.of() : task.names();
  }

  private void requireClass(String name, String text) {
    boolean isIndex = text.matches("\\d{1,6}") && Integer.parseInt(text) < classes().size();
    if (task instanceof Task.Regression || isIndex || classes().contains(text)) {
      return;
    }
    String nearest = Spelling.nearest(text, classes());
    throw new InputException(
        "--metric %s: there is no class \"%s\"; %s"
            .formatted(
                name,
                Phrases.excerpt(text),
                nearest == null
                    ? "there are " + Phrases.list(classes())
                    : "is \"" + nearest + "\" meant?"));
  }

  private List<String> fitting() {
    List<String> fitting = new ArrayList<>();
    for (String known : Metrics.names()) {
      Metrics.find(known, loss).filter(this::fits).ifPresent(_ -> fitting.add(known));
    }
    return fitting;
  }

  /** Tries a metric on a row. */
  private boolean fits(Metric metric) {
    int outputs = task.names().size();
    Targets targets =
        task instanceof Task.Classification
            ? Targets.ofClasses(new int[1])
            : Targets.ofValues(
                task instanceof Task.Regression ? halves(outputs) : new float[outputs]);
    try {
      metric.begin(outputs).add(1, new float[outputs], targets);
      return true;
    } catch (IllegalArgumentException unsuitable) {
      return false;
    }
  }

  /** Numbers that are neither labels nor probabilities. */
  private static float[] halves(int count) {
    float[] values = new float[count];
    Arrays.fill(values, -2.5f);
    return values;
  }
}
