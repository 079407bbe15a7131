package lanewise.layers.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.ReferencePass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.merge.Add;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures on demand: dead and saturated units, gradient signs, update sizes. */
@Tag("once")
final class StatisticsTest {
  /** Gives its input, under the name of a bounded activation. */
  private record Named(String kind) implements Layer {
    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void forward(LayerPass pass) {
      System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.rows() * pass.outputSize());
    }

    @Override
    public void backward(LayerPass pass) {
      throw new IllegalStateException("forward only");
    }

    @Override
    public void reference(ReferencePass pass) {
      System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.output().length);
    }
  }

  @Test
  void aUnitIsDeadOnlyIfNoRowOfAnyBatchActivatesIt() {
    Model model = Sequential.of(3, Relu.of());
    Pass pass = model.pass(PassOptions.inference(2));
    ActivationStatistics statistics = ActivationStatistics.of(model);
    add(statistics, pass, 2, -1, 0, 5, -2, 0, -1);
    assertThat(statistics.deadUnits()).isEqualTo(Map.of("relu-1", new Share(2, 3)));
    add(statistics, pass, 1, 0, 1, -1, 9, 9, 9);
    assertThat(statistics.deadUnits()).isEqualTo(Map.of("relu-1", new Share(1, 3)));
    assertThat(statistics.saturation()).isEmpty();
    assertThat(statistics.rows()).isEqualTo(3);
  }

  private static void add(ActivationStatistics statistics, Pass pass, int rows, float... values) {
    System.arraycopy(values, 0, pass.input(), 0, values.length);
    pass.forward(rows);
    statistics.add(pass);
  }

  @Test
  void aWholeDataSetIsSeen() {
    Model model = Sequential.of(2, Relu.of());
    float[] rows = new float[2 * 1000];
    assertThat(ActivationStatistics.over(model, 1000, rows).deadUnits().get("relu-1"))
        .hasToString("2 of 2 (100.0%)");
    rows[2 * 999] = 1;
    ActivationStatistics statistics = ActivationStatistics.over(model, 1000, rows);
    assertThat(statistics.deadUnits().get("relu-1")).isEqualTo(new Share(1, 2));
    assertThat(statistics.rows()).isEqualTo(1000);
    assertThat(ActivationStatistics.over(model, 0, rows).rows()).isZero();
    assertThatThrownBy(() -> ActivationStatistics.over(model, 1001, rows))
        .isInstanceOf(ShapeException.class)
        .hasMessage("statistics: 2000 values for 1001 rows of 2");
    Graph graph = new Graph();
    String x = graph.input("x", Shape.of(2));
    String y = graph.input("y", Shape.of(2));
    Model two = graph.build(graph.add(Relu.of(), graph.add(Add.of(), x, y)));
    assertThatThrownBy(() -> ActivationStatistics.over(two, 1000, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("statistics: the model has several inputs [x, y]");
  }

  @Test
  void saturationIsNearTheEndsOfTheRange() {
    Model sigmoid = Sequential.of(4, new Named("sigmoid"));
    float[] rows = {0, 0.009f, 0.011f, 0.5f, 0.989f, 0.991f, 1, Float.NaN};
    assertThat(ActivationStatistics.over(sigmoid, 2, rows).saturation())
        .isEqualTo(Map.of("sigmoid-1", new Share(4, 8)));
    Model tanh = Sequential.of(4, new Named("tanh"));
    float[] signed = {-1, -0.981f, -0.979f, 0, 0.979f, 0.981f, 1, 0.5f};
    assertThat(ActivationStatistics.over(tanh, 2, signed).saturation().get("tanh-1").fraction())
        .isEqualTo(0.5);
  }

  @Test
  void gradientRowsOfOneSignAreCounted() {
    Model model = Sequential.of(2, Dense.of(2, 4));
    Pass pass = model.pass(PassOptions.training(2));
    System.arraycopy(new float[] {1, 2, 3, 0}, 0, pass.input(), 0, 4);
    pass.forward(2);
    // gradW of unit j is x_0 g_0j + x_1 g_1j: (1, 2), (-1, -2), (-2, 2), 0
    System.arraycopy(new float[] {1, -1, 1, 0, 0, 0, -1, 0}, 0, pass.gradOutput(), 0, 8);
    pass.backward();
    assertThat(TrainingStatistics.sameSignRows(model, pass))
        .isEqualTo(Map.of("dense-1.weight", new Share(2, 3)));
  }

  @Test
  void positiveInputsAndOneRowGiveRowsOfOneSign() {
    Model model = Networks.mlp(1, 5, 7, 3);
    Pass pass = model.pass(PassOptions.training(1));
    System.arraycopy(new float[] {1, 2, 3, 4, 5}, 0, pass.input(), 0, 5);
    pass.forward(1);
    SoftmaxCrossEntropy.of()
        .evaluate(1, 3, pass.output(), Targets.ofClasses(new int[] {1}), pass.gradOutput());
    pass.backward();
    TrainingStatistics.sameSignRows(model, pass)
        .values()
        .forEach(share -> assertThat(share.fraction()).isEqualTo(1));
  }

  @Test
  void updatesAreMeasuredAgainstTheWeightsBefore() {
    Model model = Sequential.of(2, Dense.of(2, 1));
    Parameter weight = model.parameters().get("dense-1.weight");
    Networks.set(weight, 3, 4);
    TrainingStatistics statistics = TrainingStatistics.of(model);
    Networks.set(weight, 3, 4.5f);
    assertThat(statistics.updateRatios().get("dense-1.weight")).isCloseTo(0.1, within(1e-12));
    assertThat(statistics.updateRatios().get("dense-1.bias")).isNaN();
    statistics.remember();
    assertThat(statistics.updateRatios().get("dense-1.weight")).isZero();
    Networks.set(model.parameters().get("dense-1.bias"), 1);
    assertThat(statistics.updateRatios().get("dense-1.bias")).isInfinite();
  }

  @Test
  void frozenParametersAreNotMeasured() {
    Model model = Networks.mlp(1, 2, 3, 2).withFrozen(name -> name.startsWith("dense-1"));
    assertThat(TrainingStatistics.of(model).updateRatios().keySet())
        .containsExactly("dense-2.weight", "dense-2.bias");
  }

  @Test
  void anyNodeOfAPassCanBeRead() {
    Model model = Networks.mlp(1, 2, 3, 2);
    Pass pass = model.pass(PassOptions.inference(4));
    assertThat(pass.rows()).isZero();
    pass.forward(3);
    assertThat(pass.rows()).isEqualTo(3);
    assertThat(pass.output("dense-2")).isSameAs(pass.output());
    assertThat(pass.output("input")).isSameAs(pass.input());
    assertThat(pass.output("relu-1")).hasSize(12);
    assertThatThrownBy(() -> pass.output("relu-2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pass: no node is called relu-2; there are [dense-1, relu-1, dense-2]");
  }

  @Test
  void gatheringAllocatesNothing() {
    Model model = Networks.mlp(1, 20, 30, 10);
    Pass pass = model.pass(PassOptions.inference(8));
    pass.forward(8);
    ActivationStatistics statistics = ActivationStatistics.of(model);
    TrainingStatistics training = TrainingStatistics.of(model);
    Allocation.assertSettlesAtNone(
        "statistics",
        () -> {
          statistics.add(pass);
          training.remember();
        });
  }

  @Test
  void aShareIsOfSomething() {
    assertThat(new Share(0, 0).fraction()).isNaN();
    assertThatThrownBy(() -> new Share(2, 1)).hasMessage("share: 2 of 1");
  }
}
