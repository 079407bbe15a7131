package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every layer promises; a new layer is a new row of {@link #layers()}. */
final class LayerContractTest {
  private static final int ROWS = 5;

  record Row(String name, Supplier<Layer> maker, Shape example) {
    @Override
    public String toString() {
      return name;
    }

    Layer layer() {
      Layer layer = maker.get();
      int seed = 70;
      for (Parameter parameter : layer.parameters()) {
        Networks.set(parameter, Networks.gaussians(seed++, parameter.value().size()));
      }
      return layer;
    }

    float[] input() {
      return Networks.gaussians(69, ROWS * example.size());
    }
  }

  static Stream<Row> layers() {
    return Stream.of(
        new Row("dense 17-9", () -> Dense.of(17, 9), Shape.of(17)),
        new Row("dense 600-40", () -> Dense.of(600, 40), Shape.of(600)),
        new Row("dense along the last dimension", () -> Dense.of(4, 3), Shape.of(2, 3, 4)),
        new Row("relu", Relu::of, Shape.of(3, 7)));
  }

  @Test
  void everyKindOfTheModelFileHasARow() {
    JsonCursor config = JsonCursor.of("config", JsonObject.builder().build());
    Throwable refusal = catchThrowable(() -> LayerKinds.standard().read("no such kind", config));
    List<String> kinds = layers().map(row -> row.layer().kind()).distinct().sorted().toList();
    assertThat(refusal)
        .hasMessage("config: layer kind \"no such kind\" is not known; known are " + kinds);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isBuiltAgainFromItsKindAndConfig(Row row) {
    Layer layer = row.layer();
    String text = Json.write(layer.config());
    Layer again =
        LayerKinds.standard().read(layer.kind(), JsonCursor.of("config", Json.parse(text)));
    assertThat(again).isNotSameAs(layer).isExactlyInstanceOf(layer.getClass());
    assertThat(again.kind()).isEqualTo(layer.kind());
    assertThat(again.config()).isEqualTo(layer.config());
    assertThat(again.parameters().stream().map(Parameter::name).toList())
        .isEqualTo(layer.parameters().stream().map(Parameter::name).toList())
        .doesNotHaveDuplicates();
    assertThat(again.outputShape(List.of(row.example)))
        .isEqualTo(layer.outputShape(List.of(row.example)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aRowDoesNotDependOnTheOthers(Row row) {
    Layer layer = row.layer();
    float[] x = row.input();
    float[] batch = LayerRun.of(layer, row.example, ROWS, x).forward();
    for (int r = 0; r < ROWS; r++) {
      float[] alone = Arrays.copyOfRange(x, r * row.example.size(), (r + 1) * row.example.size());
      int size = batch.length / ROWS;
      assertThat(LayerRun.of(layer, row.example, 1, alone).forward())
          .as("row %s", r)
          .containsExactly(Arrays.copyOfRange(batch, r * size, (r + 1) * size));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void computesTheSameBitsAtInference(Row row) {
    Layer layer = row.layer();
    float[] trained = LayerRun.of(layer, row.example, ROWS, row.input()).forward();
    float[] inferred = LayerRun.of(layer.forInference(), row.example, ROWS, row.input()).forward();
    assertThat(inferred).containsExactly(trained);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void overwritesGradientsAndLeavesParametersAlone(Row row) {
    Layer layer = row.layer();
    LayerRun run = LayerRun.of(layer, row.example, ROWS, row.input());
    float[] gradY = Networks.gaussians(68, run.forward().length);
    run.backward(gradY);
    float[] gradX = run.gradInput();
    List<float[]> before = layer.parameters().stream().map(p -> p.values().clone()).toList();
    run.backward(gradY);
    assertThat(run.gradInput()).containsExactly(gradX);
    for (int p = 0; p < before.size(); p++) {
      assertThat(layer.parameters().get(p).values()).containsExactly(before.get(p));
    }
  }
}
