package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.faults.AllocationFaults;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.file.SavedModel;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The allocations on the way of a new model, from its file to the answers of a live plan and back
 * to a file, fail, a part of them in each build: the live plan answers by the old model or by the
 * new one, and so does the file.
 */
@Tag("once")
class PublishAllocationFaultsTest {
  private static final int IN = 13;
  private static final float[] ROW = Plans.gaussians(5, IN);

  private static Classifier classifier(long seed) {
    Dense first = Dense.of(IN, 17);
    Dense second = Dense.of(17, 3);
    float[] weights = Plans.gaussians(seed, IN * 17 + 17 * 3);
    System.arraycopy(weights, 0, first.weight().values(), 0, IN * 17);
    System.arraycopy(weights, IN * 17, second.weight().values(), 0, 17 * 3);
    return Classifier.of(
        Sequential.of(IN, first, Relu.of(), second),
        FeatureScaler.identity(IN),
        List.of("a", "b", "c"),
        Map.of("seed", String.valueOf(seed)));
  }

  private static float[] answer(InferencePlan plan) {
    float[] out = new float[3];
    plan.predict(ROW, 0, out, 0);
    return out;
  }

  /** A service that loads a new model, publishes it, answers by it and keeps a copy. */
  static final class Reload implements AllocationFaults.Scenario {
    private static final float[] OLD = answer(classifier(1).plan());
    private static final float[] NEW = answer(classifier(2).plan());

    private final Path folder = Path.of(System.getProperty("lanewise.test.reload"));
    private final Path file = folder.resolve("new");
    private final Path copy = folder.resolve("copy");
    private final LivePlan live = LivePlan.of(classifier(1).plan());

    @Override
    public void prepare() throws IOException {
      classifier(2).save(file);
      classifier(1).save(copy);
    }

    @Override
    public void act() throws IOException {
      SavedModel loaded = SavedModel.load(file);
      InferencePlan next = InferencePlan.of(loaded);
      live.publish(next);
      float[] out = new float[3];
      live.predict(ROW, 0, out, 0);
      assertThat(out).containsExactly(NEW);
      loaded.save(copy);
    }

    @Override
    public void check() throws IOException {
      float[] out = new float[3];
      live.predict(ROW, 0, out, 0);
      assertThat(List.of(OLD, NEW)).contains(out);
      assertThat(answer(InferencePlan.load(file))).containsExactly(NEW);
      assertThat(List.of(OLD, NEW)).contains(answer(InferencePlan.load(copy)));
      try (Stream<Path> all = Files.list(folder)) {
        assertThat(all).containsExactlyInAnyOrder(file, copy);
      }
      live.publish(classifier(2).plan());
      live.predict(ROW, 0, out, 0);
      assertThat(out).containsExactly(NEW);
    }
  }

  @Test
  void aReloadThatFailsChangesNothing(@TempDir Path folder) throws Exception {
    System.setProperty("lanewise.test.reload", folder.toString());
    try {
      AllocationFaults.Counts counts = AllocationFaults.sweep(Reload.class, 3);

      assertThat(counts.faults()).isGreaterThan(50);
      System.out.printf("reload: %,d faults, %,d escaped%n", counts.faults(), counts.escaped());
    } finally {
      System.clearProperty("lanewise.test.reload");
    }
  }
}
