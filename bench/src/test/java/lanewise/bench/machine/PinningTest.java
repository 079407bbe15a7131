package lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PinningTest {
  @Test
  void theFirstCoresAreTakenUnlessTheUserNamesOthers() {
    assertThat(Pinning.cores(1, Map.of(), "0-3")).isEqualTo("0");
    assertThat(Pinning.cores(3, Map.of(), "0-3")).isEqualTo("0-2");
    assertThat(Pinning.cores(1, Map.of("LANEWISE_CORES", "2-3"), "0-3")).isEqualTo("2-3");
    assertThat(Pinning.cores(1, Map.of("LANEWISE_CORES", ""), "0-3")).as("left to it").isEmpty();
  }

  /** A container, or a taskset around all, may leave only some of them. */
  @Test
  void onlyCoresThatThisProcessMayUseAreTaken() {
    assertThat(Pinning.cores(1, Map.of(), "2-3")).isEqualTo("2");
    assertThat(Pinning.cores(2, Map.of(), "5,7-9")).isEqualTo("5,7");
    assertThat(Pinning.cores(3, Map.of(), "7-9")).isEqualTo("7-9");
  }

  @Test
  void moreThreadsThanProcessorsAreNotPinned() {
    assertThat(Pinning.cores(3, Map.of("LANEWISE_CORES", "2-3"), "0-1")).isEmpty();
    assertThat(Pinning.cores(1, Map.of(), "")).as("a system that does not tell").isEmpty();
  }

  @Test
  void aProcessThatIsNotPinnedIsStartedAsItIs() {
    assertThat(Pinning.words("")).isEmpty();
    assertThat(Pinning.words("0-1")).containsExactly("taskset", "-c", "0-1");
  }
}
