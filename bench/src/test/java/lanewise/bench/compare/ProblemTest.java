package lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.bench.compare.peer.LanewisePeer;
import lanewise.bench.compare.peer.PlainPeer;
import lanewise.layers.Pass;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of answers: a small mistake anywhere must be found. */
final class ProblemTest {
  private static Problem problem(String work, String name) {
    return Work.of(work).problem(name, Path.of("none"));
  }

  @Test
  void ratesDoubleUntilAServiceDoesNotKeepUp() {
    Work serve = Work.of("serve");

    assertThat(serve.names(false, "")).startsWith("250 requests/s", "500 requests/s").hasSize(9);
    assertThat(serve.names(true, "").stream().map(Serving::rate))
        .containsExactly(500, 2000, 8000, 32000);
    assertThat(Serving.saturated(1000, 951)).isFalse();
    assertThat(Serving.saturated(1000, 949)).isTrue();
    assertThat(Serving.saturated(Double.NaN, Double.NaN)).as("no service").isFalse();
  }

  @Test
  void aSmallMistakeInAnyElementOfAProductIsFound() {
    Product product = (Product) problem("gemm", "square B^T 8");
    float[] a = product.a();
    float[] b = product.b();
    float[] c = new float[64];
    for (int i = 0; i < 64; i++) {
      double sum = 0;
      for (int p = 0; p < 8; p++) {
        sum += (double) a[i / 8 * 8 + p] * b[i % 8 * 8 + p];
      }
      c[i] = (float) sum;
    }

    product.check(0, Rounding.NONE, c);
    for (int i = 0; i < 64; i++) {
      float[] wrong = c.clone();
      wrong[i] += 1e-5f;
      assertThatThrownBy(() -> product.check(0, Rounding.NONE, wrong))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("wrong answer: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemm, square 16",
    "gemv, gemv 10x128",
    "elementwise, exp of 1Mi floats",
    "elementwise, softmax 64x1000",
    "transpose, transposed 333x1000",
    "mlp, '4-16-3, batch 1'"
  })
  void notANumberAndZerosAreFound(String work, String name) {
    Problem problem = problem(work, name);
    float[] nan = new float[1 << 20];
    Arrays.fill(nan, Float.NaN);

    assertThatThrownBy(() -> problem.check(0, Rounding.NONE, nan)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> problem.check(0, Rounding.NONE, new float[1 << 20]))
        .hasMessageContaining("0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "gemm, square A^T 8",
    "gemv, gemv 10x128",
    "reductions, norm of 4Ki",
    "reductions, columns of 1000x1000",
    "transpose, transposed 333x1000"
  })
  void ourAnswersAndThoseOfPlainLoopsAreRight(String work, String name) throws Throwable {
    Problem problem = problem(work, name);

    for (Peer peer : List.of(new LanewisePeer(), new PlainPeer())) {
      List<Way> ways = peer.ways(problem);
      assertThat(ways).isNotEmpty();
      for (Way way : ways) {
        problem.check(way.opening().call(), way.rounding());
      }
    }
  }

  @Test
  void weightsOfANetworkThatAreOffAreFound() {
    Network network = Network.of("5-4-2");
    float[][] inputs = network.inputs(1, 1);
    Network other = network.withWeights(1, weight -> weight * 1.0001f);
    Expected expected = new Expected(network, inputs);

    expected.check(0, answer(network, inputs[0]));
    assertThatThrownBy(() -> expected.check(0, answer(other, inputs[0])))
        .hasMessageStartingWith("wrong answer: batch 0, row 0, class 0 is ");
  }

  private static float[] answer(Network network, float[] row) {
    Pass pass = NetworkModel.of(network).inferencePass(1, Workers.caller());
    System.arraycopy(row, 0, pass.input(), 0, row.length);
    pass.forward(1);
    return pass.output();
  }

  @Test
  void bfloat16IsTheNearestAndTheEvenOfTwo() {
    assertThat(Rounding.BFLOAT16.round(1)).isEqualTo(1);
    assertThat(Rounding.BFLOAT16.round(0x1.02p0f + 0x1p-9f)).isEqualTo(0x1.02p0f);
    assertThat(Rounding.BFLOAT16.round(-0x1.01p0f)).isEqualTo(-1);
    assertThat(Rounding.BFLOAT16.round(0x1.03p0f)).isEqualTo(0x1.04p0f);
    assertThat(Rounding.NONE.round(0x1.03p0f)).isEqualTo(0x1.03p0f);
  }

  @Test
  void quickCasesAreSomeOfAllAndEveryCaseIsOfItsWork() {
    for (Work work : Work.all()) {
      assertThat(work.names(true, "")).isNotEmpty().isSubsetOf(work.cases().keySet());
    }
    assertThatThrownBy(() -> Work.of("gemm").problem("square 7", Path.of("none")))
        .hasMessage("gemm has no case square 7");
  }
}
