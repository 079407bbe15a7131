package lanewise.training.data;

import static lanewise.training.data.TestData.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.split.RowSplit;
import lanewise.training.data.split.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class ScalerFitTest {
  /** Sums in double are far closer than a float can show: what remains is one rounding. */
  private static final float FLOAT_ROUNDING = 0x1p-23f;

  private static LabelledRows dataset(Tensor features) {
    return LabelledRows.of("made up", features, new int[features.dim(0)], List.of("a"));
  }

  /** Columns of different size and offset, one of them with a mean far from its spread. */
  private static LabelledRows random(int rows, int columns) {
    RandomStream stream = RandomStream.of(31L * rows + columns);
    Tensor features = Tensor.zeros(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int f = 0; f < columns; f++) {
        features.set((float) (stream.nextGaussian() * (f + 1) + 1000 * f), row, f);
      }
    }
    return dataset(features);
  }

  private static double[] column(LabelledRows data, int f) {
    double[] values = new double[data.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = data.features().get(row, f);
    }
    return values;
  }

  /** Mean and population variance of these values, exact to 60 digits. */
  private static BigDecimal[] moments(double... values) {
    MathContext digits = new MathContext(60);
    BigDecimal n = BigDecimal.valueOf(values.length);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(n, digits);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    return new BigDecimal[] {mean, squares.divide(n, digits)};
  }

  private static void assertMoments(FeatureScaler scaler, int f, double... values) {
    BigDecimal[] moments = moments(values);
    float mean = moments[0].floatValue();
    float scale = (float) (1 / Math.sqrt(moments[1].doubleValue()));
    assertThat(scaler.mean()[f]).isCloseTo(mean, within(Math.abs(mean) * FLOAT_ROUNDING));
    assertThat(scaler.scale()[f]).isCloseTo(scale, within(scale * FLOAT_ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 17, 1000})
  void standardizesByMeanAndPopulationDeviation(int rows) {
    LabelledRows data = random(rows, 5);
    FeatureScaler scaler = ScalerFit.standard(data);
    for (int f = 0; f < 5; f++) {
      assertMoments(scaler, f, column(data, f));
    }
  }

  @Test
  void poolsAllFeatures() {
    LabelledRows data = random(100, 7);
    double[] all = new double[700];
    for (int f = 0; f < 7; f++) {
      System.arraycopy(column(data, f), 0, all, f * 100, 100);
    }
    FeatureScaler scaler = ScalerFit.pooled(data);
    for (int f = 0; f < 7; f++) {
      assertMoments(scaler, f, all);
    }
  }

  @Test
  void givesTheTrainingRowsMeanZeroAndDeviationOne() {
    LabelledRows data = Split.stratified(Digits.load(), 0.15, 0.15, 1).train();
    FeatureScaler scaler = ScalerFit.standard(data);
    float[] scaled = data.features().toArray();
    scaler.transform(data.rows(), scaled, 0, scaled, 0);
    LabelledRows after = dataset(TestData.matrix(data.rows(), 64, scaled));
    for (int f = 0; f < 64; f++) {
      BigDecimal[] moments = moments(column(after, f));
      boolean constant = isConstant(data, f);
      assertThat(moments[0].doubleValue()).isCloseTo(0, within(1e-5));
      assertThat(moments[1].doubleValue()).isCloseTo(constant ? 0 : 1, within(1e-5));
    }
  }

  private static boolean isConstant(LabelledRows data, int f) {
    double[] values = column(data, f);
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void scalesToTheRangeOfTheTrainingRows() {
    FeatureScaler scaler = ScalerFit.minMax(dataset(matrix(3, 2, -4, 7, 0, 7, 12, 7)));
    assertThat(scaler.mean()).containsExactly(-4, 7);
    assertThat(scaler.scale()).containsExactly(1 / 16f, 1);
    float[] row = {12, 7};
    scaler.transform(row, 0, row, 0);
    assertThat(row).containsExactly(1, 0);
  }

  /** The quantile of sorted values, as numpy.quantile interpolates it. */
  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17, 1000})
  void scalesByTheMedianAndTheMiddleHalf(int rows) {
    LabelledRows data = random(rows, 5);
    FeatureScaler scaler = ScalerFit.robust(data);
    for (int f = 0; f < 5; f++) {
      double[] sorted = column(data, f);
      Arrays.sort(sorted);
      assertThat(scaler.mean()[f]).isEqualTo((float) quantile(sorted, 0.5));
      double half = quantile(sorted, 0.75) - quantile(sorted, 0.25);
      assertThat(scaler.scale()[f]).isEqualTo(half == 0 ? 1 : (float) (1 / half));
    }
  }

  @Test
  void findsQuantilesAmongAllFloats() {
    RandomStream stream = RandomStream.of(6);
    float[] values = new float[4001];
    for (int i = 0; i < values.length; i++) {
      float value = Float.intBitsToFloat((int) stream.nextLong());
      values[i] = Float.isFinite(value) ? value : -0.0f;
    }
    LabelledRows data = dataset(matrix(values.length, 1, values));
    double[] sorted = column(data, 0);
    Arrays.sort(sorted);
    double[] found = Quantiles.of(data, 0, 0.001, 0.25, 0.5, 0.999, 1)[0];
    double[] wanted = {0, 0.001, 0.25, 0.5, 0.999, 1};
    for (int q = 0; q < wanted.length; q++) {
      assertThat(found[q]).isEqualTo(quantile(sorted, wanted[q]));
    }
  }

  @Test
  void anOutlierChangesTheRobustScalingLittle() {
    float[] values = new float[101];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    FeatureScaler before = ScalerFit.robust(dataset(matrix(101, 1, values)));
    assertThat(before).isEqualTo(FeatureScaler.of(new float[] {50}, new float[] {0.02f}));
    values[100] = 1e30f;
    assertThat(ScalerFit.robust(dataset(matrix(101, 1, values)))).isEqualTo(before);
  }

  /** Rows that can only be read in order give the bits of rows in memory. */
  @Test
  void learnsFromAStreamTheSame() {
    LabelledRows data = random(1000, 5);
    RowSource stream =
        new RowSource() {
          @Override
          public int rows() {
            return data.rows();
          }

          @Override
          public RowFormat format() {
            return data.format();
          }

          @Override
          public RowReader reader() {
            return data.reader();
          }
        };
    assertThat(ScalerFit.standard(stream)).isEqualTo(ScalerFit.standard(data));
    assertThat(ScalerFit.pooled(stream)).isEqualTo(ScalerFit.pooled(data));
    assertThat(ScalerFit.minMax(stream)).isEqualTo(ScalerFit.minMax(data));
    assertThat(ScalerFit.robust(stream)).isEqualTo(ScalerFit.robust(data));
  }

  /** What is learned does not see the validation rows: poison in them changes nothing. */
  @Test
  void rowsThatAreNotLearnedFromChangeNothing() {
    LabelledRows all = random(60, 2);
    RowSplit split = RowSplit.plain(60, 0.3, 0.1, 4);
    Tensor poisoned = Tensor.of(Shape.of(60, 2), all.features().toArray());
    for (int row : split.validation()) {
      poisoned.set(1e20f, row, 0);
    }
    for (int row : split.test()) {
      poisoned.set(-1e20f, row, 1);
    }
    LabelledRows other = dataset(poisoned);
    assertThat(ScalerFit.standard(other.subset(split.train())))
        .isEqualTo(ScalerFit.standard(all.subset(split.train())));
    assertThat(ScalerFit.robust(other.subset(split.train())))
        .isEqualTo(ScalerFit.robust(all.subset(split.train())));
    assertThat(ScalerFit.standard(other)).isNotEqualTo(ScalerFit.standard(all));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, -3.3f, 1e30f, Float.MIN_VALUE})
  void turnsAConstantFeatureIntoZero(float constant) {
    float[] values = new float[999];
    Arrays.fill(values, constant);
    LabelledRows data = dataset(matrix(333, 3, values));
    FeatureScaler expected =
        FeatureScaler.of(
            new float[] {constant, constant, constant}, FeatureScaler.identity(3).scale());
    assertThat(ScalerFit.standard(data)).isEqualTo(expected);
    assertThat(ScalerFit.pooled(data)).isEqualTo(expected);
    assertThat(ScalerFit.minMax(data)).isEqualTo(expected);
    assertThat(ScalerFit.robust(data)).isEqualTo(expected);
  }

  @Test
  void takesASpreadTooSmallToInvertForNone() {
    LabelledRows data = dataset(matrix(2, 1, 0, Float.MIN_VALUE));
    assertThat(ScalerFit.standard(data).scale()).containsExactly(1);
    assertThat(ScalerFit.minMax(data).scale()).containsExactly(1);
  }

  @Test
  void scalesTheLargestFloats() {
    LabelledRows data = dataset(matrix(2, 1, -Float.MAX_VALUE, Float.MAX_VALUE));
    assertThat(ScalerFit.standard(data).mean()).containsExactly(0);
    assertThat(ScalerFit.standard(data).scale()[0]).isPositive();
    assertThat(ScalerFit.minMax(data).scale()[0]).isPositive();
  }

  @Test
  void readsBehindAnOffset() {
    Tensor two = Tensor.of(Shape.of(2, 2, 1), 100, 200, 1, 3);
    assertThat(ScalerFit.standard(dataset(two.select(0, 1))))
        .isEqualTo(FeatureScaler.of(new float[] {2}, new float[] {1}));
  }

  @Test
  void scalesTargets() {
    Samples rows = ValueRows.of("r", matrix(3, 1, 0, 0, 0), matrix(3, 2, 1, 10, 2, 10, 6, 40));
    TargetScaler scaler = ScalerFit.targets(rows);
    assertThat(scaler.mean()).containsExactly(3, 20);
    assertThat(scaler.deviation())
        .containsExactly((float) Math.sqrt(14.0 / 3), (float) Math.sqrt(200));
    // The mean of the scaled targets is 0, and that of their squares 1.
    TargetScaler again = ScalerFit.targets(rows.withTargetsScaled(scaler));
    assertThat(again.mean()).containsExactly(new float[] {0, 0}, within(1e-6f));
    assertThat(again.deviation()).containsExactly(new float[] {1, 1}, within(1e-6f));
  }

  @Test
  void refusesTargetsThatCannotBeScaled() {
    float[] same = new float[1_000];
    Arrays.fill(same, 0.1f); // whose mean is rounded
    ValueRows constant = ValueRows.of("r", matrix(1_000, 1, same), matrix(1_000, 1, same));
    assertThatThrownBy(() -> ScalerFit.targets(constant))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("scale: target value 0 is 0.1 in all training rows; there is nothing to learn");
    assertThatThrownBy(() -> constant.withTargetsScaled(TargetScaler.identity(2)))
        .hasMessage("scale: the scaler takes 2 target values, but a row has 1");
    LabelledRows classes = dataset(matrix(2, 1, 0, 1));
    assertThatThrownBy(() -> ScalerFit.targets(classes))
        .hasMessage("scale: the rows have classes, not values to predict");
    assertThatThrownBy(() -> classes.withTargetsScaled(TargetScaler.identity(2)))
        .hasMessage("scale: the scaler takes 2 target values, but a row has a class");
  }
}
