package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The counter of allocated bytes sees what it is there to see. */
final class AllocationTest {
  private volatile Object sink = this;

  @Test
  void seesOneSmallObjectACall() {
    assertThat(Allocation.leastOf(() -> sink = new Object(), 50_000_000)).isBetween(400L, 10_000L);
    assertThat(sink).isNotNull();
  }
}
