package lanewise.layers.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lanewise.layers.Graph;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.SingleLayer;
import lanewise.layers.activation.Relu;
import lanewise.layers.merge.Add;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;

final class StochasticDepthTest {
  private static final int ROWS = 4000;

  @Test
  void dropsWholeRows() {
    double rate = 0.2;
    SingleLayer run = SingleLayer.training(StochasticDepth.of(rate), ROWS, Shape.of(3));
    float[] y = run.forward(SingleLayer.filled(ROWS * 3, 1));
    float[] gradY = Networks.gaussians(8, ROWS * 3);
    run.backward(gradY);
    float[] gradX = run.gradInput(0);
    int kept = 0;
    for (int r = 0; r < ROWS; r++) {
      float factor = y[3 * r];
      assertThat(factor).isIn(0f, 1.25f);
      for (int i = 3 * r; i < 3 * r + 3; i++) {
        assertThat(y[i]).isEqualTo(factor);
        assertThat(gradX[i]).isEqualTo(gradY[i] * factor);
      }
      kept += factor == 0 ? 0 : 1;
    }
    // Binomial: five deviations.
    assertThat(Math.abs(kept - ROWS * (1 - rate)))
        .isLessThan(5 * Math.sqrt(ROWS * rate * (1 - rate)));
    assertThat(run.forward(SingleLayer.filled(ROWS * 3, 1))).isNotEqualTo(y);
  }

  @Test
  void aDroppedRowSkipsTheResidualBranch() {
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(2));
    String branch = graph.add(Relu.of(), x);
    String y = graph.add(Add.of(), x, graph.add(StochasticDepth.of(0.5), branch));
    Pass pass = graph.build(y).pass(PassOptions.training(100));
    Arrays.fill(pass.input(), 3);
    pass.forward(100);
    assertThat(pass.output()).contains(3).contains(9).containsOnly(3, 9);
  }

  @Test
  void handsItsInputOnAtInference() {
    float[] x = Networks.gaussians(6, 12);
    SingleLayer run = SingleLayer.inference(StochasticDepth.of(0.5), 3, Shape.of(4));
    assertThat(run.forward(x)).containsExactly(x);
    run.backward(x);
    assertThat(run.gradInput(0)).containsExactly(x);
  }
}
