package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import lanewise.faults.Schedules;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weights that are packed while others compute with them, in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class EarlyWeightsSchedulesTest {
  private static final int IN = 3;
  private static final int OUT = 2;

  /** Callers with few rows and with many. */
  static final class Callers implements Schedules.Scenario {
    private static final float[] GIVEN = Plans.gaussians(1, IN * OUT);

    private final EarlyWeights weights = new EarlyWeights(IN, OUT, GIVEN, Schedules.draw(2) == 0);
    private final Set<PackedMatrix> packed = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether the weights are packed for somebody whose call is over. */
    private boolean gone;

    @Override
    public List<Runnable> threads() {
      return List.of(this::call, this::call, this::call);
    }

    private void call() {
      for (int i = 0; i < 5; i++) {
        boolean goneBefore = gone;
        float[] early = weights.forRows(Schedules.draw(4) == 0 ? 64 : 1);
        if (early == null) {
          PackedMatrix found = weights.packed();
          assertThat(found != null).as("packed weights in place of the early ones").isTrue();
          packed.add(found);
          gone = true;
        } else {
          assertThat(early).isSameAs(GIVEN);
          assertThat(goneBefore).as("the early weights come back").isFalse();
        }
      }
    }

    @Override
    public void check() {
      assertThat(weights.forRows(64)).isNull();
      packed.add(weights.packed());
      assertThat(packed).as("times that the weights were packed").hasSize(1);
    }
  }

  @Test
  void theWeightsArePackedOnceAndNobodyFindsNone() throws Exception {
    Schedules.run(Callers.class, EarlyWeights.class);
  }
}
