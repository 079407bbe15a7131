package lanewise.layers.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.layers.Networks;
import lanewise.layers.SingleLayer;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GaussianNoiseTest {
  private static final int N = 40_000;

  /** Deviations: s / sqrt(N) of the mean, s^2 sqrt(2 / N) of the variance. */
  @Test
  void addsNoiseOfItsDeviationInTraining() {
    double s = 0.3;
    SingleLayer run = SingleLayer.training(GaussianNoise.of(s), 100, Shape.of(400));
    double sum = 0;
    double squares = 0;
    for (float y : run.forward(SingleLayer.filled(N, 2))) {
      sum += y - 2;
      squares += (y - 2.0) * (y - 2.0);
    }
    assertThat(Math.abs(sum / N)).isLessThan(5 * s / Math.sqrt(N));
    assertThat(Math.abs(squares / N - s * s)).isLessThan(5 * s * s * Math.sqrt(2.0 / N));
    float[] gradY = Networks.gaussians(1, N);
    run.backward(gradY);
    assertThat(run.gradInput(0)).containsExactly(gradY);
  }

  @Test
  void handsItsInputOnAtInference() {
    float[] x = Networks.gaussians(6, 12);
    assertThat(SingleLayer.inference(GaussianNoise.of(1), 3, Shape.of(4)).forward(x))
        .containsExactly(x);
    assertThat(SingleLayer.training(GaussianNoise.of(0), 3, Shape.of(4)).forward(x))
        .containsExactly(x);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesDeviationsOutOfRange(double deviation) {
    assertThatThrownBy(() -> GaussianNoise.of(deviation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gaussian-noise: a deviation of " + deviation + ": it must be at least 0 and finite");
  }
}
