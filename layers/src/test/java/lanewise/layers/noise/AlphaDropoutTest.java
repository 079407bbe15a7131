package lanewise.layers.noise;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.layers.Networks;
import lanewise.layers.SingleLayer;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlphaDropoutTest {
  private static final int ROWS = 200;
  private static final int N = ROWS * 500;

  /**
   * The mean of N values with variance 1 deviates by 1 / sqrt(N), that of their squares by
   * sqrt((kurtosis - 1) / N), where no mix of a normal and a point here has a kurtosis above 9.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.2, 0.5, 0.8})
  void keepsMeanAndVarianceOfNormalInputs(double rate) {
    SingleLayer run = SingleLayer.training(AlphaDropout.of(rate), ROWS, Shape.of(500));
    double sum = 0;
    double squares = 0;
    for (float y : run.forward(Networks.gaussians(5, N))) {
      sum += y;
      squares += (double) y * y;
    }
    assertThat(Math.abs(sum / N)).isLessThan(5 / Math.sqrt(N));
    assertThat(Math.abs(squares / N - 1)).isLessThan(5 * Math.sqrt(8.0 / N));
  }

  /** a = 1 / sqrt(0.5 (1 + 0.5 x 3.0909)) and b = 0.5 x 1.7580993 a, worked out by hand. */
  @Test
  void scalesAndShiftsAsTheFormulaSays() {
    SingleLayer run = SingleLayer.training(AlphaDropout.of(0.5), 1, Shape.of(1000));
    float[] y = run.forward(SingleLayer.filled(1000, 1));
    run.backward(SingleLayer.filled(1000, 1));
    float[] gradX = run.gradInput(0);
    double a = 0.8864048946659;
    double b = 0.7791939305180;
    for (int i = 0; i < y.length; i++) {
      boolean dropped = y[i] < 0;
      double expected = dropped ? a * -1.7580993408473766 + b : a + b;
      assertThat(Math.abs(y[i] - expected)).isLessThan(1e-6);
      assertThat(Math.abs(gradX[i] - (dropped ? 0 : a))).isLessThan(1e-6);
    }
  }

  @Test
  void handsItsInputOnAtInference() {
    float[] x = Networks.gaussians(6, 12);
    SingleLayer run = SingleLayer.inference(AlphaDropout.of(0.5), 3, Shape.of(4));
    assertThat(run.forward(x)).containsExactly(x);
    run.backward(x);
    assertThat(run.gradInput(0)).containsExactly(x);
  }
}
