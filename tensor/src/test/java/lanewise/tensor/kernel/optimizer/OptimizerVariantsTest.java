package lanewise.tensor.kernel.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every update against its formula in double precision, and every available variant against the
 * bits of the scalar one.
 */
class OptimizerVariantsTest {
  private static final double UNIT = 0x1p-24;
  private static final int ARRAYS = 5;

  /** Applies an update to three arrays of numbers from -2 to 2 and two of numbers from 4 to 8. */
  private interface Update {
    void apply(OptimizerKernel kernel, int from, int to, float[][] a);
  }

  /** The same for one element of each array, in double precision. */
  private interface Formula {
    void apply(double[] a);
  }

  private record Row(Update update, Formula formula) {}

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    put(
        "sgd",
        (k, from, to, a) -> k.sgd(from, to, a[0], a[1], 0.25f, 0.125f),
        a -> a[0] -= 0.125 * (a[1] + 0.25 * a[0]));
    put(
        "momentum",
        (k, from, to, a) -> k.momentum(from, to, a[0], a[1], a[2], 0.25f, 0.75f, 0.5f, 0.125f),
        a -> {
          a[2] = 0.75 * a[2] + 0.5 * (a[1] + 0.25 * a[0]);
          a[0] -= 0.125 * a[2];
        });
    put(
        "nesterov",
        (k, from, to, a) -> k.nesterov(from, to, a[0], a[1], a[2], 0.25f, 0.75f, 0.5f, 0.125f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[2] = 0.75 * a[2] + 0.5 * d;
          a[0] -= 0.125 * (d + 0.75 * a[2]);
        });
    put(
        "adam",
        (k, from, to, a) ->
            k.adam(
                from, to, a[0], a[1], a[2], a[3], 0.25f, 0.875f, 0.125f, 0.75f, 0.25f, 1.5f,
                0.0625f, -0.5f, 0.25f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[2] += 0.125 * (d - a[2]);
          a[3] = 0.75 * a[3] + 0.25 * d * d;
          a[0] = 0.875 * a[0] + (0.25 * a[2] - 0.5 * d) / (1.5 * Math.sqrt(a[3]) + 0.0625);
        });
    put(
        "amsgrad",
        (k, from, to, a) ->
            k.amsgrad(
                from, to, a[0], a[1], a[2], a[3], a[4], 0.25f, 0.875f, 0.125f, 0.75f, 0.25f, 1.5f,
                0.0625f, 0.25f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[2] += 0.125 * (d - a[2]);
          a[3] = 0.75 * a[3] + 0.25 * d * d;
          a[4] = Math.max(a[4], a[3]);
          a[0] = 0.875 * a[0] + 0.25 * a[2] / (1.5 * Math.sqrt(a[4]) + 0.0625);
        });
    put(
        "rms",
        (k, from, to, a) -> k.rms(from, to, a[0], a[1], a[3], 0.25f, 0.75f, 0.5f, 0.0625f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[3] = 0.75 * a[3] + 0.5 * d * d;
          a[1] = d / (Math.sqrt(a[3]) + 0.0625);
        });
    put(
        "centred rms",
        (k, from, to, a) ->
            k.centredRms(from, to, a[0], a[1], a[3], a[2], 0.25f, 0.75f, 0.5f, 0.0625f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[3] = 0.75 * a[3] + 0.5 * d * d;
          a[2] += 0.5 * (d - a[2]);
          a[1] = d / (Math.sqrt(Math.max(0, a[3] - a[2] * a[2])) + 0.0625);
        });
    put(
        "adadelta",
        (k, from, to, a) ->
            k.adadelta(from, to, a[0], a[1], a[3], a[4], 0.25f, 0.75f, 0.5f, 0.0625f, 0.125f),
        a -> {
          double d = a[1] + 0.25 * a[0];
          a[3] = 0.75 * a[3] + 0.5 * d * d;
          double delta = Math.sqrt(a[4] + 0.0625) / Math.sqrt(a[3] + 0.0625) * d;
          a[4] = 0.75 * a[4] + 0.5 * delta * delta;
          a[0] -= 0.125 * delta;
        });
    put(
        "lion",
        (k, from, to, a) -> k.lion(from, to, a[0], a[1], a[2], 0.875f, 0.5f, 0.25f, 0.125f),
        a -> {
          a[0] = 0.875 * a[0] - 0.125 * Math.signum(a[2] + 0.5 * (a[1] - a[2]));
          a[2] += 0.25 * (a[1] - a[2]);
        });
    put(
        "elastic net",
        (k, from, to, a) -> k.elasticNet(from, to, a[0], a[1], 0.5f, 0.25f),
        a -> a[1] += 0.25 * a[0] + 0.5 * Math.signum(a[0]));
    put(
        "average",
        (k, from, to, a) -> k.average(from, to, a[0], a[1], 0.25f),
        a -> a[0] += 0.25 * (a[1] - a[0]));
  }

  private static void put(String name, Update update, Formula formula) {
    ROWS.put(name, new Row(update, formula));
  }

  static Iterable<String> names() {
    return ROWS.keySet();
  }

  private static float[][] arrays(RandomStream random, int n) {
    float[][] arrays = new float[ARRAYS][n];
    for (int a = 0; a < ARRAYS; a++) {
      for (int i = 0; i < n; i++) {
        float value = 4 * random.nextFloat() - 2;
        arrays[a][i] = a < 3 ? value : 4 + value * value;
      }
    }
    return arrays;
  }

  /** Sprinkles numbers with which arithmetic is special. */
  private static void sprinkle(RandomStream random, float[][] arrays) {
    float[] special = {
      0,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e-30f
    };
    for (float[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        if (random.nextInt(5) == 0) {
          array[i] = special[random.nextInt(special.length)];
        }
      }
    }
  }

  private static float[][] copy(float[][] arrays) {
    return Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new);
  }

  @ParameterizedTest
  @MethodSource("names")
  void followsItsFormula(String name) {
    Row row = ROWS.get(name);
    int n = 3_000;
    float[][] before = arrays(RandomStream.of(1), n);
    float[][] after = copy(before);
    row.update.apply(new ScalarOptimizer(), 0, n, after);
    boolean[] changed = new boolean[ARRAYS];
    for (int i = 0; i < n; i++) {
      double[] element = new double[ARRAYS];
      for (int a = 0; a < ARRAYS; a++) {
        element[a] = before[a][i];
      }
      row.formula.apply(element);
      for (int a = 0; a < ARRAYS; a++) {
        // No intermediate result is above 10, no divisor below 1, and no formula has more than 10
        // roundings.
        double tolerance = 10 * 10 * UNIT;
        assertThat((double) after[a][i])
            .as("%s: array %d, element %d", name, a, i)
            .isBetween(element[a] - tolerance, element[a] + tolerance);
        changed[a] |= after[a][i] != before[a][i];
      }
    }
    assertThat(changed).contains(true);
  }

  /** Rounding can make the mean of squares less than the square of the mean. */
  @Test
  void aVarianceBelowZeroCountsAsZero() {
    float[] g = {3};
    float[] s = {9 - 0x1p-20f};
    float[] mean = {3};
    new ScalarOptimizer().centredRms(0, 1, new float[1], g, s, mean, 0, 1, 0, 0.5f);
    assertThat(g).containsExactly(6);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyVariantHasTheBitsOfTheScalarOneAndStaysInItsRange(String name) {
    Row row = ROWS.get(name);
    List<OptimizerKernel> kernels =
        OptimizerVariants.ALL.stream()
            .filter(Variant::available)
            .map(variant -> variant.kernel().get())
            .toList();
    RandomStream random = RandomStream.of(2);
    for (int n : new int[] {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1009}) {
      for (int from = 0; from <= Grid.LAST_OFFSET; from++) {
        for (boolean special : new boolean[] {false, true}) {
          float[][] before = arrays(random, from + n + 3);
          if (special) {
            sprinkle(random, before);
          }
          float[][] expected = copy(before);
          row.update.apply(new ScalarOptimizer(), from, from + n, expected);
          for (OptimizerKernel kernel : kernels) {
            float[][] actual = copy(before);
            row.update.apply(kernel, from, from + n, actual);
            for (int a = 0; a < ARRAYS; a++) {
              for (int i = 0; i < actual[a].length; i++) {
                boolean inside = i >= from && i < from + n;
                float right = (inside ? expected : before)[a][i];
                if (Float.floatToIntBits(actual[a][i]) != Float.floatToIntBits(right)) {
                  Chain.assertSame(
                      actual[a][i], right, "%s of %d from %d: %d, %d", name, n, from, a, i);
                }
              }
            }
          }
        }
      }
    }
  }

  @Test
  void smallArraysAreUpdatedByScalarCodeAndOthersInBlocks() {
    assertThat(OptimizerVariants.forSize(100)).isInstanceOf(ScalarOptimizer.class);
    Start.end();
    assertThat(OptimizerVariants.forSize(100_000))
        .hasSameClassAs(OptimizerVariants.ACTIVE.kernel().get());
    assertThat(OptimizerVariants.end(0, 5_000)).isEqualTo(OptimizerVariants.BLOCK);
    assertThat(OptimizerVariants.end(4_096, 5_000)).isEqualTo(5_000);
  }
}
