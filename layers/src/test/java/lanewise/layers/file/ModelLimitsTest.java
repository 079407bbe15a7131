package lanewise.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Safetensors;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inspect.Summary;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Concat;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import lanewise.tensor.Workers;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that claim more than their file bears out. */
@Tag("once")
final class ModelLimitsTest {
  @TempDir private Path folder;

  private Path write(String description, SequencedMap<String, Tensor> tensors) throws IOException {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("lanewise.model", description);
    Path file = folder.resolve("model.safetensors");
    new Safetensors(tensors, metadata).write(file);
    return file;
  }

  private static String concat(int size) {
    return ("{'version':1,'inputs':[{'name':'a','shape':[%d]},{'name':'b','shape':[%d]}],"
            + "'nodes':[{'name':'c','kind':'concat','config':{'axis':-1},'inputs':['a','b']}],"
            + "'outputs':['c']}")
        .formatted(size, size)
        .replace('\'', '"');
  }

  @Test
  void aConcatOfMoreThanAnArrayIsAFaultOfTheFile() throws IOException {
    Path file = write(concat(Integer.MAX_VALUE), new LinkedHashMap<>());

    assertThatThrownBy(() -> SavedModel.load(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            file
                + ": model: node c: concat: inputs [[2147483647], [2147483647]] are together more"
                + " than 2^31 - 1 along axis -1");
    assertThatThrownBy(() -> InferencePlan.load(file)).isInstanceOf(FormatException.class);
  }

  @Test
  void aConcatInAProgramIsRefusedByShape() {
    Shape half = Shape.of(1 << 30);
    Concat concat = Concat.of();
    assertThatThrownBy(() -> concat.outputShape(List.of(half, half)))
        .isInstanceOf(ShapeException.class);
    assertThat(concat.outputShape(List.of(half, Shape.of((1 << 30) - 1))).size())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aPassOfMoreThanAnArrayIsRefusedByShape() {
    Model model = Sequential.of(100_000, Relu.of());
    assertThatThrownBy(() -> model.inferencePass(30_000, Workers.caller()))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "pass: 30000 rows of 100000 values are more than the 2^31 - 1 values of an array:"
                + " use fewer rows");
    assertThatThrownBy(() -> InferencePlan.of(model).warmUp(30_000, Duration.ofMillis(1)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void oneExampleTakesMemoryInProportionToTheFile() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("e.weight", Tensor.zeros(1, 20_000));
    String description =
        ("{'version':1,'inputs':[{'name':'a','shape':[1000]}],'nodes':[{'name':'e',"
                + "'kind':'embedding','config':{'vocabulary':1,'dimension':20000},"
                + "'inputs':['a']}],'outputs':['e']}")
            .replace('\'', '"');
    Path file = write(description, tensors);

    assertThatThrownBy(() -> SavedModel.load(file))
        .isInstanceOf(ReadLimitException.class)
        .hasMessage(
            "%s: one example in the model up to the node e takes 80,004,000 bytes of memory, but the limit is 67,108,864 for the %,d bytes that are stored; raise ReadLimits.bytes where the file is meant to hold so much"
                .formatted(file, Files.size(file)));
    ReadLimits raised = ReadLimits.defaults().withBytes(80_004_000);
    assertThat(SavedModel.load(file, LayerKinds.standard(), raised).model().outputShape())
        .isEqualTo(Shape.of(1000, 20_000));
  }

  @Test
  void whatAModelTakesNeedsNoLayerToBeTooMuch() throws IOException {
    String description =
        "{'version':1,'inputs':[{'name':'a','shape':[2147483647]}],'nodes':[],'outputs':['a']}"
            .replace('\'', '"');
    Path file = write(description, new LinkedHashMap<>());

    assertThatThrownBy(() -> SavedModel.load(file))
        .isInstanceOf(ReadLimitException.class)
        .hasMessageStartingWith(
            file + ": one example of the inputs takes 8,589,934,588 bytes of memory");
  }

  /** Buffers are made for fewer rows where a row is as wide as its file may make it. */
  @Test
  void aCallTakesMemoryForFewRowsWhereTheyAreWide() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("e.weight", Tensors.ones(1, 1000));
    String description =
        ("{'version':1,'inputs':[{'name':'a','shape':[4000]}],'nodes':[{'name':'e',"
                + "'kind':'embedding','config':{'vocabulary':1,'dimension':1000},"
                + "'inputs':['a']}],'outputs':['e']}")
            .replace('\'', '"');
    InferencePlan plan = InferencePlan.load(write(description, tensors));
    float[] in = new float[2 * 4_000];
    float[] out = new float[2 * 4_000_000];
    float[] ones = new float[out.length];
    Arrays.fill(ones, 1);

    long bytes = Allocation.bytesOf(() -> plan.predict(2, in, 0, out, 0));

    assertThat(bytes).isLessThan(80L << 20);
    assertThat(Arrays.equals(out, ones)).isTrue();
  }

  @Test
  void aDescriptionTakesMemoryInProportionToItsText() throws IOException {
    Path file = write("{},".repeat(400_000), new LinkedHashMap<>());

    assertThatThrownBy(() -> SavedModel.load(file))
        .isInstanceOf(ReadLimitException.class)
        .hasMessageContaining("the model description takes 89,600,064 bytes of memory");
    assertThatThrownBy(
            () ->
                SavedModel.load(
                    file, LayerKinds.standard(), ReadLimits.defaults().withBytes(90_000_000)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void theTableOfManySourcesIsNoLongerThanItsCells() throws IOException {
    Graph graph = new Graph();
    graph.input("x", Shape.of(1));
    List<String> sums = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      sums.add(graph.add(Relu.of(), "x"));
    }
    Model model = graph.build(graph.add(Add.of(), sums.toArray(new String[0])));

    String text = Summary.of(model).toString();

    assertThat(text).contains("relu-5000  relu   x ").contains("relu-4999, relu-5000");
    assertThat(text.length()).isLessThan(5003 * 200 + 5000 * 11);
    assertThat(InferencePlan.of(model).toString().length()).isLessThan(5003 * 200);
  }
}
