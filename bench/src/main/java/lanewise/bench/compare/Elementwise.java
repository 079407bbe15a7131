package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A function of every element of rows of floats, or of every row.
 *
 * @param function which
 * @param rows of x
 * @param size of a row
 */
public record Elementwise(Kind function, int rows, int size) implements Problem {
  /** The functions. */
  public enum Kind {
    /** {@code e^x}. */
    EXP,
    /** The hyperbolic tangent. */
    TANH,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** {@code e^x / sum(e^x)} of a row. */
    SOFTMAX
  }

  /** Functions of a million floats, and the softmax of 64 rows of 1000. */
  static final Work WORK = new Work("elementwise", cases(), _ -> true, 1);

  private static final int COUNT = 1 << 20;

  /** Of -4 to 4, so that the answers of exp are below 55 and the tolerances hold. */
  private static final float SCALE = 4;

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    for (Kind kind : new Kind[] {Kind.EXP, Kind.TANH, Kind.SIGMOID}) {
      cases.put(
          kind.name().toLowerCase(Locale.ROOT) + " of 1Mi floats",
          _ -> new Elementwise(kind, 1, COUNT));
    }
    cases.put("softmax 64x1000", _ -> new Elementwise(Kind.SOFTMAX, 64, 1000));
    return cases;
  }

  @Override
  public Unit unit() {
    return Unit.MICROS;
  }

  /** The elements of x [rows, size], always the same; a new array. */
  public float[] x() {
    float[] x = Answers.random(5, rows * size);
    for (int i = 0; i < x.length; i++) {
      x[i] *= SCALE;
    }
    return x;
  }

  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    float[] x = x();
    // Softmax is at most 1; an answer of exp at most 55, and a few units of its last place off.
    double tolerance = Answers.sum(function == Kind.EXP ? 256 : 4);
    for (int row = 0; row < rows; row++) {
      Answers.check(row * size, answer, row(x, row * size), tolerance);
    }
  }

  private double[] row(float[] x, int from) {
    double[] y = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double v = x[from + i];
      y[i] =
          switch (function) {
            case EXP, SOFTMAX -> Math.exp(v);
            case TANH -> Math.tanh(v);
            case SIGMOID -> 1 / (1 + Math.exp(-v));
          };
      sum += y[i];
    }
    for (int i = 0; function == Kind.SOFTMAX && i < size; i++) {
      y[i] /= sum;
    }
    return y;
  }
}
