package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import lanewise.bench.machine.Limits;
import lanewise.bench.machine.Slices;
import lanewise.tensor.Shape;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.ops.Binary;
import lanewise.tensor.ops.Reduce;
import lanewise.tensor.ops.Ternary;
import lanewise.tensor.ops.Unary;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Whether operations on tensors run at the speed of memory, and what views cost.
 *
 * <p>The row {@code share} below each score is the answer: the time that a reference takes, over
 * the time of the operation. Both are measured in turn, in the same JVM. 32 x 32 floats lie in the
 * first-level cache, 256 x 256 in the second, 4096 x 4096 in memory.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BandwidthBenchmark extends Defaults {
  /**
   * Dense tensors. The reference moves as many bytes: for what writes, a loop that copies by
   * vectors; for what only reads, a loop that adds up. 1 is the speed of memory.
   */
  @Benchmark
  public Object dense(Dense operation, Share share) {
    return operation.timed(share);
  }

  /**
   * Views. The reference is the same operation on dense tensors of as many elements: 0.33 is three
   * times its time.
   */
  @Benchmark
  public Object view(View operation, Share share) {
    return operation.timed(share);
  }

  /** How fast beside the reference. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Share {
    /** The reference's time over the operation's: JMH divides the sum by the measured seconds. */
    public double share;
  }

  /**
   * An operation and what it is compared with. Views and arrays of axes are made once: at each call
   * they would be objects.
   */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // set by prepare
  public abstract static class Versus {
    private static final int ROUNDS = 9;
    private static final long ROUND = 4_000_000;

    @Param({"32", "256", "4096"})
    int side;

    private Runnable operation;
    private Runnable reference;
    private double referenceSeconds;

    void compare(Runnable operation, Runnable reference) {
      this.operation = operation;
      this.reference = reference;
    }

    /** How many times the reference must run to have as much to do as the operation. */
    double scale() {
      return 1;
    }

    /** The median of some rounds. */
    @Setup(Level.Iteration)
    public void timeReference() {
      double[] nanos = new double[ROUNDS];
      Arrays.setAll(nanos, _ -> Slices.nanos(reference, ROUND));
      referenceSeconds = 1e-9 * scale() * Slices.median(nanos);
    }

    Object timed(Share share) {
      share.share += referenceSeconds;
      operation.run();
      return this;
    }

    Tensor square(String name) {
      return Tensor.wrap(Inputs.uniform(name, side * side), Shape.of(side, side));
    }
  }

  /** Dense operands. */
  @SuppressWarnings("NullAway.Init") // JMH sets the parameter
  public static class Dense extends Versus {
    private static final int ULPS = 2;

    @Param({
      "add",
      "mul",
      "mul scalar",
      "fma",
      "max",
      "relu",
      "abs",
      "sqrt",
      "exp",
      "tanh",
      "sum",
      "mean",
      "var",
      "max of all",
      "argMax",
      "norm",
      "sum of rows",
      "sum of columns"
    })
    private String operation;

    private Tensor out;
    private double arrays;
    private double referenceArrays;

    /** Draws the operands, computes once and checks. */
    @Setup
    public void prepare() {
      Tensor x = square("x");
      Tensor y = square("y");
      Tensor z = square("z");
      float[] a = x.storage();
      float[] b = y.storage();
      float[] c = z.storage();
      Tensor positive = Unary.ABS.of(x);
      out = Tensor.zeros(side, side);
      switch (operation) {
        case "add" -> writes(3, () -> Binary.ADD.into(x, y, out), i -> (double) a[i] + b[i]);
        case "mul" -> writes(3, () -> Binary.MUL.into(x, y, out), i -> (double) a[i] * b[i]);
        case "mul scalar" -> writes(2, () -> Binary.MUL.into(x, 3, out), i -> 3.0 * a[i]);
        case "fma" ->
            writes(4, () -> Ternary.FMA.into(x, y, z, out), i -> Math.fma(a[i], b[i], c[i]));
        case "max" -> writes(3, () -> Binary.MAX.into(x, y, out), i -> Math.max(a[i], b[i]));
        case "relu" -> writes(2, () -> Unary.RELU.into(x, out), i -> Math.max(a[i], 0));
        case "abs" -> writes(2, () -> Unary.ABS.into(x, out), i -> Math.abs(a[i]));
        case "sqrt" ->
            writes(2, () -> Unary.SQRT.into(positive, out), i -> Math.sqrt(Math.abs(a[i])));
        case "exp" -> writes(2, () -> Unary.EXP.into(x, out), i -> Math.exp(a[i]));
        case "tanh" -> writes(2, () -> Unary.TANH.into(x, out), i -> Math.tanh(a[i]));
        case "sum" -> reads(Reduce.SUM, x, Tensor.zeros());
        case "mean" -> reads(Reduce.MEAN, x, Tensor.zeros());
        case "var" -> reads(Reduce.VAR, x, Tensor.zeros());
        case "max of all" -> reads(Reduce.MAX, x, Tensor.zeros());
        case "argMax" -> reads(Reduce.ARG_MAX, x, Tensor.zeros());
        case "norm" -> reads(Reduce.NORM_2, x, Tensor.zeros());
        case "sum of rows" -> reads(Reduce.SUM, x, Tensor.zeros(side), 1);
        case "sum of columns" -> reads(Reduce.SUM, x, Tensor.zeros(side), 0);
        default -> throw new IllegalArgumentException("operation \"" + operation + "\" is none");
      }
    }

    private void writes(int count, Runnable work, IntToDoubleFunction expected) {
      arrays = count;
      referenceArrays = 2;
      work.run();
      float[] actual = out.storage();
      for (int i = 0; i < actual.length; i++) {
        double wanted = expected.applyAsDouble(i);
        Checks.close(operation, i, actual[i], wanted, ULPS * Math.ulp((float) wanted));
      }
      float[] from = out.toArray();
      float[] to = new float[from.length];
      compare(work, () -> Limits.copy(from, to));
    }

    private void reads(Reduce reduce, Tensor x, Tensor result, int... axes) {
      arrays = 1;
      referenceArrays = 1;
      Runnable work = () -> reduce.into(x, result, axes);
      work.run();
      check(x.storage(), result.toArray());
      float[] from = x.toArray();
      float[] sink = new float[1];
      compare(work, () -> sink[0] = Limits.sum(from));
    }

    /** In double precision, row by row or column by column, or all at once. */
    private void check(float[] x, float[] actual) {
      int terms = x.length / actual.length;
      boolean columns = operation.equals("sum of columns");
      for (int j = 0; j < actual.length; j++) {
        double[] values = new double[terms];
        for (int p = 0; p < terms; p++) {
          values[p] = x[columns ? p * side + j : j * terms + p];
        }
        double sum = Arrays.stream(values).sum();
        double squares = Arrays.stream(values).map(v -> v * v).sum();
        double max = Arrays.stream(values).max().orElseThrow();
        double mean = sum / terms;
        double expected =
            switch (operation) {
              case "mean" -> mean;
              case "var" -> squares / terms - mean * mean;
              case "max of all" -> max;
              case "argMax" ->
                  IntStream.range(0, terms).filter(p -> values[p] == max).findFirst().orElseThrow();
              case "norm" -> Math.sqrt(squares);
              default -> sum;
            };
        // A sum in blocks has no more roundings to a term than this.
        double tolerance = Checks.chainTolerance(64, Math.sqrt(terms) + Math.abs(expected));
        Checks.close(operation, j, actual[j], expected, tolerance);
      }
    }

    @Override
    double scale() {
      return arrays / referenceArrays;
    }
  }

  /** Operands that do not lie as they are read. */
  @SuppressWarnings("NullAway.Init") // JMH sets the parameter
  public static class View extends Versus {
    @Param({
      "add row",
      "add column",
      "add transposed",
      "copy transposed",
      "add steps of 2",
      "sum transposed",
      "sum steps of 2",
      "max transposed",
      "norm of columns",
      "sum of transposed rows"
    })
    private String operation;

    /** Draws the operands, computes once and checks. */
    @Setup
    public void prepare() {
      Tensor x = square("x");
      Tensor y = square("y");
      Tensor row = Tensor.wrap(Inputs.uniform("row", side), Shape.of(side));
      Tensor column = Tensor.wrap(Inputs.uniform("column", side), Shape.of(side, 1));
      Tensor wide = Tensor.wrap(Inputs.uniform("wide", 2 * side * side), Shape.of(side, 2 * side));
      Tensor half = wide.slice(Slice.all(), Slice.of(0, 2 * side, 2));
      Tensor turned = y.transpose();
      switch (operation) {
        case "add row" -> adds(x, row);
        case "add column" -> adds(x, column);
        case "add transposed" -> adds(x, turned);
        case "copy transposed" -> {
          Tensor out = Tensor.zeros(side, side);
          compare(() -> out.copyFrom(turned), () -> out.copyFrom(x));
          out.copyFrom(turned);
          for (int i = 0; i < side * side; i++) {
            float wanted = y.storage()[i % side * side + i / side];
            Checks.close(operation, i, out.storage()[i], wanted, 0);
          }
        }
        case "add steps of 2" -> adds(half, y);
        case "sum transposed" -> reduces(Reduce.SUM, turned, Tensor.zeros());
        case "sum steps of 2" -> reduces(Reduce.SUM, half, Tensor.zeros());
        case "max transposed" -> reduces(Reduce.MAX, turned, Tensor.zeros());
        case "norm of columns" -> {
          Tensor line = Tensor.zeros(side);
          int[] rows = {1};
          int[] columns = {0};
          compare(
              () -> Reduce.NORM_2.into(x, line, columns), () -> Reduce.NORM_2.into(x, line, rows));
          Reduce.NORM_2.into(x, line, columns);
          requireSame(line, Reduce.NORM_2.of(x.transpose().copy(), 1));
        }
        case "sum of transposed rows" -> reduces(Reduce.SUM, turned, Tensor.zeros(side), 1);
        default -> throw new IllegalArgumentException("operation \"" + operation + "\" is none");
      }
    }

    private void adds(Tensor x, Tensor y) {
      Tensor out = Tensor.zeros(side, side);
      Tensor denseX = x.copy();
      Tensor denseY = y.broadcastTo(side, side).copy();
      Binary.ADD.into(x, y, out);
      requireSame(out, Binary.ADD.of(denseX, denseY));
      compare(() -> Binary.ADD.into(x, y, out), () -> Binary.ADD.into(denseX, denseY, out));
    }

    private void reduces(Reduce reduce, Tensor x, Tensor result, int... axes) {
      Tensor dense = x.copy();
      reduce.into(x, result, axes);
      Tensor expected = Tensor.zeros(result.shape());
      reduce.into(dense, expected, axes);
      requireSame(result, expected);
      compare(() -> reduce.into(x, result, axes), () -> reduce.into(dense, result, axes));
    }

    /** As the operation gives it on dense copies, but for the order of additions. */
    private void requireSame(Tensor actual, Tensor expected) {
      float[] wanted = expected.toArray();
      for (int i = 0; i < wanted.length; i++) {
        double tolerance = Checks.chainTolerance(64, side + Math.abs(wanted[i]));
        Checks.close(operation, i, actual.storage()[i], wanted[i], tolerance);
      }
    }
  }
}
