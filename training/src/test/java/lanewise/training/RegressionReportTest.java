package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.file.Task;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowReader;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.Tally;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reports of predicted numbers and of labels that do not exclude each other. */
@Tag("once")
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

  /** Keeps the targets and predictions, two in a row. */
  private static Tally seeing(List<Float> seen) {
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        for (int i = 0; i < 2 * rows; i++) {
          seen.addAll(List.of(targets.values()[i], output[i]));
        }
      }

      @Override
      public double value() {
        return seen.size();
      }
    };
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

    List<Float> seen = new ArrayList<>();
    RegressionReport report =
        RegressionReport.of(
            identity(),
            task,
            samples.reader(),
            Workers.caller(),
            InDataUnits.tally(seeing(seen), task.scaler()));

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
    assertThat(seen)
        .containsExactly(
            100f, 100f, 4f, 6f, 110f, 110f, 4f, 4f, 90f, 90f, 4f, 4f, 100f, 120f, 4f, 4f);
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
    }
    assertThat(one.rows()).isEqualTo(count);
  }

  /** Sums of squares would lose all digits of targets that are far from 0. */
  @Test
  void targetsFarFromZeroKeepTheirSpread() {
    int count = 1_000;
    float[][] features = new float[count][2];
    float[][] targets = new float[count][2];
    for (int r = 0; r < count; r++) {
      targets[r][0] = 16_000_000 + r % 2;
      features[r][0] = 16_000_000;
    }
    Task.Regression task = new Task.Regression(List.of("a", "b"), TargetScaler.identity(2));
    RegressionReport report =
        RegressionReport.of(identity(), task, rows(features, targets), Workers.caller());
    // The prediction is 1/2 below the mean, whose variance is 1/4.
    assertThat(report.figures().getFirst().r2()).isCloseTo(1 - 0.5 / 0.25, within(1e-9));
  }

  @Test
  void refusesAnEvaluationOfNoRow() {
    RowReader nothingLeft = rows(new float[][] {{0, 0}}, new float[][] {{0, 0}}).reader();
    nothingLeft.skip(1);
    Task.Regression task = new Task.Regression(List.of("a", "b"), TargetScaler.identity(2));
    assertThatThrownBy(() -> RegressionReport.of(identity(), task, nothingLeft, Workers.caller()))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("evaluate: there is no row");
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
    assertThat(report.exactShare()).isEqualTo(0.5);
    assertThat(report.accuracy()).isCloseTo(6.0 / 8, within(EXACT));
    assertThat(report.labels().getFirst().precision()).isEqualTo(0.5);
    assertThat(report.labels().getFirst().recall()).isEqualTo(0.5);
    assertThat(report.labels().get(1).f1()).isEqualTo(1);
    double softplus = Math.log1p(Math.exp(-1));
    double loss = (5 * softplus + (1 + softplus) + 2 * Math.log(2)) / 8;
    assertThat(report.loss()).isCloseTo(loss, within(1e-6));
    assertThat(new MultiLabelReport.Counts("none", 0, 0, 0).recall()).isNaN();
  }

  /** The first row counts three times; numbers of rows stay what they are. */
  @Test
  void sharesOfLabelsCountRowsByTheirWeights() {
    Samples samples =
        rows(new float[][] {{1, -1}, {-1, -1}}, new float[][] {{1, 0}, {1, 1}}).weighted(3, 1);
    Tally accuracy = Accuracy.of().begin(2);
    MultiLabelReport report =
        MultiLabelReport.of(
            identity(), List.of("lift", "view"), samples, Workers.caller(), accuracy);
    assertThat(report.accuracy()).isEqualTo(0.75);
    assertThat(report.exactShare()).isEqualTo(0.75).isEqualTo(accuracy.value());
    assertThat(report.exact()).isEqualTo(1);
    assertThat(report.labels().getFirst()).isEqualTo(new MultiLabelReport.Counts("lift", 2, 1, 1));
  }
}
