package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class BatchSettingsTest {
  @Test
  void theDefaultsAreWhatTheySay() {
    assertThat(BatchSettings.defaults())
        .isEqualTo(new BatchSettings(32, 0, 1024, Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void eachChangeChangesOneThing() {
    BatchSettings settings = new BatchSettings(8, 10, 100, 2);

    assertThat(settings.withMaxRows(9)).isEqualTo(new BatchSettings(9, 10, 100, 2));
    assertThat(settings.withWaitMicros(0)).isEqualTo(new BatchSettings(8, 0, 100, 2));
    assertThat(settings.withCapacity(8)).isEqualTo(new BatchSettings(8, 10, 8, 2));
    assertThat(settings.withThreads(1)).isEqualTo(new BatchSettings(8, 10, 100, 1));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    refuses(() -> new BatchSettings(0, 0, 1, 1), "batcher: batches of 0: use at least 1");
    refuses(() -> new BatchSettings(1, -1, 1, 1), "batcher: a wait of -1 us: use 0 to 60000000");
    refuses(
        () -> new BatchSettings(1, 60_000_001, 1, 1),
        "batcher: a wait of 60000001 us: use 0 to 60000000");
    refuses(
        () -> new BatchSettings(8, 0, 7, 1),
        "batcher: a capacity of 7 with batches of 8: use 8 to 1048576");
    refuses(
        () -> new BatchSettings(8, 0, 1 << 21, 1),
        "batcher: a capacity of 2097152 with batches of 8: use 8 to 1048576");
    refuses(() -> new BatchSettings(1, 0, 1, 0), "batcher: 0 threads: use at least 1");
  }

  private static void refuses(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
