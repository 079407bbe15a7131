package lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PinningTest {
  @Test
  void theFirstCoresAreTakenUnlessTheUserNamesOthers() {
    assertThat(Pinning.cores(1, Map.of())).isEqualTo("0");
    assertThat(Pinning.cores(3, Map.of())).isEqualTo("0-2");
    assertThat(Pinning.cores(1, Map.of("LANEWISE_CORES", "2-3"))).isEqualTo("2-3");
    assertThat(Pinning.cores(1, Map.of("LANEWISE_CORES", ""))).as("left to the system").isEmpty();
  }

  @Test
  void moreThreadsThanProcessorsAreNotPinned() {
    assertThat(Pinning.cores(Runtime.getRuntime().availableProcessors() + 1)).isEmpty();
  }

  @Test
  void aProcessThatIsNotPinnedIsStartedAsItIs() {
    assertThat(Pinning.words("")).isEmpty();
    assertThat(Pinning.words("0-1")).containsExactly("taskset", "-c", "0-1");
  }
}
