package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Embedding;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.tensor.Shape;
import lanewise.tensor.Sorting;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.tensor.ops.AxisFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a network does to rows beside products: softmax, normalization, the losses with their
 * gradients, an embedding, and sorting. Normalization is timed as in a forward pass, that of a
 * batch with the statistics of training.
 *
 * <p>The score is calls a second; the row {@code gigabytes} below it counts every element read once
 * and written once. A shape is named {@code …-ROWSxCOLUMNS}, and may be another.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RowsBenchmark extends Defaults {
  /** One call. */
  @Benchmark
  public Object call(Rows rows, Rates.Traffic rates) {
    rates.gigabytes += rows.gigabytes;
    rows.work.run();
    return rows;
  }

  /** Rows, and what is done to them. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public static class Rows {
    private static final Pattern NAME = Pattern.compile(".*?([1-9]\\d{0,4})x([1-9]\\d{0,4})");
    private static final int TOP = 5;
    private static final double EPSILON = 1e-5;

    /** Units of the last place that a value may be off: more than any of the functions is. */
    private static final int UNITS = 256;

    /** And those of 1 where numbers up to 1 are subtracted. */
    private static final int DIFFERENCE = 32;

    @Param({"logits-64x10", "hidden-64x768", "words-64x32000", "memory-4096x8192"})
    private String shape;

    @Param({
      "softmax",
      "log-softmax",
      "layer norm",
      "batch norm",
      "embedding",
      "cross-entropy",
      "squared error",
      "sort",
      "top 5"
    })
    private String operation;

    private int rows;
    private int columns;
    private float[] x;
    private double gigabytes;
    private Runnable work;

    /** Draws the rows, computes once and checks. */
    @Setup
    public void prepare() {
      Matcher sizes = NAME.matcher(shape);
      if (!sizes.matches()) {
        throw new IllegalArgumentException(
            "shape \"" + shape + "\": let it end in ROWSxCOLUMNS, as mine-64x1000");
      }
      rows = Integer.parseInt(sizes.group(1));
      columns = Integer.parseInt(sizes.group(2));
      gigabytes = 8e-9 * rows * columns;
      x = Inputs.uniform("x", rows * columns);
      Tensor tensor = Tensor.wrap(x, Shape.of(rows, columns));
      switch (operation) {
        case "softmax" -> function(AxisFunction.SOFTMAX, tensor);
        case "log-softmax" -> function(AxisFunction.LOG_SOFTMAX, tensor);
        case "layer norm" -> norm(LayerNorm.of(columns), false);
        case "batch norm" -> norm(BatchNorm.of(columns), true);
        case "embedding" -> embedding();
        case "cross-entropy" -> {
          int[] classes = Inputs.classes("classes", rows, columns);
          float[] gradient = loss(SoftmaxCrossEntropy.of(), Targets.ofClasses(classes));
          each(
              gradient,
              1.0 / rows,
              (i, row) ->
                  (softmax(row, i % columns) - (classes[i / columns] == i % columns ? 1 : 0))
                      / rows);
        }
        case "squared error" -> {
          float[] targets = Inputs.uniform("targets", rows * columns);
          float[] gradient = loss(MeanSquaredError.of(), Targets.ofValues(targets));
          each(gradient, 2.0 / x.length, (i, _) -> 2.0 * (x[i] - targets[i]) / x.length);
        }
        case "sort" -> {
          Tensor[] sorted = {Sorting.sort(tensor, 1)};
          work = () -> sorted[0] = Sorting.sort(tensor, 1);
          each(sorted[0].toArray(), 0, (i, row) -> ascending(row)[i % columns]);
        }
        case "top 5" -> {
          Sorting.TopK[] top = {Sorting.topK(tensor, TOP, 1)};
          work = () -> top[0] = Sorting.topK(tensor, TOP, 1);
          float[] actual = top[0].values().toArray();
          for (int row : someRows()) {
            double[] sorted = ascending(row(row));
            for (int i = 0; i < TOP; i++) {
              Checks.close(operation, i, actual[row * TOP + i], sorted[columns - 1 - i], 0);
            }
          }
        }
        default -> throw new IllegalArgumentException("operation \"" + operation + "\" is none");
      }
    }

    private void function(AxisFunction function, Tensor tensor) {
      Tensor out = Tensor.zeros(rows, columns);
      work = () -> function.into(tensor, out, 1);
      work.run();
      boolean log = function == AxisFunction.LOG_SOFTMAX;
      each(
          out.storage(),
          0,
          (i, row) -> log ? Math.log(softmax(row, i % columns)) : softmax(row, i % columns));
    }

    private void norm(Layer layer, boolean ofColumns) {
      Pass pass = pass(columns, layer, ofColumns);
      System.arraycopy(x, 0, pass.input(), 0, x.length);
      work = () -> pass.forward(rows);
      work.run();
      each(
          pass.output(),
          1,
          (i, row) -> {
            double[] line = ofColumns ? column(i % columns) : row;
            double mean = Arrays.stream(line).average().orElseThrow();
            double var =
                Arrays.stream(line).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
            return (x[i] - mean) / Math.sqrt(var + EPSILON);
          });
    }

    private Pass pass(int features, Layer layer, boolean training) {
      Model model = Sequential.of(features, layer);
      return training
          ? model.trainingPass(rows, Workers.caller())
          : model.inferencePass(rows, Workers.caller());
    }

    private void embedding() {
      Embedding layer = Embedding.of(rows, columns);
      System.arraycopy(x, 0, layer.weight().values(), 0, x.length);
      int[] ids = Inputs.classes("ids", rows, rows);
      Pass pass = pass(1, layer, false);
      for (int row = 0; row < rows; row++) {
        pass.input()[row] = ids[row];
      }
      work = () -> pass.forward(rows);
      work.run();
      each(pass.output(), 0, (i, _) -> x[ids[i / columns] * columns + i % columns]);
    }

    /** Checks the loss and gives the gradient. */
    private float[] loss(Loss loss, Targets targets) {
      float[] gradient = new float[x.length];
      double[] value = new double[1];
      work = () -> value[0] = loss.evaluate(rows, columns, x, targets, gradient);
      work.run();
      double[] exact = IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
      double expected = loss.reference(rows, columns, exact, targets);
      Checks.close(operation, 0, (float) value[0], expected, Checks.UNIT * UNITS * expected);
      return gradient;
    }

    /** An element of the answer, of its index and the row of x that it is in. */
    @FunctionalInterface
    private interface Element {
      double of(int i, double[] row);
    }

    /**
     * Checks some elements of some rows.
     *
     * @param scale of numbers whose difference an element is, 0 for none
     */
    private void each(float[] actual, double scale, Element expected) {
      for (int row : someRows()) {
        double[] values = row(row);
        for (int j : someColumns()) {
          int i = row * columns + j;
          double wanted = expected.of(i, values);
          double tolerance = Checks.UNIT * (UNITS * Math.abs(wanted) + DIFFERENCE * scale);
          Checks.close(operation, i, actual[i], wanted, tolerance);
        }
      }
    }

    private int[] someRows() {
      return IntStream.of(0, rows / 2, rows - 1).distinct().toArray();
    }

    /** A hundred or so, and the last ones, which may be computed otherwise. */
    private int[] someColumns() {
      int step = Math.max(1, columns / 100);
      return IntStream.range(0, columns).filter(j -> j % step == 0 || j >= columns - 16).toArray();
    }

    private double[] row(int row) {
      return IntStream.range(0, columns).mapToDouble(j -> x[row * columns + j]).toArray();
    }

    private double[] column(int column) {
      return IntStream.range(0, rows).mapToDouble(r -> x[r * columns + column]).toArray();
    }

    private static double[] ascending(double[] row) {
      return Arrays.stream(row).sorted().toArray();
    }

    private static double softmax(double[] row, int j) {
      return Math.exp(row[j]) / Arrays.stream(row).map(Math::exp).sum();
    }
  }
}
