package lanewise.cli.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.cli.job.LossSettings;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Schemas;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.cli.settings.Yaml;
import lanewise.layers.file.Task;
import lanewise.layers.format.Json;
import lanewise.layers.loss.Loss;
import lanewise.training.data.table.TaskKind;

/**
 * The loss that the metric {@code loss} of an evaluation means: the one that trained the model, if
 * the model file says it. The facts in the file are the keys of a job, and the weights of the
 * classes where there are some:
 *
 * <pre>
 *   loss.kind huber     loss.delta 0.5     loss.class-weights [0.6,3.0]
 * </pre>
 *
 * @param loss the loss
 * @param description which one it is, and why
 */
public record TrainedLoss(Loss loss, String description) {
  private static final String PREFIX = "loss.";
  private static final String CLASS_WEIGHTS = PREFIX + "class-weights";
  private static final Type<List<Float>> WEIGHTS = Types.listOf(Types.number(Range.from(0), 1));

  /**
   * The facts that a model file keeps of the loss of a training.
   *
   * @param classWeights the weights of the classes; empty if all are alike
   */
  public static SequencedMap<String, String> facts(LossSettings loss, List<Float> classWeights) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    Node.Mapping written = LossSettings.choice().write(loss);
    written.entries().forEach((key, entry) -> facts.put(PREFIX + key, text(entry.value())));
    if (!classWeights.isEmpty()) {
      facts.put(CLASS_WEIGHTS, text(WEIGHTS.write(classWeights)));
    }
    return facts;
  }

  /** A word as it is, all else as JSON. */
  private static String text(Node value) {
    return value instanceof Node.Scalar scalar ? scalar.text() : Json.write(Schemas.json(value));
  }

  /**
   * The loss of a model.
   *
   * @param facts what its file says about its training; nothing of it is trusted
   * @param task its task
   */
  public static TrainedLoss of(Map<String, String> facts, Task task) {
    try {
      Node.Mapping written = written(facts);
      if (written.entries().isEmpty()) {
        return usual(task, "; the model file does not say which loss trained it");
      }
      LossSettings settings = LossSettings.choice().read(written, "loss");
      String weights = facts.get(CLASS_WEIGHTS);
      List<Float> classWeights =
          weights == null ? List.of() : WEIGHTS.read(parsed(CLASS_WEIGHTS, weights), CLASS_WEIGHTS);
      int outputs = task.names().size();
      if (settings.task() == TaskKind.of(task)
          && (classWeights.isEmpty() || classWeights.size() == outputs)) {
        return new TrainedLoss(
            settings.of(outputs, classWeights.isEmpty() ? null : array(classWeights)),
            "of the training: "
                + settings.describe()
                + (classWeights.isEmpty() ? "" : ", with its weights of classes"));
      }
    } catch (InputException | IllegalArgumentException ofAnotherVersion) {
      // It is as good as unknown, and said to be.
    }
    return usual(task, "; this version does not know the one that the model file names");
  }

  private static TrainedLoss usual(Task task, String why) {
    LossSettings usual = LossSettings.usual(TaskKind.of(task));
    return new TrainedLoss(
        usual.of(task.names().size(), null), "the usual one, " + usual.describe() + why);
  }

  /** The keys of the loss as a job has them. */
  private static Node.Mapping written(Map<String, String> facts) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    facts.forEach(
        (name, text) -> {
          if (name.startsWith(PREFIX) && !name.equals(CLASS_WEIGHTS)) {
            Node value = parsed(name, text);
            entries.put(name.substring(PREFIX.length()), new Node.Entry(value.origin(), value));
          }
        });
    return new Node.Mapping(entries, new Origin.Program());
  }

  private static Node parsed(String name, String text) {
    return Yaml.value(text, new Origin.Program(), name);
  }

  private static float[] array(List<Float> weights) {
    float[] array = new float[weights.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = weights.get(i);
    }
    return array;
  }
}
