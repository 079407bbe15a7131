package lanewise.layers.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.GradientCheck;
import lanewise.layers.Networks;
import lanewise.layers.PassOptions;
import lanewise.layers.SingleLayer;
import lanewise.layers.WeightedSum;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingTest {
  private Embedding embedding;

  @BeforeEach
  void fillTheVectors() {
    embedding = Embedding.of(4, 2);
    Networks.set(embedding.weight(), 0, 1, 10, 11, 20, 21, 30, 31);
  }

  @Test
  void looksVectorsUpAndScattersGradients() {
    SingleLayer run = SingleLayer.training(embedding, 2, Shape.of(2));
    assertThat(run.forward(new float[] {2, 0, 3, 2})).containsExactly(20, 21, 0, 1, 30, 31, 20, 21);
    for (int again = 0; again < 2; again++) {
      run.backward(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(run.gradient("weight")).containsExactly(3, 4, 0, 0, 8, 10, 5, 6);
      assertThat(run.gradInput(0)).containsOnly(0);
    }
  }

  @Test
  void addsADimension() {
    assertThat(embedding.outputShape(List.of(Shape.of(5, 3)))).isEqualTo(Shape.of(5, 3, 2));
    assertThat(embedding.outputShape(List.of(Shape.SCALAR))).isEqualTo(Shape.of(2));
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 4, 1.5f, 1e10f, -0.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesWhatIsNoId(float id) {
    SingleLayer run = SingleLayer.training(embedding, 2, Shape.of(3));
    assertThatThrownBy(() -> run.forward(new float[] {0, 1, 2, 3, id, 0}))
        .isInstanceOfSatisfying(
            InvalidIdException.class,
            wrong -> {
              assertThat(wrong.layer()).isEqualTo("embedding-1");
              assertThat(wrong.place()).isEqualTo(1);
              assertThat(Float.compare(wrong.value(), id)).isZero();
              assertThat(wrong.vocabulary()).isEqualTo(4);
            })
        .hasMessage("embedding-1: row 1, value 1 is " + id + ": ids are whole numbers from 0 to 3");
  }

  @Test
  void passesTheGradientCheckWithIdsThatRepeat() {
    GradientCheck.Report report =
        GradientCheck.run(
            SingleLayer.model(embedding, Shape.of(3)),
            new WeightedSum(),
            2,
            List.of(new float[] {1, 1, 3, 0, 1, 3}),
            Targets.ofValues(Networks.gaussians(3, 12)),
            PassOptions.training(2));
    assertThat(report.passes(1e-5)).as(report.toString()).isTrue();
    assertThat(report.checked()).isEqualTo(8 + 6);
  }

  @Test
  void refusesSizesOutOfRange() {
    for (int[] sizes : new int[][] {{0, 1}, {1, 0}, {(1 << 24) + 1, 1}}) {
      assertThatThrownBy(() -> Embedding.of(sizes[0], sizes[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("embedding: a vocabulary of " + sizes[0]);
    }
  }
}
