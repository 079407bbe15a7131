package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A copy of a row-major matrix whose rows become columns.
 *
 * @param rows of x
 * @param columns of x
 */
public record Transposition(int rows, int columns) implements Problem {
  /** Matrices in each cache and in memory. */
  static final Work WORK = new Work("transpose", cases(), _ -> true, 1);

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    for (int side : new int[] {64, 256, 1024, 4096}) {
      cases.put("transposed " + side, _ -> new Transposition(side, side));
    }
    cases.put("transposed 333x1000", _ -> new Transposition(333, 1000));
    return cases;
  }

  /** Bytes that are read and written. */
  @Override
  public Unit unit() {
    return Unit.gigabytes(2.0 * Float.BYTES * rows * columns);
  }

  /** The elements of x [rows, columns], always the same; a new array. */
  public float[] x() {
    return Answers.random(9, rows * columns);
  }

  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    float[] x = x();
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i % columns * rows + i / columns] = x[i];
    }
    Answers.check(0, answer, expected, 0);
  }
}
