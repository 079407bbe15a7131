package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Base64;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.ValueRows;
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
                rows,
                rows,
                "test",
                rows.classNames(),
                List.of(new Column("first", 0, 1), new Column("last", 3, 1)),
                true,
                RunEvaluation.Unit.NONE));
    assertThat(json.get("rows").asInt()).isEqualTo(4);
    assertThat(json.get("metrics").get("accuracy").asDouble()).isEqualTo(0.5);
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
    assertThat(json.get("side").asInt()).isEqualTo(2);
    assertThat(Base64.getDecoder().decode(mistakes.getFirst().get("grey").asString()))
        .isEqualTo(new byte[] {0, (byte) Math.round(255 * 5 / 9.0), 0, 0});
    assertThat(json.get("importanceOf").asString()).isEqualTo("accuracy");
    List<JsonCursor> importance = json.get("importance").elements();
    assertThat(importance.getLast().get("column").asString()).isEqualTo("last");
    assertThat(importance.getLast().get("mean").asDouble()).as("it is 0 in every row").isZero();
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
                rows,
                rows,
                "test",
                List.of("hot", "wet"),
                List.of(new Column("first", 0, 1)),
                false,
                RunEvaluation.Unit.NONE));
    assertThat(json.get("metrics").get("label-accuracy").asDouble())
        .isCloseTo(4 / 6.0, within(1e-12));
    assertThat(json.get("metrics").get("all-labels-accuracy").asDouble())
        .isCloseTo(1 / 3.0, within(1e-12));
    JsonCursor hot = json.get("perLabel").at(0);
    assertThat(hot.get("rows").asInt()).isEqualTo(3);
    assertThat(hot.get("precision").asDouble()).isEqualTo(1);
    assertThat(hot.get("recall").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    JsonCursor wet = json.get("perLabel").at(1);
    assertThat(wet.get("precision").asDouble()).isZero();
    assertThat(wet.get("recall").isNull()).isTrue();
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
                rows,
                rows,
                "validation",
                List.of(),
                List.of(),
                false,
                new RunEvaluation.Unit(10, 100)));
    assertThat(json.get("part").asString()).isEqualTo("validation");
    assertThat(json.get("metrics").get("mae").asDouble()).isCloseTo(10 / 3.0, within(1e-6));
    assertThat(json.get("metrics").get("rmse").asDouble())
        .isCloseTo(10 * Math.sqrt(1 / 3.0), within(1e-9));
    assertThat(json.get("metrics").get("r2").asDouble())
        .isCloseTo(1 - 1 / (14.0 / 3), within(1e-12));
    List<JsonCursor> pairs = json.get("residuals").elements();
    assertThat(pairs).hasSize(3);
    assertThat(pairs.get(1).at(0).asDouble()).isEqualTo(130);
    assertThat(pairs.get(1).at(1).asDouble()).isEqualTo(120);
    assertThat(json.find("importance")).isEmpty();
  }
}
