package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RandomStreamTest {
  /** Beyond so many standard errors a right generator comes once in 1.7 million tries. */
  private static final double SIGMAS = 5;

  @Test
  void givesTheSameNumbersForEver() {
    RandomStream random = RandomStream.of(42);
    double[] values = new double[8];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    assertThat(values)
        .containsExactly(
            -0.1247481922738063,
            -0.023950513022518233,
            0.19700715956729645,
            -0.8116329884363754,
            -0.5939388513692158,
            0.46857170783951496,
            -0.8630635409473715,
            0.3248985689133538);
    for (int i = values.length; i < 100; i++) {
      random.nextGaussian();
    }
    assertThat(random.position()).as("some points were drawn again").isEqualTo(242);
  }

  @Test
  void gaussiansHaveTheMomentsAndTailsOfTheNormalDistribution() {
    RandomStream random = RandomStream.of(43);
    int n = 400_000;
    double[] moments = new double[5];
    int inOne = 0;
    int beyondThree = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      double power = 1;
      for (int m = 1; m < moments.length; m++) {
        power *= x;
        moments[m] += power / n;
      }
      inOne += Math.abs(x) < 1 ? 1 : 0;
      beyondThree += Math.abs(x) > 3 ? 1 : 0;
    }
    // Moment m has variance (E x^2m - (E x^m)^2) / n, where E x^2, x^4, x^6, x^8 are 1, 3, 15, 105.
    assertThat(moments[1]).isCloseTo(0, within(SIGMAS * Math.sqrt(1.0 / n)));
    assertThat(moments[2]).isCloseTo(1, within(SIGMAS * Math.sqrt(2.0 / n)));
    assertThat(moments[3]).isCloseTo(0, within(SIGMAS * Math.sqrt(15.0 / n)));
    assertThat(moments[4]).isCloseTo(3, within(SIGMAS * Math.sqrt(96.0 / n)));
    assertShare(inOne, n, 0.682689492137086);
    assertShare(beyondThree, n, 0.002699796063260);
  }

  private static void assertShare(int count, int n, double share) {
    assertThat((double) count / n)
        .isCloseTo(share, within(SIGMAS * Math.sqrt(share * (1 - share) / n)));
  }

  @Test
  void aSavedStateContinuesBetweenTwoGaussians() {
    RandomStream random = RandomStream.of(44);
    for (int i = 0; i < 100; i++) {
      RandomStream saved = RandomStream.resume(random.key(), random.position());
      assertThat(saved.nextGaussian()).isEqualTo(random.nextGaussian());
      assertThat(saved.position()).isEqualTo(random.position());
    }
  }

  @Test
  void splitsIntoAStreamThatExists() {
    RandomStream parent = RandomStream.of(5);
    parent.nextLong();
    RandomStream into = RandomStream.of(9);
    into.nextLong();
    for (long label : new long[] {0, 1, -1, Long.MAX_VALUE}) {
      parent.splitInto(label, into);
      RandomStream expected = parent.split(label);
      assertThat(into.key()).isEqualTo(expected.key());
      assertThat(into.position()).isZero();
      assertThat(into.nextLong()).isEqualTo(expected.nextLong());
    }
    long key = parent.key();
    parent.splitInto(3, parent);
    assertThat(parent.key()).isEqualTo(RandomStream.resume(key, 0).split(3).key());
  }

  @Test
  void drawingAllocatesNothing() {
    RandomStream random = RandomStream.of(45);
    double[] sum = new double[1];
    int[] order = new int[20];
    Allocation.assertNoneInSteadyState(
        () -> {
          sum[0] += random.nextGaussian() + random.nextDouble() + random.nextFloat();
          sum[0] += random.nextInt(10);
          random.shuffle(order);
        });
  }
}
