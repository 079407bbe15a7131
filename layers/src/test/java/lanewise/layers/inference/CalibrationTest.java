package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WeightPrecision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class CalibrationTest {
  @Test
  void nothingChangesIn32Bits() {
    Classifier classifier = InferencePlanTest.classifier(InferencePlanTest.mlp(null, 9, 20, 4));

    Calibration found =
        Calibration.compare(
            classifier.plan(),
            InferencePlan.of(classifier.saved(), WeightPrecision.FLOAT32),
            100,
            Plans.gaussians(1, 900),
            0);

    assertThat(found.largestDifference()).isZero();
    assertThat(found.sameAnswer().fraction()).isEqualTo(1);
    assertThat(found.bytesSaved()).isZero();
    assertThat(found.requireWithin(0, 1)).isSameAs(found);
  }

  @Test
  void fewerBitsChangeMoreAndSaveMore() {
    Model model = InferencePlanTest.mlp(null, 64, 256, 256);
    float[] rows = Plans.gaussians(1, 200 * 64);

    Calibration half = Calibration.compare(model, WeightPrecision.BFLOAT16, 200, rows, 0);
    Calibration quarter = Calibration.compare(model, WeightPrecision.INT8, 200, rows, 0);

    assertThat(half.largestDifference()).isBetween(1e-5, 0.05);
    assertThat(quarter.largestDifference()).isBetween(1e-5, 0.1);
    assertThat(half.sameAnswer().fraction()).isGreaterThan(0.9);
    assertThat(half.bytesSaved()).isEqualTo(2L * (64 * 256 + 256 * 256));
    assertThat(quarter.bytesSaved()).isGreaterThan(half.bytesSaved());
    assertThat(half.toString()).startsWith("bfloat16 weights: outputs differ by up to 0.0");
  }

  @Test
  void refusesBeyondTheBound() {
    Dense dense = Dense.of(1, 64);
    dense.weight().values()[0] = 1 + 1f / 256;
    dense.weight().values()[1] = 1 + 1f / 512;
    Arrays.fill(dense.bias().values(), 2, 64, -1e6f);
    Model model = Sequential.of(1, dense);

    // Both weights are rounded to 1, so the first of equals is the larger one where x is below 0.
    Calibration found =
        Calibration.compare(model, WeightPrecision.BFLOAT16, 2, new float[] {9, 256, -256}, 1);

    assertThat(found.largestDifference()).isEqualTo(1);
    assertThat(found.sameAnswer().count()).isEqualTo(1);
    found.requireWithin(1, 0.5);
    assertThatThrownBy(() -> found.requireWithin(0.99, 0.5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "calibration: bfloat16 weights change outputs by up to 1.00 and keep the answer of"
                + " 1 of 2 (50.0%) rows; allowed are 0.990 and at least 50.0%");
    assertThatThrownBy(() -> found.requireWithin(1, 0.51)).hasMessageContaining("at least 51.0%");
    assertThatThrownBy(() -> found.requireWithin(Double.NaN, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anOutputThatBecomesNaNIsInfinitelyFar() {
    Dense dense = Dense.of(2, 64);
    dense.weight().values()[0] = Float.MAX_VALUE;
    dense.weight().values()[1] = -1;
    Model model = Sequential.of(2, dense);

    // The largest float is infinite in bfloat16.
    Calibration found =
        Calibration.compare(model, WeightPrecision.BFLOAT16, 1, new float[] {0, 1}, 0);

    assertThat(found.largestDifference()).isInfinite();
    assertThatThrownBy(() -> found.requireWithin(1e30, 0))
        .hasMessageContaining("change outputs by up to Infinity");
  }

  @Test
  void needsRows() {
    Model model = InferencePlanTest.mlp(null, 3, 2);

    assertThatThrownBy(() -> Calibration.compare(model, WeightPrecision.INT8, 0, new float[3], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("calibration: 0 rows: give at least 1");
    assertThatThrownBy(() -> Calibration.compare(model, WeightPrecision.INT8, 2, new float[6], 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("calibration: 2 rows of 3 values from 1 do not fit the data of 6 values");
  }
}
