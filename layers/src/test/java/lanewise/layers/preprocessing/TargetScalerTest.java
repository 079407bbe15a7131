package lanewise.layers.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TargetScalerTest {
  private final TargetScaler scaler =
      TargetScaler.of(new float[] {100, -1}, new float[] {20, 0.5f});

  @Test
  void scalesAndTakesBack() {
    float[] targets = {7, 120, -1, 90, 0};
    float[] scaled = new float[5];
    scaler.scale(2, targets, 1, scaled, 1);
    assertThat(scaled).containsExactly(0, 1, 0, -0.5f, 2);
    scaler.restore(2, scaled, 1, scaled, 1);
    assertThat(scaled).containsExactly(0, 120, -1, 90, 0);
    assertThat(scaler.size()).isEqualTo(2);
    assertThat(TargetScaler.identity(1).mean()).containsExactly(0);
    assertThat(TargetScaler.identity(1).deviation()).containsExactly(1);
    assertThat(scaler)
        .isEqualTo(TargetScaler.of(scaler.mean(), scaler.deviation()))
        .isNotEqualTo(TargetScaler.identity(2));
  }

  @Test
  void refusesWhatIsNoScale() {
    assertThatThrownBy(() -> TargetScaler.of(new float[] {1}, new float[] {0}))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("target scaler: deviation 0.0 of target 0 is not finite and above 0");
    assertThatThrownBy(() -> TargetScaler.of(new float[] {Float.NaN}, new float[] {1}))
        .hasMessage("target scaler: mean NaN of target 0 is not finite");
    assertThatThrownBy(() -> TargetScaler.of(new float[1], new float[2]))
        .hasMessage(
            "target scaler: 1 means and 2 deviations; there must be one of each for every target");
    assertThatThrownBy(() -> TargetScaler.identity(0))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scaler.restore(2, new float[3], 0, new float[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
