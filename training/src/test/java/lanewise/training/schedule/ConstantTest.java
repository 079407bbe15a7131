package lanewise.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class ConstantTest {
  private record Step(long steps, int stepsPerEpoch, int epochs) implements Progress {}

  @Test
  void isTheSameInEveryStep() {
    for (long step : new long[] {0, 1, 99}) {
      assertThat(Constant.of().factor(new Step(step, 10, 10), Memory.none())).isEqualTo(1);
      assertThat(new Constant(0.25).factor(new Step(step, 10, 10), Memory.none())).isEqualTo(0.25);
    }
  }

  @Test
  void progressKnowsEpochsAndTheWholeRun() {
    Progress progress = new Step(29, 10, 7);
    assertThat(progress.epoch()).isEqualTo(2);
    assertThat(progress.totalSteps()).isEqualTo(70);
    assertThat(new Step(30, 10, 7).epoch()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAFactorThatIsNone(double factor) {
    assertThatThrownBy(() -> new Constant(factor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("constant: a factor of " + factor + ": use a finite number above 0");
  }
}
