package lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NetworkTest {
  @Test
  void theSameWidthsGiveTheSameNetworkAndInputs() {
    Network network = Network.of("3-4-2");

    assertThat(network.features()).isEqualTo(3);
    assertThat(network.classes()).isEqualTo(2);
    assertThat(Network.of("3-4-2").layers().getLast().weights())
        .containsExactly(network.layers().getLast().weights());
    assertThat(Network.of("3-4-2").inputs(2, 5)[1])
        .hasSize(15)
        .containsExactly(network.inputs(2, 5)[1]);
  }

  @Test
  void transposedWeightsHaveAColumnAnOutput() {
    Network.Layer layer = Network.of("3-4").layers().getFirst();

    assertThat(layer.transposedWeights()[2 * 4 + 1]).isEqualTo(layer.weights()[1 * 3 + 2]);
  }

  @Test
  void theSecondOfTwoOutputsHasALogitOfZero() {
    Network.Layer last = Network.of("3-4-1").withTwoOutputs().layers().getLast();

    assertThat(last.out()).isEqualTo(2);
    assertThat(last.weights()).startsWith(Network.of("3-4-1").layers().getLast().weights());
    assertThat(last.weights()).endsWith(0, 0, 0, 0);
    assertThat(last.biases()[1]).isZero();
  }
}
