package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Tanh;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.ValueRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.MeanLoss;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Test;

/** Values instead of classes: one number, several numbers, several labels. */
final class RegressionTest {
  private static final LabelledRows IRIS = Iris.load();
  private static final int ROWS = IRIS.rows();

  /** The width of a petal, to be predicted from the three other measures. */
  private static ValueRows petalWidths() {
    Tensor x = Tensor.zeros(ROWS, 3);
    Tensor y = Tensor.zeros(ROWS, 1);
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(IRIS.features().storage(), row * 4, x.storage(), row * 3, 3);
      y.storage()[row] = IRIS.features().storage()[row * 4 + 3];
    }
    return ValueRows.of("petal widths", x, y);
  }

  /** What least squares gives: the coefficients of three columns and 1, by normal equations. */
  private static double[] leastSquares(float[] x, float[] y) {
    int n = 4;
    double[][] a = new double[n][n + 1];
    for (int row = 0; row < y.length; row++) {
      double[] v = {x[3 * row], x[3 * row + 1], x[3 * row + 2], 1};
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[i][j] += v[i] * v[j];
        }
        a[i][n] += v[i] * y[row];
      }
    }
    for (int pivot = 0; pivot < n; pivot++) {
      for (int i = 0; i < n; i++) {
        double factor = i == pivot ? 0 : a[i][pivot] / a[pivot][pivot];
        for (int j = 0; j <= n; j++) {
          a[i][j] -= factor * a[pivot][j];
        }
      }
    }
    return IntStream.range(0, n).mapToDouble(i -> a[i][n] / a[i][i]).toArray();
  }

  @Test
  void aLinearModelFindsTheLeastSquares() {
    ValueRows rows = petalWidths();
    float[] mean = {5.84f, 3.05f, 3.76f};
    float[] scale = {1.21f, 2.31f, 0.57f};
    FeatureScaler scaler = FeatureScaler.of(mean, scale);
    float[] scaled = new float[ROWS * 3];
    scaler.transform(ROWS, rows.features().storage(), 0, scaled, 0);
    double[] expected = leastSquares(scaled, rows.targets().storage());

    Dense dense = Dense.of(3, 1);
    // All rows in a batch: plain gradient descent, which converges to the one minimum.
    TrainingConfig config = new TrainingConfig(3_000, ROWS, 1, EarlyStopping.patience(3_000));
    TrainingResult result =
        Trainer.of(config, MeanSquaredError.of(), new Sgd(0.1f, 0.9f))
            .withMetrics(MeanLoss.of("mae", MeanAbsoluteError.of()))
            .fit(Sequential.of(3, dense), scaler, rows, rows);

    for (int i = 0; i < 3; i++) {
      assertThat((double) dense.weight().values()[i]).isCloseTo(expected[i], within(1e-4));
    }
    assertThat((double) dense.bias().values()[0]).isCloseTo(expected[3], within(1e-4));
    double squares = 0;
    double errors = 0;
    for (int row = 0; row < ROWS; row++) {
      double predicted = expected[3];
      for (int i = 0; i < 3; i++) {
        predicted += expected[i] * scaled[3 * row + i];
      }
      double error = predicted - rows.targets().storage()[row];
      squares += error * error;
      errors += Math.abs(error);
    }
    assertThat(result.validation().loss()).isCloseTo(squares / ROWS, within(1e-6));
    assertThat(result.validation().value("mae")).isCloseTo(errors / ROWS, within(1e-4));
  }

  /** Two functions of one number with noise of 0.05: what is left of the error is the noise. */
  @Test
  void aNetworkLearnsSeveralNumbersAtOnce() {
    ValueRows train = curves(1, 400);
    ValueRows validation = curves(2, 200);
    Model model = Sequential.of(1, Dense.of(1, 24), Tanh.of(), Dense.of(24, 2));
    Initializer.glorotNormal().initialize(model, 3);
    TrainingConfig config = new TrainingConfig(400, 16, 3, EarlyStopping.patience(60));
    TrainingResult result =
        Trainer.of(config, MeanSquaredError.of(), new Sgd(0.05f, 0.9f))
            .fit(model, train, validation);
    double noise = 0.05 * 0.05;
    assertThat(result.validation().loss()).isBetween(0.8 * noise, 1.5 * noise);
    Evaluation again = Evaluation.of(model, MeanSquaredError.of(), validation, Workers.caller());
    assertThat(again.loss()).isEqualTo(result.validation().loss());
  }

  private static ValueRows curves(long seed, int rows) {
    RandomStream random = RandomStream.of(seed);
    Tensor x = Tensor.zeros(rows, 1);
    Tensor y = Tensor.zeros(rows, 2);
    for (int row = 0; row < rows; row++) {
      double t = 4 * random.nextDouble() - 2;
      x.storage()[row] = (float) t;
      y.storage()[2 * row] = (float) (Math.sin(2 * t) + 0.05 * random.nextGaussian());
      y.storage()[2 * row + 1] = (float) (t * t / 2 + 0.05 * random.nextGaussian());
    }
    return ValueRows.of("curves", x, y);
  }

  /** Whether a flower is a setosa, and whether its petal is broad: labels that may both be true. */
  @Test
  void severalLabelsAreValuesOfZeroAndOne() {
    Tensor labels = Tensor.zeros(ROWS, 2);
    for (int row = 0; row < ROWS; row++) {
      labels.storage()[2 * row] = IRIS.label(row) == 0 ? 1 : 0;
      labels.storage()[2 * row + 1] = IRIS.features().storage()[4 * row + 3] > 0.7f ? 1 : 0;
    }
    ValueRows rows = ValueRows.of("flowers", IRIS.features(), labels);
    TrainingResult result =
        Trainer.of(
                new TrainingConfig(100, 10, 1, EarlyStopping.patience(100)),
                BinaryCrossEntropyWithLogits.of(),
                new Sgd(0.1f, 0.9f))
            .fit(Sequential.of(4, Dense.of(4, 2)), ScalerFit.standard(IRIS), rows, rows);
    assertThat(result.stoppedBy()).isEqualTo(StopReason.EPOCHS);
    assertThat(result.validation().loss()).as("both can be told by one line").isLessThan(0.01);
  }

  /** Rows of weight 0 are as if they were not there. */
  @Test
  void weightsDecideWhatIsLearnt() {
    float[] x = {1, 1, 1, 1};
    float[] y = {3, 3, -100, -100};
    Shape column = Shape.of(4, 1);
    ValueRows rows = ValueRows.of("four", Tensor.of(column, x), Tensor.of(column, y));
    Dense dense = Dense.of(1, 1);
    Trainer.of(
            new TrainingConfig(200, 4, 1, EarlyStopping.patience(200)),
            MeanSquaredError.of(),
            new Sgd(0.1f, 0))
        .fit(Sequential.of(1, dense), rows.weighted(1, 1, 0, 0), rows.weighted(1, 1, 0, 0));
    assertThat(dense.weight().values()[0] + dense.bias().values()[0]).isCloseTo(3, within(1e-5f));
  }
}
