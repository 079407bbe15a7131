package lanewise.cli.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.cli.job.LossSettings;
import lanewise.layers.file.Task;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.TargetScaler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss that a model file says, and what becomes of one that it does not say well. */
@Tag("once")
final class TrainedLossTest {
  private static final Task PRICE =
      new Task.Regression(List.of("price"), TargetScaler.of(new float[] {100}, new float[] {10}));
  private static final Task STATE = new Task.Classification(List.of("ok", "fault"));
  private static final Task LABELS = new Task.MultiLabel(List.of("hot", "fast"));

  record Kept(LossSettings settings, Task task, List<Float> classWeights) {
    Targets targets() {
      return task instanceof Task.Classification
          ? Targets.ofClasses(new int[] {1, 0})
          : Targets.ofValues(new float[] {1, 0, 0, 1});
    }
  }

  private static Stream<Kept> kept() {
    return Stream.of(
        new Kept(new LossSettings.CrossEntropy(0.1), STATE, List.of()),
        new Kept(new LossSettings.CrossEntropy(0), STATE, List.of(0.6122449f, 3f)),
        new Kept(new LossSettings.Hinge(0.5, 2), STATE, List.of(1f, 0f)),
        new Kept(new LossSettings.BinaryCrossEntropy(List.of(1f, 3.3f)), LABELS, List.of()),
        new Kept(new LossSettings.SquaredError(), PRICE, List.of()),
        new Kept(new LossSettings.AbsoluteError(), PRICE, List.of()),
        new Kept(new LossSettings.HuberError(0.1), PRICE, List.of()));
  }

  /** The same number comes out, whatever the settings are. */
  @ParameterizedTest
  @MethodSource("kept")
  void isTheLossOfTheTraining(Kept kept) {
    int outputs = kept.task.names().size();
    float[] weights = new float[kept.classWeights.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = kept.classWeights.get(i);
    }
    TrainedLoss read =
        TrainedLoss.of(TrainedLoss.facts(kept.settings, kept.classWeights), kept.task);
    assertThat(read.description()).startsWith("of the training: " + kept.settings.describe());
    float[] output = {0.3f, -2.5f, 1.5f, 0.25f};
    double expected =
        kept.settings
            .of(outputs, weights.length == 0 ? null : weights)
            .evaluate(2, outputs, output, kept.targets(), null);
    assertThat(read.loss().evaluate(2, outputs, output, kept.targets(), null)).isEqualTo(expected);
  }

  @Test
  void aFileThatSaysNothingHasTheUsualLoss() {
    assertThat(TrainedLoss.of(Map.of("seed", "42", "validationLoss", "1"), PRICE).description())
        .isEqualTo(
            "the usual one, mean squared error of the scaled numbers; the model file does not say"
                + " which loss trained it");
  }

  private static Stream<Map<String, String>> strange() {
    return Stream.of(
        Map.of("loss.kind", "focal"),
        Map.of("loss.kind", "huber"),
        Map.of("loss.kind", ""),
        Map.of("loss.kind", "[["),
        Map.of("loss.kind", "\u0000"),
        Map.of("loss.kind", "cross-entropy", "loss.smoothing", "2"),
        Map.of("loss.kind", "cross-entropy", "loss.gamma", "2"),
        Map.of("loss.kind", "cross-entropy", "loss.smoothing", "{a: " + "[".repeat(100)),
        Map.of("loss.kind", "cross-entropy", "loss.class-weights", "[1]"),
        Map.of("loss.kind", "cross-entropy", "loss.class-weights", "[1, -1]"),
        Map.of("loss.kind", "cross-entropy", "loss.class-weights", "[1, 1e300]"),
        Map.of("loss.kind", "cross-entropy", "loss.class-weights", "nothing"),
        Map.of("loss.smoothing.more", "1"));
  }

  /** A file may come from anybody, or from a later version. */
  @ParameterizedTest
  @MethodSource("strange")
  void aStrangeFileHasTheUsualLoss(Map<String, String> facts) {
    assertThat(TrainedLoss.of(facts, STATE).description())
        .isEqualTo(
            "the usual one, softmax cross-entropy; this version does not know the one that the"
                + " model file names");
  }
}
