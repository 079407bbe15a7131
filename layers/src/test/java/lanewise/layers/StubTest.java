package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StubTest {
  @Test
  void runsInItsModule() {
    assertThat(Stub.class.getModule().getName()).isEqualTo("lanewise.layers");
  }
}
