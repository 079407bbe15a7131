package lanewise.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BoundsTest {
  /** Rows in one array, with other elements between them, and in arrays of their own. */
  private static List<Rows> places(Traffic traffic, int n) {
    int rows = traffic.arrays();
    return List.of(Rows.together(new float[rows * (n + 3)], 2, n + 3, rows), Rows.apart(n, rows));
  }

  /** All rows one behind the other, as they are after a loop over rows of 1. */
  private static float[] after(Traffic traffic, Rows rows, int n, Runnable loop) {
    for (int row = 0; row < traffic.arrays(); row++) {
      Arrays.fill(rows.array(row), rows.at(row), rows.at(row) + n, row == 0 ? 1 : 2);
    }
    loop.run();
    float[] all = new float[traffic.arrays() * n];
    for (int row = 0; row < traffic.arrays(); row++) {
      System.arraycopy(rows.array(row), rows.at(row), all, row * n, n);
    }
    return all;
  }

  /** One element of each row. */
  private static float[] expected(Traffic traffic) {
    return switch (traffic) {
      case READ -> new float[] {1};
      case COPY -> new float[] {1, 1};
      case ADD -> new float[] {1, 2, 3};
      case FMA -> new float[] {1, 2, 4};
      case MOMENTUM -> new float[] {1, 3, 3};
      case ADAM -> new float[] {1, 3, 3, 3};
    };
  }

  /** A loop that left elements out, or took some twice, would be a bound of something else. */
  @ParameterizedTest
  @EnumSource
  void everyLoopDoesTheSameToEveryElement(Traffic traffic) {
    float[] expected = expected(traffic);
    for (int n : new int[] {1, 2, 33, 2047, 2048, 2049, 5003}) {
      for (Rows rows : places(traffic, n)) {
        List<Runnable> loops = new ArrayList<>(Bounds.loops(traffic, rows, n));
        loops.add(Bounds.inTwoPlaces(traffic, rows, n));
        for (Runnable loop : loops) {
          float[] after = after(traffic, rows, n, loop);
          for (int row = 0; row < traffic.arrays(); row++) {
            float[] all = new float[n];
            Arrays.fill(all, expected[row]);
            assertThat(Arrays.copyOfRange(after, row * n, (row + 1) * n))
                .as("row %d of %d elements", row, n)
                .isEqualTo(all);
          }
        }
      }
    }
  }

  @Test
  void whatIsReadIsAllRead() {
    float[] x = new float[5003];
    Arrays.fill(x, 1);
    for (Runnable loop : Bounds.loops(Traffic.READ, Rows.together(x, 0, x.length, 1), x.length)) {
      Traffic.sink = 0;
      loop.run();
      assertThat(Traffic.sink).isEqualTo(5003);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBoundStaysInItsArrayWhereverItBegins(Traffic traffic) {
    List<Runnable> fastest = new Bounds().fastest(traffic, 1000, 2);

    assertThat(fastest).hasSize(2);
    fastest.forEach(Runnable::run);
  }

  /** Each level's data are far or near together, whatever the caches of the machine are. */
  @Test
  void farIsWhatTheNearCachesDoNotHold() {
    int second = (int) (2 * Level.L2.bytes() / Float.BYTES);

    assertThat(Traffic.READ.far(second)).isFalse();
    assertThat(Traffic.READ.far(second + 1)).isTrue();
    assertThat(Traffic.COPY.far(second / 2)).isFalse();
    assertThat(Traffic.COPY.far(second / 2 + 1)).isTrue();
    for (Load load : Load.all()) {
      Traffic traffic = load.traffic();
      if (load.name().matches(".*, (L1|L2)")) {
        assertThat(traffic.far((int) load.floats())).as(load.name()).isFalse();
      } else if (load.name().matches(".*, (L3|memory)")) {
        assertThat(traffic.far((int) load.floats())).as(load.name()).isTrue();
      }
    }
  }
}
