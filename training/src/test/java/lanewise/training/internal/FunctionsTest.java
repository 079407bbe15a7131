package lanewise.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FunctionsTest {
  @Test
  void cosinesAreThoseOfStrictMath() {
    for (int i = 0; i <= 100_000; i++) {
      double x = i / 25_000.0;
      assertThat(Functions.cosineOfHalfTurns(x))
          .as("%s half turns", x)
          .isCloseTo(StrictMath.cos(Math.PI * x), within(4e-15)); // pi x is rounded there
    }
    for (double[] exact : new double[][] {{0, 1}, {0.5, 0}, {1, -1}, {1.5, 0}, {2, 1}, {7, -1}}) {
      assertThat(Functions.cosineOfHalfTurns(exact[0])).isEqualTo(exact[1]);
    }
  }

  @Test
  void powersAreThoseOfStrictMath() {
    for (double base : new double[] {0, 0.1, 0.5, 0.9, 0.999, 1, 1.5}) {
      for (long exponent : new long[] {0, 1, 2, 3, 7, 10, 31, 100, 1_000}) {
        double expected = StrictMath.pow(base, (double) exponent);
        assertThat(Functions.power(base, exponent)).isCloseTo(expected, within(1e-13 * expected));
      }
      for (double exponent : new double[] {0.3, 1, 1.5, 2, 9}) {
        double expected = StrictMath.pow(base, exponent);
        assertThat(Functions.power(base, exponent)).isCloseTo(expected, within(1e-14 * expected));
      }
    }
    assertThat(Functions.power(0.999, 1L << 40)).isZero();
  }
}
