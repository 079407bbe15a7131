package lanewise.layers.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.noise.Dropout;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.shape.Flatten;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class SummaryTest {
  @ParameterizedTest
  @CsvSource({
    "3-4-2, 26, 6, 40",
    "3-4-4-1, 41, 9, 64",
    "784-30-10, 23860, 40, 47640",
    "784-100-10, 79510, 110, 158800"
  })
  void countsWhatCourseNotesCount(String widths, long parameters, long neurons, long products) {
    String[] parts = widths.split("-", -1);
    int[] sizes = new int[parts.length];
    long hidden = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(parts[i]);
      hidden += i > 0 && i < sizes.length - 1 ? sizes[i] : 0;
    }
    Summary summary = Summary.of(Networks.mlp(1, sizes));
    assertThat(summary.parameters()).isEqualTo(parameters);
    assertThat(summary.neurons()).isEqualTo(neurons);
    assertThat(summary.flops()).isEqualTo(products + hidden);
    assertThat(summary.parameterBytes()).isEqualTo(4 * parameters);
    assertThat(summary.activationBytes()).isEqualTo(4 * (neurons + hidden));
    assertThat(summary.frozen()).isZero();
    assertThat(summary.tracked()).isZero();
  }

  @Test
  void describesEveryNode() {
    Model model = Networks.mlp(1, 3, 4, 2).withFrozen(name -> name.startsWith("dense-1."));
    Summary summary = Summary.of(model);
    assertThat(summary.inputs()).containsExactly(new Summary.Input("input", Shape.of(3)));
    assertThat(summary.nodes())
        .containsExactly(
            new Summary.Node("dense-1", "dense", List.of("input"), Shape.of(4), 16, 16, 0, 4, 24),
            new Summary.Node("relu-1", "relu", List.of("dense-1"), Shape.of(4), 0, 0, 0, 0, 4),
            new Summary.Node("dense-2", "dense", List.of("relu-1"), Shape.of(2), 10, 0, 0, 2, 16));
    assertThat(summary.frozen()).isEqualTo(16);
  }

  @Test
  void countsAlongAllPositions() {
    Model model = Sequential.of(Shape.of(5, 3), List.of(Dense.of(3, 2)));
    assertThat(Summary.of(model).flops()).isEqualTo(5 * 2 * 3 * 2);
    assertThat(Summary.of(model).parameters()).isEqualTo(8);
  }

  @Test
  void movingValuesIsNoWork() {
    Graph graph = new Graph();
    String ids = graph.input("ids", Shape.of(4));
    String vectors = graph.add(Embedding.of(100, 3), ids);
    String flat = graph.add(Flatten.of(), graph.add(Dropout.of(0.5), vectors));
    Model model = graph.build(graph.add(BatchNorm.of(12), flat));
    Summary summary = Summary.of(model);
    assertThat(summary.nodes().stream().map(Summary.Node::flops)).containsExactly(0L, 0L, 0L, 24L);
    assertThat(summary.neurons()).isZero();
    assertThat(summary.parameters()).isEqualTo(300 + 24);
    assertThat(summary.tracked()).isGreaterThanOrEqualTo(24);
    assertThat(summary.toString()).endsWith(summary.tracked() + " values are tracked");
  }

  @Test
  void printsATable() {
    Model model = Networks.mlp(1, 784, 100, 10);
    assertThat(Summary.of(model))
        .hasToString(
            """
            node     kind   reads    output  parameters    FLOPs  bytes
            -----------------------------------------------------------
            input    input           [784]
            dense-1  dense  input    [100]       78,500  156,800    400
            relu-1   relu   dense-1  [100]            0      100    400
            dense-2  dense  relu-1   [10]         1,010    2,000     40
            -----------------------------------------------------------
            total                                79,510  158,900    840
            110 neurons; 318,040 bytes of parameters; FLOPs and bytes are those of one example\
            """);
    assertThat(Summary.of(model.withFrozen(name -> name.startsWith("dense-2"))).toString())
        .endsWith("those of one example; 1,010 parameters are frozen");
  }

  @Test
  void groupsAreChosenByName() {
    Model model = Networks.mlp(1, 3, 4, 2);
    assertThat(model.parameters(name -> name.endsWith(".bias")).keySet())
        .containsExactly("dense-1.bias", "dense-2.bias");
    assertThat(model.parameters(name -> false)).isEmpty();
    assertThatThrownBy(() -> model.parameters().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void frozenParametersHaveNoGradientAndAreShared() {
    Model model = Networks.mlp(1, 3, 4, 2);
    Model frozen = model.withFrozen(name -> name.startsWith("dense-1."));
    assertThat(frozen.trainedParameters().keySet())
        .containsExactly("dense-2.weight", "dense-2.bias");
    assertThat(frozen.parameterCount()).isEqualTo(26);
    assertThat(frozen.withFrozen(name -> name.equals("dense-2.bias")).trainedParameters().keySet())
        .containsExactly("dense-2.weight");
    assertThat(model.trainedParameters()).hasSize(4);
    assertThat(frozen.parameters().get("dense-1.weight"))
        .isSameAs(model.parameters().get("dense-1.weight"));
    assertThatThrownBy(() -> model.withFrozen(name -> name.equals("dense-9.weight")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense-1.weight");

    Pass whole = model.pass(PassOptions.training(5));
    Pass part = frozen.pass(PassOptions.training(5));
    float[] x = Networks.gaussians(3, 15);
    Targets targets = Targets.ofClasses(new int[] {0, 1, 0, 1, 1});
    for (Pass pass : List.of(whole, part)) {
      System.arraycopy(x, 0, pass.input(), 0, x.length);
      pass.forward(5);
      SoftmaxCrossEntropy.of().evaluate(5, 2, pass.output(), targets, pass.gradOutput());
      pass.backward();
    }
    assertThat(part.gradients().keySet()).containsExactly("dense-2.weight", "dense-2.bias");
    assertThat(part.gradients().get("dense-2.weight"))
        .containsExactly(whole.gradients().get("dense-2.weight"));
  }
}
