package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * the time of the operation. Both are measured in turn, in the same JVM. 256 x 256 floats lie in
 * the second-level cache, 4096 x 4096 in memory.
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

    @Param({"256", "4096"})
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
    @Param({
      "add",
      "mul",
      "mul scalar",
      "fma",
      "max",
      "relu",
      "abs",
      "sqrt",
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

    private double arrays;
    private double referenceArrays;

    /** Draws the operands. */
    @Setup
    public void prepare() {
      Tensor x = square("x");
      Tensor y = square("y");
      Tensor z = square("z");
      Tensor out = Tensor.zeros(side, side);
      Tensor one = Tensor.zeros();
      Tensor line = Tensor.zeros(side);
      float[] from = x.toArray();
      float[] to = new float[from.length];
      int[] all = {};
      int[] rows = {1};
      int[] columns = {0};
      switch (operation) {
        case "add" -> writes(3, () -> Binary.ADD.into(x, y, out), from, to);
        case "mul" -> writes(3, () -> Binary.MUL.into(x, y, out), from, to);
        case "mul scalar" -> writes(2, () -> Binary.MUL.into(x, 3, out), from, to);
        case "fma" -> writes(4, () -> Ternary.FMA.into(x, y, z, out), from, to);
        case "max" -> writes(3, () -> Binary.MAX.into(x, y, out), from, to);
        case "relu" -> writes(2, () -> Unary.RELU.into(x, out), from, to);
        case "abs" -> writes(2, () -> Unary.ABS.into(x, out), from, to);
        case "sqrt" -> writes(2, () -> Unary.SQRT.into(x, out), from, to);
        case "sum" -> reads(() -> Reduce.SUM.into(x, one, all), from);
        case "mean" -> reads(() -> Reduce.MEAN.into(x, one, all), from);
        case "var" -> reads(() -> Reduce.VAR.into(x, one, all), from);
        case "max of all" -> reads(() -> Reduce.MAX.into(x, one, all), from);
        case "argMax" -> reads(() -> Reduce.ARG_MAX.into(x, one, all), from);
        case "norm" -> reads(() -> Reduce.NORM_2.into(x, one, all), from);
        case "sum of rows" -> reads(() -> Reduce.SUM.into(x, line, rows), from);
        case "sum of columns" -> reads(() -> Reduce.SUM.into(x, line, columns), from);
        default -> throw new IllegalArgumentException("operation \"" + operation + "\" is none");
      }
    }

    private void writes(int count, Runnable work, float[] from, float[] to) {
      arrays = count;
      referenceArrays = 2;
      compare(work, () -> Limits.copy(from, to));
    }

    private void reads(Runnable work, float[] from) {
      arrays = 1;
      referenceArrays = 1;
      float[] sink = new float[1];
      compare(work, () -> sink[0] = Limits.sum(from));
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

    /** Draws the operands. */
    @Setup
    public void prepare() {
      Tensor x = square("x");
      Tensor y = square("y");
      Tensor out = Tensor.zeros(side, side);
      Tensor row = Tensor.wrap(Inputs.uniform("row", side), Shape.of(side));
      Tensor column = Tensor.wrap(Inputs.uniform("column", side), Shape.of(side, 1));
      Tensor one = Tensor.zeros();
      Tensor line = Tensor.zeros(side);
      Tensor wide = Tensor.wrap(Inputs.uniform("wide", 2 * side * side), Shape.of(side, 2 * side));
      Tensor half = wide.slice(Slice.all(), Slice.of(0, 2 * side, 2));
      Tensor turned = y.transpose();
      int[] all = {};
      int[] rows = {1};
      int[] columns = {0};
      Runnable add = () -> Binary.ADD.into(x, y, out);
      Runnable sum = () -> Reduce.SUM.into(x, one, all);
      switch (operation) {
        case "add row" -> compare(() -> Binary.ADD.into(x, row, out), add);
        case "add column" -> compare(() -> Binary.ADD.into(x, column, out), add);
        case "add transposed" -> compare(() -> Binary.ADD.into(x, turned, out), add);
        case "copy transposed" -> compare(() -> out.copyFrom(turned), () -> out.copyFrom(x));
        case "add steps of 2" -> compare(() -> Binary.ADD.into(half, y, out), add);
        case "sum transposed" -> compare(() -> Reduce.SUM.into(turned, one, all), sum);
        case "sum steps of 2" -> compare(() -> Reduce.SUM.into(half, one, all), sum);
        case "max transposed" ->
            compare(() -> Reduce.MAX.into(turned, one, all), () -> Reduce.MAX.into(x, one, all));
        case "norm of columns" ->
            compare(
                () -> Reduce.NORM_2.into(x, line, columns),
                () -> Reduce.NORM_2.into(x, line, rows));
        case "sum of transposed rows" ->
            compare(
                () -> Reduce.SUM.into(turned, line, rows), () -> Reduce.SUM.into(x, line, rows));
        default -> throw new IllegalArgumentException("operation \"" + operation + "\" is none");
      }
    }
  }
}
