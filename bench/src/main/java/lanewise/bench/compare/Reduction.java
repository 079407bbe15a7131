package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A matrix of floats reduced to one number, or to one for each row or column.
 *
 * @param kind how
 * @param rows of x
 * @param columns of x
 */
public record Reduction(Kind kind, int rows, int columns) implements Problem {
  /** The reductions. */
  public enum Kind {
    /** The sum of all elements. */
    SUM,
    /** The largest element. */
    MAX,
    /** The sum of the products with the elements of y. */
    DOT,
    /** The root of the sum of squares. */
    NORM,
    /** The sums of the rows. */
    ROWS,
    /** The sums of the columns. */
    COLUMNS
  }

  /** Arrays in the first cache and larger than the second, and a matrix. */
  static final Work WORK = new Work("reductions", cases(), _ -> true, 1);

  private static final int SIDE = 1000;

  /** Of the rounding errors, which add up like independent ones. */
  private static final double SIGMAS = 8;

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    for (Kind kind : new Kind[] {Kind.SUM, Kind.MAX, Kind.DOT, Kind.NORM}) {
      String name = kind.name().toLowerCase(Locale.ROOT) + " of ";
      cases.put(name + "4Ki", _ -> new Reduction(kind, 1, 1 << 12));
      cases.put(name + "1Mi", _ -> new Reduction(kind, 1, 1 << 20));
    }
    cases.put("rows of 1000x1000", _ -> new Reduction(Kind.ROWS, SIDE, SIDE));
    cases.put("columns of 1000x1000", _ -> new Reduction(Kind.COLUMNS, SIDE, SIDE));
    return cases;
  }

  /** Bytes that have to be read. */
  @Override
  public Unit unit() {
    return Unit.gigabytes((double) Float.BYTES * rows * columns * (kind == Kind.DOT ? 2 : 1));
  }

  /** The elements of x [rows, columns], always the same; a new array. */
  public float[] x() {
    return Answers.random(7, rows * columns);
  }

  /** The elements of y [rows, columns], always the same; a new array. */
  public float[] y() {
    return Answers.random(8, rows * columns);
  }

  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    float[] x = x();
    int terms =
        switch (kind) {
          case MAX -> 0;
          case ROWS -> columns;
          case COLUMNS -> rows;
          default -> rows * columns;
        };
    double[] expected = kind == Kind.COLUMNS || kind == Kind.ROWS ? sums(x) : one(x);
    // A float sum of n terms has n errors, each of a partial sum that is below its last or root n.
    double size = kind == Kind.NORM ? expected[0] : Math.sqrt(terms);
    Answers.check(0, answer, expected, SIGMAS * Math.ulp(1f) * Math.sqrt(terms) * size);
  }

  private double[] sums(float[] x) {
    double[] sums = new double[kind == Kind.ROWS ? rows : columns];
    for (int i = 0; i < x.length; i++) {
      sums[kind == Kind.ROWS ? i / columns : i % columns] += x[i];
    }
    return sums;
  }

  private double[] one(float[] x) {
    float[] y = y();
    double sum = 0;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      double factor = kind == Kind.DOT ? y[i] : kind == Kind.NORM ? x[i] : 1;
      sum += x[i] * factor;
      max = Math.max(max, x[i]);
    }
    return new double[] {
      switch (kind) {
        case MAX -> max;
        case NORM -> Math.sqrt(sum);
        default -> sum;
      }
    };
  }
}
