package lanewise.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;

/**
 * Compares a layer's forward with a plain double-precision oracle, and its backward with central
 * differences of that oracle.
 *
 * <p>The tolerance of a sum of k float32 products is (k + 2) 2^-24 times the sum of the terms'
 * absolute values, which the oracle itself gives when all its inputs are made absolute; to that
 * comes the error of the differences.
 */
public final class OracleCheck {
  private static final double STEP = 0x1p-13;

  /** Truncation is of order STEP^2, rounding of order 2^-53 / STEP. */
  private static final double DIFFERENCE_ERROR = 1e-8;

  private static final double HALF_ULP = 0x1p-24;

  private OracleCheck() {}

  /** What a layer computes, in double precision. */
  public interface Oracle {
    /** The output of all rows. */
    double[] forward(int rows, double[] x, List<double[]> parameters);
  }

  /**
   * Fills the layer's parameters from the seed and checks it.
   *
   * @param chain the length of the longest sum in forward and backward
   */
  public static void check(
      Layer layer, Shape example, int rows, int chain, long seed, Oracle oracle) {
    String name = layer.kind() + " " + example + " x " + rows + ", seed " + seed;
    RandomStream random = RandomStream.of(seed);
    float[] x = awayFromZero(random, rows * example.size());
    for (Parameter parameter : layer.parameters()) {
      float[] drawn = awayFromZero(random, parameter.value().size());
      System.arraycopy(drawn, 0, parameter.values(), 0, drawn.length);
    }
    LayerRun run = LayerRun.of(layer, example, rows, x);
    float[] y = run.forward();
    float[] gradY = awayFromZero(random, y.length);
    run.backward(gradY);

    Point point = new Point(oracle, rows, doubles(x), parameters(layer), doubles(gradY));
    Point absolute = point.absolute();
    compare(name + ": output", y, point.output(), absolute.output(), chain);
    compare(name + ": gradX", run.gradInput(), point.gradX(), absolute.gradX(), chain);
    for (int p = 0; p < layer.parameters().size(); p++) {
      compare(
          name + ": grad " + layer.parameters().get(p).name(),
          run.gradParameter(p),
          point.gradParameter(p),
          absolute.gradParameter(p),
          chain);
    }
  }

  private static void compare(
      String what, float[] actual, double[] expected, double[] magnitude, int chain) {
    double[] tolerance = new double[expected.length];
    for (int i = 0; i < tolerance.length; i++) {
      tolerance[i] = (chain + 2) * HALF_ULP * magnitude[i] + DIFFERENCE_ERROR * (1 + magnitude[i]);
    }
    Near.assertNear(what, actual, expected, tolerance);
  }

  /** The gradient of a function at a point, by central differences. */
  public static double[] differences(ToDoubleFunction<double[]> function, double[] at) {
    double[] gradient = new double[at.length];
    double[] moved = at.clone();
    for (int i = 0; i < at.length; i++) {
      moved[i] = at[i] + STEP;
      double up = function.applyAsDouble(moved);
      moved[i] = at[i] - STEP;
      double down = function.applyAsDouble(moved);
      moved[i] = at[i];
      gradient[i] = (up - down) / (2 * STEP);
    }
    return gradient;
  }

  public static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static List<double[]> parameters(Layer layer) {
    return layer.parameters().stream().map(p -> doubles(p.values())).toList();
  }

  /** Normal numbers, none so near to 0 that a step crosses a kink there. */
  private static float[] awayFromZero(RandomStream random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double drawn = random.nextGaussian();
      values[i] = (float) (drawn + Math.copySign(0.01, drawn));
    }
    return values;
  }

  private static final class Point {
    private final Oracle oracle;
    private final int rows;
    private final double[] x;
    private final List<double[]> parameters;
    private final double[] gradY;

    Point(Oracle oracle, int rows, double[] x, List<double[]> parameters, double[] gradY) {
      this.oracle = oracle;
      this.rows = rows;
      this.x = x;
      this.parameters = parameters;
      this.gradY = gradY;
    }

    double[] output() {
      return oracle.forward(rows, x, parameters);
    }

    double[] gradX() {
      return differences(moved -> along(oracle.forward(rows, moved, parameters)), x);
    }

    double[] gradParameter(int index) {
      List<double[]> changed = new ArrayList<>(parameters);
      return differences(
          moved -> {
            changed.set(index, moved);
            return along(oracle.forward(rows, x, changed));
          },
          parameters.get(index));
    }

    private double along(double[] y) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += gradY[i] * y[i];
      }
      return sum;
    }

    Point absolute() {
      return new Point(
          oracle,
          rows,
          absolute(x),
          parameters.stream().map(Point::absolute).toList(),
          absolute(gradY));
    }

    private static double[] absolute(double[] values) {
      return Arrays.stream(values).map(Math::abs).toArray();
    }
  }
}
