package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.file.Task;
import lanewise.layers.linear.Dense;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import org.junit.jupiter.api.Test;

/** The reports of predicted numbers and of labels that do not exclude each other. */
final class RegressionReportTest {
  private static final double EXACT = 1e-12;

  /** Gives back its two inputs. */
  private static Model identity() {
    Dense dense = Dense.of(2, 2);
    dense.weight().values()[0] = 1;
    dense.weight().values()[3] = 1;
    return Sequential.of(2, dense);
  }

  private static Samples rows(float[][] features, float[][] targets) {
    return ValueRows.of("rows", matrix(features), matrix(targets));
  }

  private static Tensor matrix(float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * rows[0].length, rows[0].length);
    }
    return Tensor.wrap(values, Shape.of(rows.length, rows[0].length));
  }

  @Test
  void figuresAreInTheUnitsOfTheData() {
    Samples samples =
        rows(
            new float[][] {{0, 1}, {1, 0}, {-1, 0}, {2, 0}},
            new float[][] {{0, 0}, {1, 0}, {-1, 0}, {0, 0}});
    Task.Regression task =
        new Task.Regression(
            List.of("price", "rooms"), TargetScaler.of(new float[] {100, 4}, new float[] {10, 2}));

    RegressionReport report = RegressionReport.of(identity(), task, samples, Workers.caller());

    // Prices 100, 110, 90, 100 are predicted as 100, 110, 90, 120: their mean is 100.
    RegressionReport.Figures price = report.figures().getFirst();
    assertThat(price.name()).isEqualTo("price");
    assertThat(price.meanAbsoluteError()).isCloseTo(5, within(EXACT));
    assertThat(price.rootMeanSquaredError()).isCloseTo(10, within(EXACT));
    assertThat(price.r2()).isCloseTo(1 - 400.0 / 200, within(EXACT));
    // Rooms are 4 everywhere, and the first is predicted as 6.
    RegressionReport.Figures rooms = report.figures().get(1);
    assertThat(rooms.meanAbsoluteError()).isCloseTo(0.5, within(EXACT));
    assertThat(rooms.rootMeanSquaredError()).isCloseTo(1, within(EXACT));
    assertThat(rooms.r2()).as("all targets are equal").isNaN();
    assertThat(report.predicted()).containsExactly(100, 6, 110, 4, 90, 4, 120, 4);
    assertThat(report.actual()).containsExactly(100, 4, 110, 4, 90, 4, 100, 4);
  }

  @Test
  void rowsCountByTheirWeights() {
    Samples samples =
        rows(new float[][] {{0, 0}, {2, 0}}, new float[][] {{0, 0}, {0, 1}}).weighted(3, 1);
    Task.Regression task = new Task.Regression(List.of("a", "b"), TargetScaler.identity(2));

    RegressionReport report = RegressionReport.of(identity(), task, samples, Workers.caller());

    assertThat(report.figures().getFirst().meanAbsoluteError()).isCloseTo(0.5, within(EXACT));
    assertThat(report.figures().getFirst().rootMeanSquaredError()).isCloseTo(1, within(EXACT));
    // b is 0 with weight 3 and 1 with weight 1: the mean is 1/4, the spread 3/16 + 9/16.
    assertThat(report.figures().get(1).r2()).isCloseTo(1 - 1 / 0.75, within(EXACT));
  }

  @Test
  void figuresDoNotDependOnThreadsAndChunks() {
    int count = 700;
    float[][] features = new float[count][2];
    float[][] targets = new float[count][2];
    for (int r = 0; r < count; r++) {
      features[r][0] = r % 17 - 8;
      targets[r][0] = r % 13 - 6;
      targets[r][1] = r % 2;
    }
    Samples samples = rows(features, targets);
    Task.Regression task =
        new Task.Regression(
            List.of("a", "b"), TargetScaler.of(new float[] {1, 2}, new float[] {3, 4}));
    RegressionReport one = RegressionReport.of(identity(), task, samples, Workers.caller());
    try (Workers two = Workers.of(2)) {
      RegressionReport other = RegressionReport.of(identity(), task, samples, two);
      assertThat(other.figures()).isEqualTo(one.figures());
      assertThat(other.predicted()).containsExactly(one.predicted());
    }
    assertThat(one.rows()).isEqualTo(count);
    assertThat(one.actual()[2 * 699]).isEqualTo((699 % 13 - 6) * 3f + 1);
  }

  @Test
  void labelsAreCountedOneByOne() {
    Samples samples =
        rows(
            new float[][] {{1, -1}, {-1, 1}, {0, 0}, {-1, -1}},
            new float[][] {{1, 0}, {1, 1}, {0, 1}, {0, 0}});

    MultiLabelReport report =
        MultiLabelReport.of(identity(), List.of("lift", "view"), samples, Workers.caller());

    // A logit of 0 gives the label. Rows 0 and 3 are right in both labels.
    assertThat(report.labels())
        .containsExactly(
            new MultiLabelReport.Counts("lift", 2, 1, 2),
            new MultiLabelReport.Counts("view", 2, 2, 2));
    assertThat(report.exact()).isEqualTo(2);
    assertThat(report.accuracy()).isCloseTo(6.0 / 8, within(EXACT));
    assertThat(report.labels().getFirst().precision()).isEqualTo(0.5);
    assertThat(report.labels().getFirst().recall()).isEqualTo(0.5);
    assertThat(report.labels().get(1).f1()).isEqualTo(1);
    double softplus = Math.log1p(Math.exp(-1));
    double loss = (5 * softplus + (1 + softplus) + 2 * Math.log(2)) / 8;
    assertThat(report.loss()).isCloseTo(loss, within(1e-6));
    assertThat(new MultiLabelReport.Counts("none", 0, 0, 0).recall()).isNaN();
  }
}
