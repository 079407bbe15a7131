package lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  @Test
  void medianAndSpreadDoNotDependOnTheOrder() {
    double[] nanos = IntStream.rangeClosed(1, 11).mapToDouble(i -> i * 7 % 11 * 10 + 10).toArray();

    Slices slices = Slices.of(nanos);

    assertThat(slices.median()).isEqualTo(60);
    assertThat(slices.spread()).isEqualTo((100.0 - 20.0) / 60);
  }

  @Test
  void oneSliceHasNoSpread() {
    assertThat(Slices.of(new double[] {5})).isEqualTo(new Slices(5, 0));
  }

  @Test
  void theArrayIsLeftAsItWas() {
    double[] nanos = {3, 1, 2};

    Slices.of(nanos);

    assertThat(nanos).containsExactly(3, 1, 2);
  }

  @Test
  void noSliceIsRefused() {
    assertThatThrownBy(() -> Slices.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slices: there is none");
  }
}
