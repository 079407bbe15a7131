package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainingConfigTest {
  private static final TrainingConfig DEFAULTS = TrainingConfig.defaults();

  @Test
  void hasTheDefaultsThatItDocuments() {
    assertThat(DEFAULTS).isEqualTo(new TrainingConfig(100, 32, 42, new EarlyStopping(10, 0)));
  }

  @Test
  void changesOneSettingAtATime() {
    EarlyStopping rule = new EarlyStopping(3, 0.5);
    assertThat(DEFAULTS.withEpochs(7).withBatchSize(8).withSeed(9).withEarlyStopping(rule))
        .isEqualTo(new TrainingConfig(7, 8, 9, rule));
    assertThat(DEFAULTS.withSeed(-1))
        .isEqualTo(new TrainingConfig(100, 32, -1, EarlyStopping.patience(10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesSizesBelowOne(int value) {
    assertThatThrownBy(() -> DEFAULTS.withEpochs(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training: " + value + " epochs: use at least 1");
    assertThatThrownBy(() -> DEFAULTS.withBatchSize(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training: batch of " + value + ": use at least 1");
    assertThatThrownBy(() -> EarlyStopping.patience(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: patience " + value + ": at least 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesAMinDeltaBelowZero(double value) {
    assertThatThrownBy(() -> new EarlyStopping(1, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: minDelta " + value + ": at least 0");
  }
}
