package lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  @Test
  void eachRoundBeginsWithAnotherAndEachSliceWithARunThatDoesNotCount() {
    List<String> order = new ArrayList<>();
    List<Runnable> work = List.of(() -> order.add("a"), () -> order.add("b"));

    double[][] nanos = Slices.inTurn(work, 3, 0);

    assertThat(order).hasToString("[a, a, b, b, b, b, a, a, a, a, b, b]");
    assertThat(nanos).hasDimensions(2, 3);
  }

  @Test
  void aSliceIsOfItsRunsAndCountsThem() {
    int[] runs = {0};

    assertThat(Slices.nanos(() -> runs[0]++, 1_000_000)).isPositive();
    assertThat(runs[0]).isPositive();
    int before = runs[0];
    Slices.nanosOf(() -> runs[0]++, 7);
    assertThat(runs[0]).isEqualTo(before + 7);
  }

  /** Whoever waits has no processor meanwhile. */
  @Test
  void whatOthersTakeDoesNotCount() {
    Runnable waits =
        () -> {
          try {
            Thread.sleep(50);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };

    assertThat(Slices.nanosOf(waits, 2)).isLessThan(50e6);
    assertThat(Slices.wallNanos(waits, 1)).isGreaterThanOrEqualTo(50e6);
  }

  @Test
  void whatAllocatesLessAndLessIsWarmedUpOn() {
    int[] runs = {0};
    Object[] kept = {null};
    Runnable untilTheHundredth = () -> kept[0] = runs[0]++ < 100 ? new byte[100_000] : kept[0];

    Slices.settle(untilTheHundredth, 1, 1, true);

    assertThat(runs[0]).isGreaterThan(100);
    assertThat(Slices.bytes(untilTheHundredth)).isZero();
  }

  @Test
  void theMedianOfAnEvenNumberIsTheUpperOfTwo() {
    assertThat(Slices.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Slices.median(new double[] {4, 1, 3, 2})).isEqualTo(3);
  }
}
