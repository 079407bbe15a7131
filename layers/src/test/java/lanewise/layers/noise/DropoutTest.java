package lanewise.layers.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.ReferenceCases;
import lanewise.layers.SingleLayer;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DropoutTest {
  private static final int ROWS = 100;
  private static final Shape EXAMPLE = Shape.of(400);
  private static final int N = ROWS * 400;

  @Test
  void agreesWithTheReference() {
    for (JsonCursor each : ReferenceCases.group("dropout")) {
      JsonCursor x = each.get("inputs").get("x");
      Shape shape = ReferenceCases.shape(x);
      Dropout dropout = Dropout.of(each.get("attrs").get("p").asDouble());
      SingleLayer run = SingleLayer.inference(dropout, 1, shape);
      float[] y = run.forward(ReferenceCases.floats(x));
      assertThat(y).containsExactly(ReferenceCases.floats(each.get("output")));
      run.backward(ReferenceCases.floats(each.get("dy")));
      assertThat(run.gradInput(0))
          .containsExactly(ReferenceCases.floats(each.get("grads").get("x")));
    }
  }

  /** The number kept is binomial: five deviations, sqrt(n p (1 - p)), are one in a million. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void keepsItsShareAndTheMean(double rate) {
    SingleLayer run = SingleLayer.training(Dropout.of(rate), ROWS, EXAMPLE);
    float[] y = run.forward(SingleLayer.filled(N, 1));
    float[] gradY = Networks.gaussians(3, N);
    run.backward(gradY);
    float[] gradX = run.gradInput(0);
    float kept = (float) (1 / (1 - rate));
    int count = 0;
    int wrong = 0;
    for (int i = 0; i < N; i++) {
      wrong += (y[i] == 0 || y[i] == kept) && gradX[i] == gradY[i] * y[i] ? 0 : 1;
      count += y[i] == 0 ? 0 : 1;
    }
    assertThat(wrong).as("values that are not 0 or scaled, or have another gradient").isZero();
    double bound = 5 * Math.sqrt(N * rate * (1 - rate));
    assertThat(Math.abs(count - N * (1 - rate))).isLessThanOrEqualTo(bound);
  }

  @Test
  void drawsAnotherMaskInEveryStepAndTheSameFromTheSameSeed() {
    float[] ones = SingleLayer.filled(N, 1);
    PassOptions options = PassOptions.training(ROWS);
    SingleLayer run = SingleLayer.of(options, Dropout.of(0.5), EXAMPLE);
    SingleLayer same = SingleLayer.of(options, Dropout.of(0.5), EXAMPLE);
    SingleLayer other = SingleLayer.of(options.withSeed(1), Dropout.of(0.5), EXAMPLE);
    float[] first = run.forward(ones);
    float[] second = run.forward(ones);
    assertThat(second).isNotEqualTo(first);
    assertThat(same.forward(ones)).containsExactly(first);
    assertThat(same.forward(ones)).containsExactly(second);
    assertThat(other.forward(ones)).isNotEqualTo(first);
  }

  @Test
  void drawsForEachLayerItsOwnMask() {
    Graph graph = new Graph();
    String x = graph.input("x", EXAMPLE);
    Model model = graph.build(graph.add(Dropout.of(0.5), x), graph.add(Dropout.of(0.5), x));
    Pass pass = model.pass(PassOptions.training(1));
    Arrays.fill(pass.input(), 1);
    pass.forward(1);
    assertThat(pass.output(0)).isNotEqualTo(pass.output(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void refusesRatesOutOfRange(double rate) {
    assertThatThrownBy(() -> Dropout.of(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout: a rate of " + rate + ": it must be at least 0 and below 1");
    assertThatThrownBy(() -> AlphaDropout.of(rate)).hasMessageStartingWith("alpha-dropout: ");
    assertThatThrownBy(() -> StochasticDepth.of(rate)).hasMessageStartingWith("stochastic-depth: ");
  }
}
