package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lanewise.faults.AllocationFaults;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each allocation of a plan fails once: the next calls give the right answers, on fast weights. */
@Tag("once")
class PlanAllocationFaultsTest {
  /** The first calls on a plan, which make its buffers. */
  static final class Calls implements AllocationFaults.Scenario {
    private final float[] rows = Plans.gaussians(2, 70 * 37);
    private final float[][] answers = Plans.answers(Plans.mlp(1, 37, 53, 11), rows);
    private final InferencePlan plan = Plans.mlp(1, 37, 53, 11);

    @Override
    public void prepare() {}

    @Override
    public void act() {
      check();
    }

    @Override
    public void check() {
      float[] out = new float[70 * 11];
      plan.predict(rows, 0, out, 0);
      assertThat(Arrays.copyOf(out, 11)).containsExactly(answers[0]);
      plan.predict(70, rows, 0, out, 0);
      for (int row = 0; row < 70; row++) {
        assertThat(Arrays.copyOfRange(out, row * 11, row * 11 + 11)).containsExactly(answers[row]);
      }
      plan.top1(rows, 0);
      plan.probabilities(rows, 0, out, 0);
    }
  }

  @Test
  void aPlanAnswersAfterAnyFault() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Calls.class, 1);

    assertThat(counts.faults()).isGreaterThan(10);
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }

  /** The packing of the weights of a product that has computed its first rows. */
  static final class Packing implements AllocationFaults.Scenario {
    private final EarlyWeights weights =
        new EarlyWeights(40, 24, Plans.gaussians(3, 24 * 40), false);

    @Override
    public void prepare() {}

    @Override
    public void act() {
      assertThat(weights.forRows(1)).isNotNull();
      assertThat(weights.forRows(64)).isNull();
    }

    @Override
    public void check() {
      assertThat(weights.forRows(64)).as("the unpacked weights, for ever").isNull();
      assertThat(weights.packed()).isNotNull();
    }
  }

  @Test
  void aProductPacksItsWeightsAfterAnyFault() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Packing.class, 1);

    assertThat(counts.faults()).isPositive();
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }
}
