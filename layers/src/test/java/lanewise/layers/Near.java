package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares float32 results with what double precision gives. */
public final class Near {
  /** The bar for float32 code against the reference cases. */
  public static final double RELATIVE = 1e-5;

  public static final double ABSOLUTE = 1e-6;

  private Near() {}

  /** Every element within the bar of the reference cases; NaN and infinities the same. */
  public static void assertNear(String what, float[] actual, double[] expected) {
    double[] tolerance = new double[expected.length];
    for (int i = 0; i < tolerance.length; i++) {
      tolerance[i] = ABSOLUTE + RELATIVE * Math.abs(expected[i]);
    }
    assertNear(what, actual, expected, tolerance);
  }

  public static void assertNear(
      String what, float[] actual, double[] expected, double[] tolerance) {
    assertThat(actual.length).as("%s: number of values", what).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertNear(what + "[" + i + "]", actual[i], expected[i], tolerance[i]);
    }
  }

  public static void assertNear(String what, double actual, double expected) {
    assertNear(what, actual, expected, ABSOLUTE + RELATIVE * Math.abs(expected));
  }

  private static void assertNear(String what, double actual, double expected, double tolerance) {
    boolean same = Double.compare(actual, expected) == 0;
    assertThat(same || (Double.isFinite(expected) && Math.abs(actual - expected) <= tolerance))
        .as("%s: %s, expected %s +- %s", what, actual, expected, tolerance)
        .isTrue();
  }
}
