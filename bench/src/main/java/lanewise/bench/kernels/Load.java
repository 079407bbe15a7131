package lanewise.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.bench.compare.Answers;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.Fused;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;
import lanewise.tensor.ops.Binary;
import lanewise.tensor.ops.Reduce;
import lanewise.tensor.ops.Ternary;
import lanewise.tensor.ops.Unary;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;

/**
 * An operation of a kernel family, and what it has to do at least.
 *
 * @param family of {@link lanewise.tensor.kernel.families.Families}
 * @param name of the operation with its size or the level where its data lie
 * @param operations on floating-point numbers, a multiply-add is two; 0 for copies
 * @param traffic what it does to its arrays
 * @param floats of each of those arrays: all operands together where they are only read
 * @param work makes the arrays, and what does it
 */
record Load(
    String family,
    String name,
    double operations,
    Traffic traffic,
    double floats,
    Supplier<Runnable> work) {

  /** What ScalarFunctions does for a number of usual size: 9 multiply-adds and a subtraction. */
  private static final int EXP = 19;

  /** 7 multiply-adds, and 8 others, a division among them. */
  private static final int TANH = 22;

  double bytes() {
    return traffic.bytes(floats);
  }

  /** Whether its data fit into the caches that a core has for itself. */
  boolean near() {
    return bytes() <= 2 * Level.L2.bytes();
  }

  /** All that is measured. */
  static List<Load> all() {
    List<Load> loads = new ArrayList<>();
    for (int n : new int[] {64, 256, 1024}) {
      loads.add(product(n));
    }
    loads.add(layer(64, 784, 128, WeightPrecision.FLOAT32));
    for (WeightPrecision precision : WeightPrecision.values()) {
      loads.add(layer(1, 784, 128, precision));
    }
    loads.add(gemv(784, 128));
    loads.add(gemv(1024, 1024));
    for (Level level : Level.values()) {
      elementwise(level, loads);
      reductions(level, loads);
      loads.add(transpose(level));
      loads.add(update("momentum", level, new Sgd(1e-9, 0.9), 4, Traffic.MOMENTUM));
      loads.add(update("Adam", level, Adam.of(1e-9), 12, Traffic.ADAM));
    }
    return loads;
  }

  private static float[] random(int count) {
    return Answers.random(3, count);
  }

  private static Load product(int n) {
    return new Load(
        "gemm",
        "product " + n,
        2.0 * n * n * n,
        Traffic.READ,
        3.0 * n * n,
        () -> {
          float[] a = random(n * n);
          float[] b = random(n * n);
          float[] c = new float[n * n];
          Transpose no = Transpose.NO;
          return () ->
              Blas.sgemm(Workers.caller(), no, no, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        });
  }

  private static Load layer(int rows, int in, int out, WeightPrecision precision) {
    PackedWeights weights =
        PackedWeights.of(precision, Transpose.NO, in, out, random(in * out), 0, out);
    return new Load(
        "gemm",
        "layer %sx%sx%s, %s weights".formatted(rows, out, in, precision),
        2.0 * rows * in * out,
        Traffic.READ,
        (double) rows * (in + out) + (double) weights.byteSize() / Float.BYTES,
        () -> {
          float[] a = random(rows * in);
          float[] c = new float[rows * out];
          return () ->
              Blas.sgemmPacked(
                  Workers.caller(), rows, a, 0, in, weights, null, 0, Fused.NONE, c, 0, out);
        });
  }

  private static Load gemv(int in, int out) {
    return new Load(
        "gemv",
        "row times %sx%s".formatted(in, out),
        2.0 * in * out,
        Traffic.READ,
        (double) in * out + in + out,
        () -> {
          float[] w = random(in * out);
          float[] x = random(in);
          float[] y = new float[out];
          Transpose no = Transpose.NO;
          return () -> Blas.sgemv(Workers.caller(), no, out, in, 1, w, 0, in, x, 0, 1, 0, y, 0, 1);
        });
  }

  /** Elements of each of some arrays that lie in a level together. */
  private static int share(Level level, int arrays) {
    return (int) (level.bytes() / Float.BYTES / arrays) / 64 * 64;
  }

  private static Tensor line(int n) {
    return Tensor.wrap(random(n), Shape.of(n));
  }

  private static void elementwise(Level level, List<Load> loads) {
    loads.add(ternary("add", level, 1, Traffic.ADD, (x, y, z) -> Binary.ADD.into(x, y, z)));
    loads.add(ternary("fma", level, 2, Traffic.FMA, (x, y, z) -> Ternary.FMA.into(x, y, z, z)));
    loads.add(unary("ReLU", level, 1, Unary.RELU));
    loads.add(unary("exp", level, EXP, Unary.EXP));
    loads.add(unary("tanh", level, TANH, Unary.TANH));
  }

  /** An operation on two tensors into a third. */
  @FunctionalInterface
  private interface Into {
    void of(Tensor x, Tensor y, Tensor z);
  }

  private static Load ternary(
      String name, Level level, double operations, Traffic traffic, Into into) {
    int n = share(level, traffic.arrays());
    return new Load(
        "elementwise",
        name + ", " + level.label(),
        operations * n,
        traffic,
        n,
        () -> {
          Tensor x = line(n);
          Tensor y = line(n);
          Tensor z = Tensor.zeros(n);
          return () -> into.of(x, y, z);
        });
  }

  private static Load unary(String name, Level level, double operations, Unary function) {
    int n = share(level, Traffic.COPY.arrays());
    return new Load(
        "elementwise",
        name + ", " + level.label(),
        operations * n,
        Traffic.COPY,
        n,
        () -> {
          Tensor from = line(n);
          Tensor to = Tensor.zeros(n);
          return () -> function.into(from, to);
        });
  }

  private static void reductions(Level level, List<Load> loads) {
    loads.add(reduction("sum", level, 1, Reduce.SUM));
    loads.add(reduction("max", level, 1, Reduce.MAX));
    loads.add(reduction("norm", level, 2, Reduce.NORM_2));
    loads.add(reduction("sums of columns", level, 1, Reduce.SUM, 0));
  }

  private static Load reduction(
      String name, Level level, double operations, Reduce reduce, int... axes) {
    int columns = 64;
    int rows = share(level, 1) / columns;
    int n = rows * columns;
    return new Load(
        "reduce",
        name + ", " + level.label(),
        operations * n,
        Traffic.READ,
        n,
        () -> {
          Tensor x = Tensor.wrap(random(n), Shape.of(rows, columns));
          Tensor result = axes.length == 0 ? Tensor.zeros() : Tensor.zeros(columns);
          return () -> reduce.into(x, result, axes);
        });
  }

  private static Load transpose(Level level) {
    int side = (int) Math.sqrt(share(level, 2)) / 16 * 16;
    return new Load(
        "transpose",
        "transposed copy, " + level.label(),
        0,
        Traffic.COPY,
        (double) side * side,
        () -> {
          Tensor from = Tensor.wrap(random(side * side), Shape.of(side, side)).transpose();
          Tensor to = Tensor.zeros(side, side);
          return () -> to.copyFrom(from);
        });
  }

  private static Load update(
      String name, Level level, Optimizer rule, double operations, Traffic traffic) {
    int n = share(level, traffic.arrays());
    return new Load(
        "optimizer",
        name + ", " + level.label(),
        operations * n,
        traffic,
        n,
        () -> {
          Model model = Sequential.of(n, Dense.of(n, 1));
          Pass pass = model.trainingPass(1, Workers.caller());
          System.arraycopy(random(n), 0, pass.gradients().firstEntry().getValue(), 0, n);
          WeightUpdates updates = WeightUpdates.of(rule, model);
          return () -> updates.step(pass);
        });
  }
}
