package lanewise.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClipByGlobalNormTest {
  private static void clip(double bound, float[]... gradients) {
    new ClipByGlobalNorm(bound).apply(List.of(), List.of(gradients), Memory.none());
  }

  @Test
  void leavesWhatIsWithinTheBoundAsItIs() {
    float[] one = {3, -0f};
    float[] two = {4};
    clip(5.0001, one, two);
    assertThat(one).containsExactly(3, -0f);
    assertThat(two).containsExactly(4);
  }

  @Test
  void shortensAllTogether() {
    float[] one = {3, 0};
    float[] two = {-4};
    clip(0.5, one, two);
    float factor = (float) (0.5 / (5 + 1e-6));
    assertThat(one).containsExactly(3 * factor, 0);
    assertThat(two).containsExactly(-4 * factor);
  }

  /** The squares of these overflow a float. */
  @Test
  void largeGradientsDoNotOverflow() {
    float[] gradient = {3e30f, -4e30f};
    clip(1, gradient);
    float factor = (float) (1 / 5e30);
    assertThat(gradient).containsExactly(3e30f * factor, -4e30f * factor);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void leavesWhatHasNoNormAsItIs(float broken) {
    float[] gradient = {7, broken};
    clip(1, gradient);
    assertThat(gradient).containsExactly(7, broken);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesABoundThatIsNone(double bound) {
    assertThatThrownBy(() -> new ClipByGlobalNorm(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip by global norm: a bound of " + bound + ": use a finite number above 0");
  }
}
