package lanewise.tensor.kernel.level1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.reduce.Order;
import org.junit.jupiter.api.Test;

/**
 * Operations on vectors where lengths, increments and offsets meet vector widths: the bits of one
 * element after the other, and of the sums' stated order; no cell around is written.
 */
class Level1GridTest {
  private static final int[] STEPS = {1, 2, 3, 4, 8, 16, 17};

  private interface Case {
    void run(int n, int xStep, int yStep, int xAt, int yAt);
  }

  private static void grid(String name, Case one) {
    long cases = 0;
    for (int n : Grid.lengths()) {
      for (int xStep : STEPS) {
        for (int yStep : STEPS) {
          if (xStep == 1 && yStep == 1) {
            cases += Grid.offsets(1, (at, to) -> one.run(n, 1, 1, at[0], to));
          } else {
            one.run(n, xStep, yStep, n % (Grid.LAST_OFFSET + 1), (n + xStep) % 7);
            cases++;
          }
        }
      }
    }
    Grid.report(name, cases);
  }

  @Test
  void axpy() {
    grid(
        "axpy",
        (n, xStep, yStep, xAt, yAt) -> {
          float[] x = Chain.values(RandomStream.of(n), n);
          float[] y = Chain.values(RandomStream.of(xStep), n);
          float[] expected = new float[n];
          for (int i = 0; i < n; i++) {
            expected[i] = Math.fma(0.3f, x[i], y[i]);
          }
          float[] out = spread(y, yAt, yStep);
          float[] in = Grid.operand(xAt, n, 1, xStep, x);
          Level1.axpy(n, 0.3f, in, xAt, xStep, out, yAt, yStep);
          Grid.assertResult(
              out, yAt, n, 1, yStep, expected, () -> "%d, %d and %d".formatted(n, xStep, yStep));
        });
  }

  @Test
  void scale() {
    grid(
        "scale",
        (n, xStep, yStep, xAt, yAt) -> {
          float[] x = Chain.values(RandomStream.of(n), n);
          float[] expected = new float[n];
          for (int i = 0; i < n; i++) {
            expected[i] = -0.7f * x[i];
          }
          float[] out = Grid.result(yAt, n * yStep);
          float[] in = Grid.operand(xAt, n, 1, xStep, x);
          Level1.scale(n, -0.7f, in, xAt, xStep, out, yAt, yStep);
          Grid.assertResult(
              out, yAt, n, 1, yStep, expected, () -> "%d, %d and %d".formatted(n, xStep, yStep));
          float[] inPlace = spread(x, yAt, yStep);
          Level1.scale(n, -0.7f, inPlace, yAt, yStep, inPlace, yAt, yStep);
          Grid.assertResult(inPlace, yAt, n, 1, yStep, expected, () -> "%d in place".formatted(n));
        });
  }

  @Test
  void fill() {
    grid(
        "fill",
        (n, xStep, yStep, xAt, yAt) -> {
          float[] expected = new float[n];
          Arrays.fill(expected, 2.5f);
          float[] out = Grid.result(yAt, n * yStep);
          Level1.fill(n, 2.5f, out, yAt, yStep);
          Grid.assertResult(
              out, yAt, n, 1, yStep, expected, () -> "%d, %d apart".formatted(n, yStep));
        });
  }

  @Test
  void sums() {
    grid(
        "sums",
        (n, xStep, yStep, xAt, yAt) -> {
          float[] x = Chain.values(RandomStream.of(n), n);
          float[] y = Chain.values(RandomStream.of(n + 1), n);
          float[] in = Grid.operand(xAt, n, 1, xStep, x);
          float[] other = Grid.operand(yAt, n, 1, yStep, y);
          String what = "%d, %d and %d apart at %d".formatted(n, xStep, yStep, xAt);
          Chain.assertSame(
              Level1.dot(n, in, xAt, xStep, other, yAt, yStep),
              (float) Order.ofDot(n, (sum, i) -> Math.fma(x[i], y[i], sum)),
              what);
          Chain.assertSame(Level1.sum(n, in, xAt, xStep), (float) inEightLanes(n, i -> x[i]), what);
          Chain.assertSame(
              Level1.sumOfMagnitudes(n, in, xAt, xStep),
              (float) inEightLanes(n, i -> Math.abs(x[i])),
              what);
          Chain.assertSame(
              Level1.norm(n, in, xAt, xStep),
              (float) Math.sqrt(inEightLanes(n, i -> (double) x[i] * x[i])),
              what);
          int largest = n == 0 ? -1 : 0;
          for (int i = 0; i < n; i++) {
            largest = Math.abs(x[i]) > Math.abs(x[largest]) ? i : largest;
          }
          assertThat(Level1.indexOfLargestMagnitude(n, in, xAt, xStep)).as(what).isEqualTo(largest);
        });
  }

  /** Lanes of double precision, added by halves, then what does not fill them. */
  private static double inEightLanes(int n, IntToDoubleFunction term) {
    double[] lane = new double[8];
    int whole = n - n % 8;
    for (int i = 0; i < whole; i++) {
      lane[i % 8] += term.applyAsDouble(i);
    }
    for (int half = 4; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lane[l] += lane[l + half];
      }
    }
    double sum = lane[0];
    for (int i = whole; i < n; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }

  private static float[] spread(float[] values, int offset, int step) {
    float[] array = Grid.result(offset, values.length * step);
    for (int i = 0; i < values.length; i++) {
      array[offset + i * step] = values[i];
    }
    return array;
  }
}
