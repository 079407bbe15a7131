package lanewise.training.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.RandomStream;
import lanewise.training.Fixtures;
import lanewise.training.ReferenceCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InitializerTest {
  /** Beyond so many standard errors a right generator comes once in 1.7 million tries. */
  private static final double SIGMAS = 5;

  private static final int DRAWS = 200_704;
  private static final long SEED = 42;

  /** As many draws as a parameter of these fans would take from the generator, and more. */
  private static float[] draws(Initializer initializer, int fanIn, int fanOut) {
    RandomStream random = RandomStream.of(SEED);
    float[] values = new float[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      values[i] = (float) initializer.draw(random, fanIn, fanOut);
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void drawsWithTheSpreadOfTheReference(Initializer initializer) {
    List<JsonCursor> cases = ReferenceCases.group("init");
    for (JsonCursor each : cases) {
      int fanIn = each.get("attrs").get("fan_in").asInt();
      int fanOut = each.get("attrs").get("fan_out").asInt();
      checkMoments(
          initializer + ", " + each.get("name").asString() + ", seed " + SEED,
          each,
          initializer,
          draws(initializer, fanIn, fanOut));
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void givesAModelsWeightsTheSpreadOfTheReference(Initializer initializer) {
    JsonCursor reference = ReferenceCases.group("init").getFirst();
    int fanIn = reference.get("attrs").get("fan_in").asInt();
    int fanOut = reference.get("attrs").get("fan_out").asInt();
    Dense dense = Dense.of(fanIn, fanOut);
    initializer.initialize(Sequential.of(fanIn, dense), SEED);
    checkMoments(initializer + ", seed " + SEED, reference, initializer, dense.weight().values());
  }

  private static void checkMoments(
      String what, JsonCursor reference, Initializer initializer, float[] values) {
    boolean uniform = initializer.name().endsWith("UNIFORM");
    String key = initializer.name().toLowerCase(Locale.ROOT);
    double given = reference.get(key + (uniform ? "_bound" : "_std")).asDouble();
    double deviation = uniform ? given / Math.sqrt(3) : given;
    double mean = 0;
    for (float value : values) {
      mean += value;
    }
    mean /= values.length;
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean);
    }
    variance /= values.length;
    double n = values.length;
    // The standard error of a variance is var * sqrt((kurtosis - 1) / n); a normal distribution
    // has kurtosis 3, a uniform one 9/5.
    double kurtosis = uniform ? 1.8 : 3;
    assertThat(mean).as("mean: %s", what).isCloseTo(0, within(SIGMAS * deviation / Math.sqrt(n)));
    assertThat(variance)
        .as("variance: %s", what)
        .isCloseTo(
            deviation * deviation,
            within(SIGMAS * deviation * deviation * Math.sqrt((kurtosis - 1) / n)));
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (uniform) {
      // No draw comes nearer to the bound than 1 part in n / 20 once in 5e8 tries.
      assertThat(largest).as(what).isBetween(given * (1 - 20 / n), given * (1 + 0x1p-23));
    } else {
      assertThat(largest).as(what).isBetween(3.5 * deviation, 7 * deviation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dependsOnTheSeedAlone(Initializer initializer) {
    List<float[]> first = weights(initializer, 1);
    assertThat(weights(initializer, 1)).usingRecursiveComparison().isEqualTo(first);
    List<float[]> other = weights(initializer, 2);
    assertThat(other.getFirst()).isNotEqualTo(first.getFirst());
    assertThat(other.get(2)).isNotEqualTo(first.get(2));
  }

  private static List<float[]> weights(Initializer initializer, long seed) {
    Model model = Sequential.of(8, Dense.of(8, 8), Dense.of(8, 8));
    initializer.initialize(model, seed);
    return Fixtures.weights(model);
  }

  @ParameterizedTest
  @EnumSource
  void drawsEveryParameterFromAStreamOfItsOwn(Initializer initializer) {
    List<float[]> weights = weights(initializer, 1);
    for (float value : weights.get(0)) {
      assertThat(weights.get(2)).doesNotContain(value);
    }
    Model longer = Sequential.of(8, Dense.of(8, 8), Dense.of(8, 20));
    initializer.initialize(longer, 1);
    assertThat(Fixtures.weights(longer).getFirst()).containsExactly(weights.getFirst());
  }

  @Test
  void startsFromWhereItIsToldNotFromTheOldWeights() {
    Model model = Sequential.of(8, Dense.of(8, 8));
    Initializer.HE_NORMAL.initialize(model, 5);
    float[] first = Fixtures.weights(model).getFirst();
    Initializer.GLOROT_UNIFORM.initialize(model, 6);
    Initializer.HE_NORMAL.initialize(model, 5);
    assertThat(Fixtures.weights(model).getFirst()).containsExactly(first);
  }

  @ParameterizedTest
  @EnumSource
  void leavesBiasesAlone(Initializer initializer) {
    Dense dense = Dense.of(4, 3);
    Arrays.fill(dense.bias().values(), 7);
    initializer.initialize(Sequential.of(4, dense), 1);
    assertThat(dense.bias().values()).containsExactly(7, 7, 7);
    assertThat(dense.weight().values()).doesNotContain(0f);
  }
}
