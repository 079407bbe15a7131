package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.activation.Tanh;
import lanewise.layers.file.SavedModel;
import lanewise.layers.inference.Program;
import lanewise.layers.inspect.Summary;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.merge.Concat;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters that several nodes hold: one slot, one tensor in the file, gradients added up. */
class SharedParametersTest {
  private static final int VOCABULARY = 7;
  private static final int WIDTH = 4;

  @TempDir private Path folder;

  /** A word, through its vector, to the scores of the next word over the same vectors. */
  private static Model tied() {
    Embedding embedding = Embedding.of(VOCABULARY, WIDTH);
    Parameter bias = Parameter.bias("bias", Tensor.zeros(VOCABULARY));
    Model model =
        Sequential.of(
            Shape.of(),
            List.of(
                embedding, Dense.of(WIDTH, WIDTH), Tanh.of(), Dense.of(embedding.weight(), bias)));
    Networks.fill(model, 3);
    return model;
  }

  /** Two towers of one layer, subtracted by their concatenation's dense layer. */
  private static Model siamese() {
    Graph graph = new Graph();
    String left = graph.input("left", Shape.of(3));
    String right = graph.input("right", Shape.of(3));
    String a = graph.addNamed("tower", Dense.of(3, 5), left);
    String b = graph.addSharedNamed("twin", "tower", right);
    String joined = graph.add(Concat.of(), graph.add(Tanh.of(), a), graph.add(Tanh.of(), b));
    Model model = graph.build(graph.add(Dense.of(10, 2), joined));
    Networks.fill(model, 5);
    return model;
  }

  @Test
  void oneSlotIsNamedAfterItsFirstNode() {
    assertThat(tied().slots())
        .extracting(Slot::name)
        .containsExactly("embedding-1.weight", "dense-1.weight", "dense-1.bias", "dense-2.bias");
    assertThat(siamese().slots())
        .extracting(Slot::name)
        .containsExactly("tower.weight", "tower.bias", "dense-1.weight", "dense-1.bias");
    assertThat(siamese().slots()).extracting(Slot::index).containsExactly(0, 1, 2, 3);
    assertThat(tied().parameterCount()).isEqualTo(7 * 4 + 4 * 4 + 4 + 7);
    assertThat(Summary.of(tied()).parameters()).isEqualTo(tied().parameterCount());
    assertThat(Summary.of(siamese()).parameters()).isEqualTo(siamese().parameterCount());
  }

  @Test
  void gradientsOfAllReadersAddUp() {
    Model tied = tied();
    GradientCheck.Report report =
        GradientCheck.run(
            tied,
            SoftmaxCrossEntropy.of(),
            4,
            List.of(new float[] {0, 3, 6, 3}),
            Targets.ofClasses(new int[] {1, 2, 0, 6}),
            PassOptions.training(4));
    assertThat(report.passes(1e-4)).as(report.toString()).isTrue();
    GradientCheck.Report towers =
        GradientCheck.run(
            siamese(),
            MeanSquaredError.of(),
            3,
            List.of(Networks.gaussians(7, 9), Networks.gaussians(8, 9)),
            Targets.ofValues(new float[] {1, 0, 0.5f, -1, 2, 0.25f}),
            PassOptions.training(3));
    assertThat(towers.passes(1e-4)).as(towers.toString()).isTrue();
  }

  /** The sum of what separate layers of equal values get. */
  @Test
  void theGradientIsTheSumOfTheSeparateOnes() {
    Model shared = siamese();
    Graph graph = new Graph();
    String left = graph.input("left", Shape.of(3));
    String right = graph.input("right", Shape.of(3));
    String a = graph.addNamed("tower", Dense.of(3, 5), left);
    String b = graph.addNamed("twin", Dense.of(3, 5), right);
    String joined = graph.add(Concat.of(), graph.add(Tanh.of(), a), graph.add(Tanh.of(), b));
    Model separate = graph.build(graph.add(Dense.of(10, 2), joined));
    for (Slot slot : separate.slots()) {
      Parameter from = shared.parameters().get(slot.name().replace("twin", "tower"));
      System.arraycopy(from.values(), 0, slot.parameter().values(), 0, slot.size());
    }
    Pass one = step(shared);
    Pass two = step(separate);
    assertThat(one.output()).containsExactly(two.output());
    float[] sum = two.gradients().get("twin.weight").clone();
    float[] first = two.gradients().get("tower.weight");
    for (int i = 0; i < sum.length; i++) {
      sum[i] += first[i];
    }
    assertThat(one.gradients().get("tower.weight")).containsExactly(sum);
    assertThat(one.gradient(0)).isSameAs(one.gradients().get("tower.weight"));
    assertThat(one.gradients()).containsOnlyKeys(shared.trainedParameters().keySet());
  }

  private static Pass step(Model model) {
    Pass pass = model.trainingPass(2, Workers.caller());
    System.arraycopy(Networks.gaussians(1, 6), 0, pass.input(0), 0, 6);
    System.arraycopy(Networks.gaussians(2, 6), 0, pass.input(1), 0, 6);
    pass.forward(2);
    for (int i = 0; i < pass.gradOutput().length; i++) {
      pass.gradOutput()[i] = i - 1.5f;
    }
    pass.backward();
    return pass;
  }

  @Test
  void aCopySharesAsItsOriginalDoes() {
    for (Model model : List.of(tied(), siamese())) {
      Model copy = model.copy();
      assertThat(copy.slots()).extracting(Slot::name).isEqualTo(names(model));
      for (Slot slot : copy.slots()) {
        Parameter original = model.slots().get(slot.index()).parameter();
        assertThat(slot.parameter().values())
            .isNotSameAs(original.values())
            .containsExactly(original.values());
      }
    }
  }

  private static List<String> names(Model model) {
    return model.slots().stream().map(Slot::name).toList();
  }

  @Test
  void aFileStoresASharedTensorOnce() throws IOException {
    for (Model model : List.of(tied(), siamese())) {
      Path file = folder.resolve("model.safetensors");
      SavedModel.of(model).save(file);
      Model loaded = SavedModel.load(file).model();
      assertThat(names(loaded)).isEqualTo(names(model));
      for (Slot slot : loaded.slots()) {
        assertThat(slot.parameter().values())
            .containsExactly(model.slots().get(slot.index()).parameter().values());
      }
      loaded.slots().getFirst().parameter().values()[0] = 50;
      Path second = folder.resolve("second.safetensors");
      SavedModel.of(loaded).save(second);
      assertThat(names(SavedModel.load(second).model())).isEqualTo(names(model));
    }
    SavedModel.of(siamese()).save(folder.resolve("siamese.safetensors"));
    Model loaded = SavedModel.load(folder.resolve("siamese.safetensors")).model();
    assertThat(loaded.layers().get("tower")).isSameAs(loaded.layers().get("twin"));
  }

  /** A tied layer that is used again many times is built once, however large the file's budget. */
  @Test
  void aTiedLayerThatIsSharedComesBack() throws IOException {
    Embedding embedding = Embedding.of(3000, 32);
    Parameter bias = Parameter.bias("bias", Tensor.zeros(3000));
    Graph graph = new Graph();
    String word = graph.input("word", Shape.of());
    String vector = graph.add(embedding, word);
    String first = graph.add(Dense.of(embedding.weight(), bias), vector);
    List<String> outputs = new ArrayList<>(List.of(first));
    for (int i = 0; i < 40; i++) {
      outputs.add(graph.addShared(first, vector));
    }
    Path file = folder.resolve("many.safetensors");
    SavedModel.of(graph.build(outputs.toArray(new String[0]))).save(file);
    Model loaded = SavedModel.load(file).model();
    assertThat(loaded.slots()).hasSize(2);
    assertThat(loaded.layers().values().stream().distinct()).hasSize(2);
    Program program = Program.of(loaded, WeightPrecision.FLOAT32);
    assertThat(program.nodes().stream().map(Program.Node::step).distinct()).hasSize(2);
    assertThat(program.weightBytes()).isLessThan(4L * 3000 * 32 * 3);
  }

  @Test
  void freezingFreezesTheSlot() {
    Model frozen = tied().withFrozen(name -> name.equals("embedding-1.weight"));
    assertThat(frozen.trainedParameters()).doesNotContainKey("embedding-1.weight");
    assertThat(Summary.of(frozen).frozen()).isEqualTo(28);
  }

  @Test
  void refusesWhatCannotBeShared() {
    Embedding embedding = Embedding.of(VOCABULARY, WIDTH);
    Parameter bias = Parameter.bias("bias", Tensor.zeros(3));
    assertThatThrownBy(() -> Dense.of(embedding.weight(), bias))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dense: the parameter bias is [3], not [7]");
    assertThatThrownBy(() -> Dense.withoutBias(bias))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dense: the parameter bias is [3]: weights are [out, in], neither of them 0");
    assertThatThrownBy(() -> new Graph().addShared("tower", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: no node is called tower; there are []");
  }
}
