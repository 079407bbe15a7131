package lanewise.training.data.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lanewise.faults.AllocationFaults;
import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.TestData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each allocation of a source that reads ahead fails once: no call waits for ever. */
@Tag("once")
@Timeout(3_600)
final class PrefetchAllocationFaultsTest {
  /** Two epochs of batches, with a jump back in between. */
  static final class Epochs implements AllocationFaults.Scenario {
    private final float[] features = new float[2];
    private final Targets targets = Targets.ofClasses(new int[2]);
    private BatchSource batches;

    @Override
    public void prepare() {
      batches = Prefetch.of(Minibatches.of(TestData.numbered(10), 2, 1), 2);
    }

    @Override
    public void act() {
      assertThat(epoch()).isEqualTo(10);
      batches.moveTo(new BatchSource.Position(0, 4));
      assertThat(epoch()).isEqualTo(6);
    }

    private int epoch() {
      int rows = 0;
      for (int more = 2; more > 0; ) {
        more = batches.next(features, targets);
        rows += more;
      }
      return rows;
    }

    @Override
    public void check() throws Exception {
      batches.moveTo(new BatchSource.Position(0, 0));
      assertThat(epoch()).isEqualTo(10);
      Thread closer = Thread.startVirtualThread(batches::close);
      assertThat(closer.join(Duration.ofMinutes(30))).as("closing returns").isTrue();
    }
  }

  @Test
  void everyCallReturns() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Epochs.class, 1);

    assertThat(counts.faults()).isPositive();
  }
}
