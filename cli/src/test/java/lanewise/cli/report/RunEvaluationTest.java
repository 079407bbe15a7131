package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.TopKAccuracy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of evaluation.json, against a count by hand. */
@Tag("once")
final class RunEvaluationTest {
  /** Gives its inputs. */
  private static Model identity(int width) {
    Dense dense = Dense.of(width, width);
    for (int i = 0; i < width; i++) {
      dense.weight().values()[i * width + i] = 1;
    }
    return Sequential.of(width, dense);
  }

  private static EvaluatedRows rows(String part, Samples rows, @Nullable Shape image) {
    return new EvaluatedRows(part, rows, rows, image);
  }

  private static JsonCursor compute(RunEvaluation evaluation) {
    return JsonCursor.of("evaluation", evaluation.compute(Workers.caller()));
  }

  @Test
  void judgesClasses() {
    float[] logits = {
      9, 0, 0, 0, // 0, right
      0, 5, 0, 0, // 2, taken for 1: sure
      0, 0, 1, 0, // 2, right
      2, 0, 0, 0, // 1, taken for 0: less sure
    };
    LabelledRows rows =
        LabelledRows.of(
            "four",
            Tensor.of(Shape.of(4, 4), logits),
            new int[] {0, 2, 2, 1},
            List.of("a", "b", "c", "d"));
    JsonCursor json =
        compute(
            new RunEvaluation(
                identity(4),
                new Task.Classification(rows.classNames()),
                rows("test", rows, Shape.of(2, 2)),
                ColumnImportance.of(List.of(new Column("first", 0, 1), new Column("last", 3, 1))),
                new TopKAccuracy(2)));
    assertThat(json.get("rows").asInt()).isEqualTo(4);
    assertThat(json.get("metrics").members().sequencedKeySet())
        .containsExactly(
            "top-2", "accuracy", "balanced-accuracy", "f1", "auc", "pr-auc", "log-loss", "ece");
    assertThat(json.get("metrics").get("top-2").asDouble()).as("what was chosen").isEqualTo(0.75);
    assertThat(json.get("metrics").get("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(json.get("perClass").at(0).get("auc").asDouble()).isEqualTo(1);
    assertThat(json.get("perClass").at(2).get("pr-auc").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.get("perClass").at(3).get("auc").isNull()).as("no row has it").isTrue();
    assertThat(json.get("confusion").at(2).at(1).asInt()).isEqualTo(1);
    assertThat(json.get("perClass").at(2).get("recall").asDouble()).isEqualTo(0.5);
    assertThat(json.get("perClass").at(3).get("precision").isNull()).isTrue();
    double weight = 0;
    for (JsonCursor bin : json.get("calibration").elements()) {
      weight += bin.get("weight").asDouble();
    }
    assertThat(weight).isEqualTo(4);
    List<JsonCursor> mistakes = json.get("mistakes").elements();
    assertThat(mistakes).hasSize(2);
    assertThat(mistakes.getFirst().get("row").asInt()).isEqualTo(1);
    assertThat(mistakes.getFirst().get("label").asString()).isEqualTo("c");
    assertThat(mistakes.getFirst().get("predicted").asString()).isEqualTo("b");
    assertThat(mistakes.getFirst().get("probability").asDouble())
        .isCloseTo(Math.exp(5) / (Math.exp(5) + 3), within(1e-9));
    assertThat(json.find("picture")).as("4 pixels are no picture").isEmpty();
    assertThat(mistakes.getFirst().find("pixels")).isEmpty();
    assertThat(json.get("importanceOf").asString()).isEqualTo("accuracy");
    List<JsonCursor> importance = json.get("importance").elements();
    assertThat(importance.getLast().get("column").asString()).isEqualTo("last");
    assertThat(importance.getLast().get("mean").asDouble()).as("it is 0 in every row").isZero();
  }

  private static JsonCursor pictures(int[] shape, float[] pixels) {
    int size = pixels.length;
    Dense dense = Dense.of(size, 2);
    dense.bias().values()[1] = 1; // the second class for every row
    LabelledRows rows =
        LabelledRows.of(
            "pictures", Tensor.of(Shape.of(1, size), pixels), new int[] {0}, List.of("a", "b"));
    return compute(
        new RunEvaluation(
            Sequential.of(size, dense),
            new Task.Classification(rows.classNames()),
            rows("test", rows, Shape.of(shape)),
            ColumnImportance.NONE,
            null));
  }

  private static byte[] pixels(JsonCursor json) {
    return Base64.getDecoder().decode(json.get("mistakes").at(0).get("pixels").asString());
  }

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 255f * i / (count - 1);
    }
    return values;
  }

  /** Grey of any proportions; the channels of colours come to lie beside each other. */
  @Test
  void rowsThatArePicturesAreKept() {
    JsonCursor grey = pictures(new int[] {6, 10}, counting(60));
    assertThat(grey.get("picture").get("width").asInt()).isEqualTo(10);
    assertThat(grey.get("picture").get("height").asInt()).isEqualTo(6);
    assertThat(grey.get("picture").get("channels").asInt()).isEqualTo(1);
    assertThat(pixels(grey)).hasSize(60).startsWith(0, 4, 9).endsWith((byte) 255);

    float[] planes = new float[3 * 64];
    Arrays.fill(planes, 64, 128, 100);
    Arrays.fill(planes, 128, 192, 255);
    JsonCursor colors = pictures(new int[] {3, 8, 8}, planes);
    assertThat(colors.get("picture").get("channels").asInt()).isEqualTo(3);
    assertThat(pixels(colors)).hasSize(192).startsWith(0, 100, 255, 0, 100, 255);

    assertThat(pictures(new int[] {2, 8, 8}, counting(128)).find("picture")).isEmpty();
    assertThat(pictures(new int[] {1, 8, 8}, counting(64)).find("picture")).isPresent();
  }

  /** Of 300 pixels in a row every third is kept. */
  @Test
  void largePicturesAreThinnedOut() {
    JsonCursor json = pictures(new int[] {2, 300}, counting(600));
    assertThat(json.get("picture").get("width").asInt()).isEqualTo(100);
    assertThat(json.get("picture").get("height").asInt()).isEqualTo(1);
    assertThat(pixels(json)).hasSize(100).startsWith(0, 1, 3);
  }

  /** Those that are not measured are not forgotten. */
  @Test
  void saysThatColumnsAreTooMany() {
    List<Column> many = new ArrayList<>();
    for (int c = 0; c < 65; c++) {
      many.add(new Column("c" + c, c, 1));
    }
    assertThat(ColumnImportance.of(many).leftOut()).isEqualTo(65);
    assertThat(ColumnImportance.of(many.subList(0, 64)).columns()).hasSize(64);
    LabelledRows rows =
        LabelledRows.of(
            "two", Tensor.of(Shape.of(2, 2), 1, 0, 0, 1), new int[] {0, 1}, List.of("a", "b"));
    JsonCursor json =
        compute(
            new RunEvaluation(
                identity(2),
                new Task.Classification(rows.classNames()),
                rows("test", rows, null),
                ColumnImportance.of(many),
                null));
    assertThat(json.get("importanceLeftOut").asInt()).isEqualTo(65);
    assertThat(json.find("importance")).isEmpty();
  }

  @Test
  void judgesLabelsThatDoNotExcludeEachOther() {
    float[] logits = {
      2, -1, // both right
      3, 4, // the second is not there
      -1, -2, // the first is missing
    };
    ValueRows rows =
        ValueRows.of(
            "three",
            Tensor.of(Shape.of(3, 2), logits),
            Tensor.of(Shape.of(3, 2), 1, 0, 1, 0, 1, 0));
    JsonCursor json =
        compute(
            new RunEvaluation(
                identity(2),
                new Task.MultiLabel(List.of("hot", "wet")),
                rows("test", rows, null),
                ColumnImportance.of(List.of(new Column("first", 0, 1))),
                null));
    assertThat(json.get("metrics").get("label-accuracy").asDouble())
        .isCloseTo(4 / 6.0, within(1e-12));
    assertThat(json.get("metrics").get("all-labels-accuracy").asDouble())
        .isCloseTo(1 / 3.0, within(1e-12));
    JsonCursor hot = json.get("perLabel").at(0);
    assertThat(hot.get("rows").asInt()).isEqualTo(3);
    assertThat(hot.get("given").asInt()).isEqualTo(2);
    assertThat(hot.get("found").asInt()).isEqualTo(2);
    assertThat(hot.get("precision").asDouble()).isEqualTo(1);
    assertThat(hot.get("recall").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    JsonCursor wet = json.get("perLabel").at(1);
    assertThat(wet.get("precision").asDouble()).isZero();
    assertThat(wet.get("recall").isNull()).isTrue();
    List<JsonCursor> mistakes = json.get("labelMistakes").elements();
    assertThat(mistakes).hasSize(2);
    assertThat(mistakes.getFirst().get("row").asInt()).isEqualTo(1);
    assertThat(mistakes.getFirst().get("label").asString()).isEqualTo("wet");
    assertThat(mistakes.getFirst().get("given").asBoolean()).isTrue();
    assertThat(mistakes.getFirst().get("probability").asDouble())
        .isCloseTo(1 / (1 + Math.exp(-4)), within(1e-12));
    assertThat(mistakes.getLast().get("given").asBoolean()).isFalse();
    assertThat(mistakes.getLast().get("probability").asDouble())
        .isCloseTo(1 / (1 + Math.E), within(1e-12));
    double weight = 0;
    for (JsonCursor bin : json.get("calibration").elements()) {
      weight += bin.get("weight").asDouble();
    }
    assertThat(weight).as("labels of three rows").isEqualTo(6);
    assertThat(json.get("importanceOf").asString()).isEqualTo("label-accuracy");
  }

  /** Values are shown in the unit of the data: here 10 y + 100. */
  @Test
  void judgesValues() {
    Tensor x = Tensor.of(Shape.of(3, 1), 1, 2, 4);
    Tensor y = Tensor.of(Shape.of(3, 1), 1, 3, 4);
    ValueRows rows = ValueRows.of("three", x, y);
    JsonCursor json =
        compute(
            new RunEvaluation(
                identity(1),
                new Task.Regression(
                    List.of("price"), TargetScaler.of(new float[] {100}, new float[] {10})),
                rows("validation", rows, null),
                ColumnImportance.NONE,
                null));
    assertThat(json.get("part").asString()).isEqualTo("validation");
    assertThat(json.get("metrics").get("mae").asDouble()).isCloseTo(10 / 3.0, within(1e-6));
    assertThat(json.get("metrics").get("rmse").asDouble())
        .isCloseTo(10 * Math.sqrt(1 / 3.0), within(1e-9));
    assertThat(json.get("metrics").get("r2").asDouble())
        .isCloseTo(1 - 1 / (14.0 / 3), within(1e-12));
    List<JsonCursor> pairs = json.get("targets").at(0).get("residuals").elements();
    assertThat(pairs).hasSize(3);
    assertThat(pairs.get(1).at(0).asDouble()).isEqualTo(130);
    assertThat(pairs.get(1).at(1).asDouble()).isEqualTo(120);
    assertThat(json.find("importance")).isEmpty();
  }

  /** Prices are 10 y + 100 and rooms 2 y + 4: an error of 1 is 10 and 2 of theirs. */
  @Test
  void judgesEachOfSeveralValuesInItsUnit() {
    Tensor x = Tensor.of(Shape.of(3, 2), 0, 0, 1, 1, 2, 2);
    Tensor y = Tensor.of(Shape.of(3, 2), 0, 0, 1, 4, 5, 2);
    ValueRows rows = ValueRows.of("three", x, y);
    TargetScaler scaler = TargetScaler.of(new float[] {100, 4}, new float[] {10, 2});
    JsonCursor json =
        compute(
            new RunEvaluation(
                identity(2),
                new Task.Regression(List.of("price", "rooms"), scaler),
                rows("test", rows, null),
                ColumnImportance.NONE,
                new InDataUnits(MeanLoss.of("mae", MeanAbsoluteError.of()), scaler)));
    assertThat(json.get("metrics").members().sequencedKeySet()).containsExactly("mae", "r2");
    assertThat(json.get("metrics").get("mae").asDouble()).isCloseTo((30 + 6) / 6.0, within(1e-6));
    JsonCursor price = json.get("targets").at(0);
    JsonCursor rooms = json.get("targets").at(1);
    assertThat(price.get("name").asString()).isEqualTo("price");
    assertThat(price.get("mae").asDouble()).isCloseTo(10, within(1e-6));
    assertThat(price.get("rmse").asDouble()).isCloseTo(Math.sqrt(900 / 3.0), within(1e-6));
    assertThat(rooms.get("mae").asDouble()).isCloseTo(2, within(1e-6));
    assertThat(rooms.get("residuals").at(1).at(0).asDouble()).isEqualTo(12);
    assertThat(rooms.get("residuals").at(1).at(1).asDouble()).isEqualTo(6);
  }
}
