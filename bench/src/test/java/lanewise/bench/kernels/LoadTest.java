package lanewise.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.bench.machine.Limits;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LoadTest {
  @Test
  void everyFamilyIsBelowTheRoof() {
    List<Load> loads = Load.all();

    assertThat(loads.stream().map(Load::family).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Families.ALL.stream().map(Family::name).toList());
    assertThat(loads.stream().map(Load::name)).doesNotHaveDuplicates();
    loads.stream().filter(load -> load.bytes() < 1e6).forEach(load -> load.work().get().run());
  }

  /** In each cache and in memory; what computes has a place in the picture. */
  @ParameterizedTest
  @EnumSource
  void everyLevelHasTheSameOperations(Level level) {
    assertThat(Load.all().stream().map(Load::name).filter(name -> name.endsWith(level.label())))
        .hasSize(12);
    assertThat(Load.all().stream().filter(load -> load.operations() == 0).map(Load::family))
        .containsOnly("transpose");
  }

  @Test
  void theBytesOfAProductAreThoseOfItsMatrices() {
    Load product =
        Load.all().stream().filter(load -> load.name().equals("product 64")).findFirst().get();

    assertThat(product.operations()).isEqualTo(2.0 * 64 * 64 * 64);
    assertThat(product.bytes()).isEqualTo(4.0 * 3 * 64 * 64);
  }

  @Test
  void updatesReadAndWriteWhatTheyRemember() {
    assertThat(Traffic.COPY.bytes(100)).isEqualTo(800);
    assertThat(Traffic.MOMENTUM.bytes(100)).isEqualTo(2000);
    assertThat(Traffic.ADAM.bytes(100)).isEqualTo(2800);
  }

  @Test
  void levelsAreOrderedBySize() {
    long[] sizes = Arrays.stream(Level.values()).mapToLong(Level::bytes).toArray();

    assertThat(sizes[0]).isPositive().isLessThan(sizes[1]);
    assertThat(sizes[1]).isLessThan(sizes[2]);
    assertThat(sizes[3]).isLessThanOrEqualTo(1 << 30);
  }

  /** The loops do what they are named after: their tails too. */
  @Test
  void theLoopsOfTheMachineAreRight() {
    for (int n : new int[] {1, 15, 16, 33, 300, 1000}) {
      float[] x = numbers(n);
      float[] to = new float[n];
      assertThat(Limits.sum(x)).isEqualTo(n * (n + 1) / 2f);
      Limits.copy(x, to);
      assertThat(to).isEqualTo(x);
      Limits.fill(to, 2);
      assertThat(to).containsOnly(2).hasSize(n);
    }
  }

  /** Rows of one array, at places of their own: nothing else of it changes. */
  @Test
  void theLoopsOverRowsAreRight() {
    for (int n : new int[] {1, 15, 16, 33, 300, 1000}) {
      float[] x = rows(n);
      assertThat(Limits.sum(x, 3, n)).isEqualTo(n * (n + 1) / 2f);
      assertThat(Limits.sumOfStreams(x, 3, n)).isEqualTo(n * (n + 1) / 2f);
      Limits.copy(x, 3, x, n + 5, n);
      requireRows(x, n, 1, 0, 0);
      Limits.add(x, 3, x, n + 5, x, 2 * n + 7, n);
      requireRows(x, n, 1, 2, 0);
      Limits.addTo(x, 3, x, n + 5, x, 2 * n + 7, n);
      requireRows(x, n, 2, 3, 0);
      Limits.addTo(x, 3, x, n + 5, x, 2 * n + 7, x, 3 * n + 9, n);
      requireRows(x, n, 3, 4, 1);
      Arrays.fill(x, 3, 3 + n, 2);
      Limits.fma(x, 3, x, n + 5, x, 2 * n + 7, n);
      assertThat(x[2 * n + 7]).isEqualTo(4 + 2 * 3);
      assertThat(x[3 * n + 6]).isEqualTo(10f * n);
    }
  }

  private static float[] rows(int n) {
    float[] x = new float[4 * n + 11];
    System.arraycopy(numbers(n), 0, x, 3, n);
    return x;
  }

  /** Four rows of 1 to n times these factors, two zeros between them. */
  private static void requireRows(float[] x, int n, int second, int third, int fourth) {
    float[] expected = rows(n);
    int[] factors = {1, second, third, fourth};
    for (int row = 1; row < factors.length; row++) {
      for (int i = 0; i < n; i++) {
        expected[3 + row * (n + 2) + i] = (i + 1) * factors[row];
      }
    }
    assertThat(x).isEqualTo(expected);
  }

  @Test
  void multiplyAddsAreCounted() {
    float[] start = Limits.start();
    assertThat(Limits.multiplyAdd(0.5f, 0.5f, start, 10))
        .isEqualTo((float) Limits.expected(0.5, 0.5, start, 10));
    assertThat(Limits.operations(10)).isEqualTo(Simd.BITS / 16.0 * Limits.instructions(10));
  }

  private static float[] numbers(int n) {
    float[] values = new float[n];
    IntStream.range(0, n).forEach(i -> values[i] = i + 1);
    return values;
  }
}
