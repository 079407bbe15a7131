package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StubTest {
  @Test
  void runsInItsModule() {
    assertThat(Main.class.getModule().getName()).isEqualTo("lanewise.cli");
  }
}
