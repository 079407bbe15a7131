package lanewise.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.bench.machine.Limits;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import org.junit.jupiter.api.Test;

final class LoadTest {
  @Test
  void everyFamilyIsBelowTheRoof() {
    List<Load> loads = Load.all();

    assertThat(loads.stream().map(Load::family).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Families.ALL.stream().map(Family::name).toList());
    assertThat(loads.stream().map(Load::name)).doesNotHaveDuplicates();
    loads.stream().filter(load -> load.bytes() < 1e6).forEach(load -> load.work().run());
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
    for (int n : new int[] {0, 1, 15, 16, 33, 300}) {
      float[] x = numbers(n);
      float[] to = new float[n];
      assertThat(Limits.sum(x)).isEqualTo(n * (n + 1) / 2f);
      Limits.copy(x, to);
      assertThat(to).isEqualTo(x);
      Limits.fill(to, 2);
      assertThat(sum(to)).isEqualTo(2.0 * n);
      Limits.fma(x, to, to);
      assertThat(sum(to)).isEqualTo(n * (n + 1) + 2.0 * n);
      float[] two = new float[n];
      float[] three = new float[n];
      Limits.add(x, x, to);
      Limits.addTo(x, two, three);
      Limits.addTo(x, to, two, three);
      assertThat(sum(to)).isEqualTo(1.5 * n * (n + 1));
      assertThat(sum(two)).isEqualTo(n * (n + 1.0));
      assertThat(two).isEqualTo(three);
    }
    float[] start = Limits.start();
    assertThat(Limits.multiplyAdd(0.5f, 0.5f, start, 10))
        .isEqualTo((float) Limits.expected(0.5, 0.5, start, 10));
  }

  private static float[] numbers(int n) {
    float[] values = new float[n];
    IntStream.range(0, n).forEach(i -> values[i] = i + 1);
    return values;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
