package lanewise.bench.compare.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of answers, and ours against it from the model file on. */
final class ExpectedTest {
  private static final int BATCHES = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"4-16-3, 1", "4-16-3, 5", "30-32-16-1, 1", "70-33-10, 2"})
  void everyVariantOfOursIsRight(String widths, int rows) throws Exception {
    LanewisePlan contestant = new LanewisePlan();
    Network network = Network.of(widths);
    float[][] inputs = network.inputs(BATCHES, rows);
    Path file = folder.resolve("model");
    contestant.save(network, file);

    for (String variant : contestant.variants()) {
      Expected expected = new Expected(contestant.computed(variant, network), inputs);
      Entry entry = new Entry(contestant.open(variant, file, rows, inputs), expected, BATCHES);
      entry.check();
      assertThat(entry.warmUp(1, 1)).isEqualTo(1);
      assertThat(entry.warmUp(1_000_000, 1_000_000)).isPositive();
      assertThat(entry.round(10)).isPositive();
      assertThat(entry.tails().p999()).isPositive();
    }
  }

  @Test
  void aSmallMistakeIsFound() {
    Network network = Network.of("5-4-2");
    float[][] inputs = network.inputs(1, 1);
    Expected expected = new Expected(network, inputs);
    Network other = network.withWeights(1, weight -> weight * 1.0001f);

    assertThatThrownBy(() -> expected.check(0, first(other, inputs)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("wrong answer: batch 0, row 0, class 0 is ");
  }

  @Test
  void notANumberIsFound() {
    Network network = Network.of("5-4-2");
    Expected expected = new Expected(network, network.inputs(1, 1));

    assertThatThrownBy(() -> expected.check(0, new float[] {Float.NaN, Float.NaN}))
        .hasMessageContaining("is NaN");
  }

  private float[] first(Network network, float[][] inputs) throws Exception {
    LanewisePlan contestant = new LanewisePlan();
    Path file = folder.resolve("other");
    contestant.save(network, file);
    return contestant.open("float32", file, 1, inputs).predict(0);
  }
}
