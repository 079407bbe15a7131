package lanewise.training.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lanewise.layers.Parameter;
import lanewise.layers.Slot;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.ReferenceCases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every initializer draws: a new one is a row here. */
@Tag("once")
final class InitializerTest {
  /** Beyond so many standard errors a right generator comes once in 1.7 million tries. */
  private static final double SIGMAS = 5;

  private static final long SEED = 42;

  /** The shape of a distribution, as far as a test of its variance needs it. */
  enum Kind {
    NORMAL(3, 3.5, 7),
    // Of the normal distribution within +-2 deviations, stretched.
    TRUNCATED(2.366, 2.2, 2 / 0.8796),
    UNIFORM(1.8, 1.7, Math.sqrt(3));

    private final double kurtosis;

    /** The largest of some thousand draws lies between these multiples of the deviation. */
    private final double largestFrom;

    private final double largestTo;

    Kind(double kurtosis, double largestFrom, double largestTo) {
      this.kurtosis = kurtosis;
      this.largestFrom = largestFrom;
      this.largestTo = largestTo;
    }
  }

  /** An initializer with the standard deviation that the reference gives for its fans. */
  record Row(
      String name, Initializer initializer, Kind kind, ToDoubleFunction<JsonCursor> deviation) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ToDoubleFunction<JsonCursor> std(String key) {
    return each -> each.get(key).asDouble();
  }

  private static ToDoubleFunction<JsonCursor> bound(String key) {
    return each -> each.get(key).asDouble() / Math.sqrt(3);
  }

  static List<Row> rows() {
    return List.of(
        new Row("he normal", Initializer.heNormal(), Kind.NORMAL, std("he_normal_std")),
        new Row("he uniform", Initializer.heUniform(), Kind.UNIFORM, bound("he_uniform_bound")),
        new Row(
            "he truncated",
            VarianceScaling.he(Distribution.TRUNCATED_NORMAL),
            Kind.TRUNCATED,
            std("he_normal_std")),
        new Row(
            "he normal, fan out",
            Initializer.heNormal().withFan(Fan.OUT),
            Kind.NORMAL,
            std("he_normal_std_fan_out")),
        new Row(
            "he normal, leaky",
            Initializer.heNormal().withGain(Gain.leakyRelu(0.2)),
            Kind.NORMAL,
            std("he_normal_std_leaky_0_2")),
        new Row("glorot normal", Initializer.glorotNormal(), Kind.NORMAL, std("glorot_normal_std")),
        new Row(
            "glorot uniform",
            Initializer.glorotUniform(),
            Kind.UNIFORM,
            bound("glorot_uniform_bound")),
        new Row(
            "glorot normal, tanh",
            Initializer.glorotNormal().withGain(Gain.TANH),
            Kind.NORMAL,
            std("glorot_normal_std_gain_tanh")),
        new Row("lecun normal", Initializer.lecunNormal(), Kind.NORMAL, std("lecun_normal_std")),
        new Row("lecun uniform", Initializer.lecunUniform(), Kind.UNIFORM, std("lecun_normal_std")),
        new Row(
            "PyTorch's linear",
            Initializer.lecunUniform().withGain(Math.sqrt(1.0 / 3)),
            Kind.UNIFORM,
            bound("torch_linear_default_bound")),
        new Row("normal", new Normal(0, 0.3), Kind.NORMAL, each -> 0.3),
        new Row("uniform", new Uniform(-0.3, 0.3), Kind.UNIFORM, each -> 0.3 / Math.sqrt(3)),
        new Row(
            "truncated normal",
            TruncatedNormal.of(0.3),
            Kind.TRUNCATED,
            each -> 0.3 * TruncatedNormal.DEVIATION_WITHIN_TWO));
  }

  /** A weight of so many values, whatever its fans are. */
  private static Slot slot(int size, int fanIn, int fanOut) {
    return new Slot(0, "w", Parameter.weight("w", Tensor.zeros(size), fanIn, fanOut), true);
  }

  private static float[] drawn(Initializer initializer, Slot slot) {
    initializer.fill(slot, RandomStream.of(SEED));
    return slot.parameter().values();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void drawsWithTheSpreadOfTheReference(Row row) {
    List<JsonCursor> cases = ReferenceCases.group("init");
    assertThat(cases).hasSizeGreaterThanOrEqualTo(2);
    for (JsonCursor each : cases) {
      int fanIn = each.get("attrs").get("fan_in").asInt();
      int fanOut = each.get("attrs").get("fan_out").asInt();
      float[] values = drawn(row.initializer, slot(200_704, fanIn, fanOut));
      checkMoments(
          "%s, %s, seed %d".formatted(row, each.get("name").asString(), SEED),
          values,
          row.kind,
          row.deviation.applyAsDouble(each));
    }
  }

  private static double mean(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value;
    }
    return mean / values.length;
  }

  private static void checkMoments(String what, float[] values, Kind kind, double deviation) {
    double mean = mean(values);
    double variance = 0;
    double largest = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean);
      largest = Math.max(largest, Math.abs(value));
    }
    double n = values.length;
    variance /= n;
    // The standard error of a variance is var * sqrt((kurtosis - 1) / n).
    assertThat(mean).as("mean: %s", what).isCloseTo(0, within(SIGMAS * deviation / Math.sqrt(n)));
    assertThat(variance)
        .as("variance: %s", what)
        .isCloseTo(
            deviation * deviation,
            within(SIGMAS * deviation * deviation * Math.sqrt((kind.kurtosis - 1) / n)));
    assertThat(largest)
        .as("largest: %s", what)
        .isBetween(kind.largestFrom * deviation, kind.largestTo * deviation * (1 + 1e-4));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void dependsOnTheStreamAlone(Row row) {
    float[] first = drawn(row.initializer, slot(50, 5, 7));
    Slot other = slot(50, 5, 7);
    new Normal(3, 1).fill(other, RandomStream.of(9));
    assertThat(drawn(row.initializer, other)).containsExactly(first);
    row.initializer.fill(other, RandomStream.of(SEED + 1));
    assertThat(other.parameter().values()).doesNotContain(first);
  }

  @Test
  void meansAndBoundsAreWhereTheyAreSaidToBe() {
    assertThat(mean(drawn(new Normal(4, 0.5), slot(10_000, 0, 0)))).isCloseTo(4, within(0.03));
    float[] uniform = drawn(new Uniform(2, 3), slot(10_000, 0, 0));
    assertThat(mean(uniform)).isCloseTo(2.5, within(0.02));
    for (float value : uniform) {
      assertThat(value).isBetween(2f, 3f);
    }
    assertThat(drawn(new Filled(0.25), slot(3, 0, 0))).containsExactly(0.25f, 0.25f, 0.25f);
    assertThat(drawn(Initializer.zeros(), slot(2, 0, 0))).containsExactly(0, 0);
  }

  /** Means of the normal distribution between bounds, by the formula of the truncated mean. */
  @ParameterizedTest
  @ValueSource(doubles = {-1.5, -0.2, 0, 0.9, 1.8, 2})
  void aTruncatedNormalKeepsItsDensityBetweenTheBounds(double from) {
    for (double width : new double[] {0.1, 0.9, 1.1, 3}) {
      TruncatedNormal initializer =
          new TruncatedNormal(10, 2, 10 + 2 * from, 10 + 2 * (from + width));
      float[] values = drawn(initializer, slot(20_000, 0, 0));
      double weight = 0;
      double moment = 0;
      double square = 0;
      for (int i = 0; i < 1_000; i++) {
        double z = from + width * (i + 0.5) / 1_000;
        double density = Math.exp(-z * z / 2);
        weight += density;
        moment += density * z;
        square += density * z * z;
      }
      double expected = moment / weight;
      double deviation = Math.sqrt(square / weight - expected * expected);
      assertThat((mean(values) - 10) / 2)
          .as("from %s, %s wide", from, width)
          .isCloseTo(expected, within(SIGMAS * deviation / Math.sqrt(20_000) + 1e-6));
      for (float value : values) {
        assertThat((double) value).isBetween(10 + 2 * from - 1e-6, 10 + 2 * (from + width) + 1e-6);
      }
    }
  }

  private static Slot matrix(int... dims) {
    return new Slot(0, "w", Parameter.weight("w", Tensor.zeros(dims), 1, 1), true);
  }

  @Test
  void orthogonalRowsOrColumnsHaveTheLengthOfTheGain() {
    int[][] shapes = {{1, 1}, {3, 8}, {8, 3}, {16, 16}, {40, 60}, {5, 2, 3}};
    for (int[] dims : shapes) {
      Slot slot = matrix(dims);
      float[] w = drawn(new Orthogonal(1.5), slot);
      int rows = dims[0];
      int columns = w.length / rows;
      boolean wide = rows <= columns;
      int count = Math.min(rows, columns);
      int length = Math.max(rows, columns);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          double dot = 0;
          for (int k = 0; k < length; k++) {
            double x = wide ? w[i * columns + k] : w[k * columns + i];
            double y = wide ? w[j * columns + k] : w[k * columns + j];
            dot += x * y;
          }
          // Each product has a relative error of two roundings to float.
          assertThat(dot)
              .as("%s: %s, %s", Shape.of(dims), i, j)
              .isCloseTo(i == j ? 1.5 * 1.5 : 0, within(1.5 * 1.5 * 2 * 0x1p-24));
        }
      }
    }
  }

  /** Signs and directions are even: the mean of an entry is 0 and its square 1 / columns. */
  @Test
  void allOrthogonalMatricesAreEquallyLikely() {
    int n = 4;
    double[] sums = new double[n * n];
    double[] squares = new double[n * n];
    double trace = 0;
    int draws = 20_000;
    for (int draw = 0; draw < draws; draw++) {
      Slot slot = matrix(n, n);
      new Orthogonal(1).fill(slot, RandomStream.of(draw));
      float[] w = slot.parameter().values();
      for (int i = 0; i < n * n; i++) {
        sums[i] += w[i];
        squares[i] += w[i] * w[i];
      }
      double diagonal = w[0] + w[5] + w[10] + w[15];
      trace += diagonal * diagonal;
    }
    for (int i = 0; i < n * n; i++) {
      assertThat(sums[i] / draws).isCloseTo(0, within(SIGMAS * 0.5 / Math.sqrt(draws)));
      assertThat(squares[i] / draws).isCloseTo(0.25, within(SIGMAS * 0.25 / Math.sqrt(draws)));
    }
    // The trace of such a matrix has mean square 1 (Diaconis and Shahshahani, 1994), fourth 3.
    assertThat(trace / draws).isCloseTo(1, within(SIGMAS * Math.sqrt(2.0 / draws)));
  }

  @Test
  void refusesParametersThatDoNotSuit() {
    Slot bias = new Slot(1, "dense-1.bias", Parameter.bias("bias", Tensor.zeros(3)), true);
    RandomStream random = RandomStream.of(1);
    assertThatThrownBy(() -> Initializer.heNormal().fill(bias, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "variance scaling: dense-1.bias has no inputs to scale by:"
                + " use a filled, normal or uniform one");
    assertThatThrownBy(() -> new Orthogonal(1).fill(bias, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("orthogonal: dense-1.bias is [3]: use it for matrices");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesNumbersOutOfRange(double value) {
    List<Runnable> refused = new ArrayList<>();
    refused.add(() -> new Normal(0, value));
    refused.add(() -> new Orthogonal(value));
    refused.add(() -> Initializer.heNormal().withGain(value));
    refused.add(() -> new TruncatedNormal(0, value, -1, 1));
    refused.add(() -> new Uniform(0, value));
    refused.add(() -> new TruncatedNormal(0, 1, 0, value));
    for (Runnable each : refused) {
      assertThatThrownBy(each::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(value));
    }
  }

  @Test
  void refusesATruncatedNormalOfWhichAlmostNothingIsLeft() {
    assertThatThrownBy(() -> new TruncatedNormal(0, 1, 2.1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "truncated normal: mean 0.0, standard deviation 1.0, from 2.1 to 3.0: use finite"
                + " numbers, a deviation above 0, the lower bound first, and a mean at most two"
                + " deviations outside of them");
    assertThatThrownBy(() -> new Filled(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("filled: NaN: use a finite number");
  }
}
