package lanewise.layers.activation;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.layers.LayerRun;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;

/** How far apart the two forms of GELU are. */
class GeluTest {
  @Test
  void theApproximationIsWithinItsStatedError() {
    int n = 16_001;
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i - 8_000) / 1000f;
    }
    float[] exact = LayerRun.of(Gelu.of(), Shape.of(n), 1, x).forward();
    float[] approximate = LayerRun.of(Gelu.of(Gelu.Form.TANH), Shape.of(n), 1, x).forward();
    float largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(approximate[i] - exact[i]));
    }
    assertThat(largest).isBetween(0.0004f, 0.0005f);
  }
}
