package lanewise.layers.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureScalerTest {
  private static final float[] ONE = {1};

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 61})
  void scalesEveryRowAsOneAlone(int features) {
    Random random = new Random(features);
    float[] mean = gaussians(random, features);
    float[] scale = gaussians(random, features);
    for (int f = 0; f < features; f++) {
      scale[f] = Math.abs(scale[f]) + 0.01f;
    }
    FeatureScaler scaler = FeatureScaler.of(mean, scale);
    int rows = 5;
    int inOffset = 3;
    int outOffset = 2;
    float[] in = gaussians(random, inOffset + rows * features + 1);
    float[] out = new float[outOffset + rows * features + 1];
    Arrays.fill(out, 77);

    scaler.transform(rows, in, inOffset, out, outOffset);

    assertThat(out[outOffset - 1]).isEqualTo(77);
    assertThat(out[out.length - 1]).isEqualTo(77);
    float[] alone = new float[features];
    for (int row = 0; row < rows; row++) {
      scaler.transform(in, inOffset + row * features, alone, 0);
      for (int f = 0; f < features; f++) {
        float expected = (in[inOffset + row * features + f] - mean[f]) * scale[f];
        assertThat(out[outOffset + row * features + f]).isEqualTo(expected);
        assertThat(alone[f]).isEqualTo(expected);
      }
    }
  }

  @Test
  void worksInPlace() {
    float[] row = {3, 10};
    FeatureScaler.of(new float[] {1, 4}, new float[] {0.5f, 2}).transform(row, 0, row, 0);
    assertThat(row).containsExactly(1, 12);
  }

  @Test
  void leavesRowsAloneWhenItIsTheIdentity() {
    float[] row = {-0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, -3.25f};
    float[] out = new float[5];
    FeatureScaler.identity(5).transform(row, 0, out, 0);
    assertThat(out).containsExactly(row);
  }

  @Test
  void keepsItsNumbersToItself() {
    float[] mean = {1};
    FeatureScaler scaler = FeatureScaler.of(mean, ONE);
    mean[0] = 5;
    scaler.mean()[0] = 6;
    scaler.scale()[0] = 7;
    assertThat(scaler).isEqualTo(FeatureScaler.of(ONE, ONE)).hasSameHashCodeAs(scaler);
    assertThat(scaler).isNotEqualTo(FeatureScaler.identity(1)).hasToString("FeatureScaler[1]");
    assertThat(scaler.featureCount()).isEqualTo(1);
  }

  @Test
  void refusesNumbersThatCannotScale() {
    assertThatThrownBy(() -> FeatureScaler.of(new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scaler: 2 means and 3 scales; there must be one of each for every feature");
    assertThatThrownBy(() -> FeatureScaler.of(new float[0], new float[0]))
        .hasMessageContaining("0 means and 0 scales");
    assertThatThrownBy(() -> FeatureScaler.of(new float[] {Float.NaN}, ONE))
        .hasMessage("scaler: mean NaN of feature 0 is not finite");
    for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> FeatureScaler.of(ONE, new float[] {bad}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("scaler: scale " + bad + " of feature 0 is not finite and above 0");
    }
    assertThatThrownBy(() -> FeatureScaler.identity(0))
        .hasMessage("scaler: feature count 0 must be above 0");
  }

  @Test
  void refusesRowsThatDoNotFit() {
    FeatureScaler scaler = FeatureScaler.identity(2);
    float[] four = new float[4];
    assertThatThrownBy(() -> scaler.transform(3, four, 0, new float[6], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scaler.transform(2, four, 0, four, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scaler.transform(four, -1, four, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scaler.transform(1 << 30, four, 0, four, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scaler.transform(-1, four, 0, four, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scaler: -1 rows");
    scaler.transform(0, four, 4, four, 4);
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
