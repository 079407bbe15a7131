package lanewise.bench.kernels;

import java.util.ArrayList;
import java.util.List;
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
 * @param operations on floating-point numbers, a multiply-add is two; 0 for copies, and for
 *     functions that are polynomials inside
 * @param traffic what it does to its arrays
 * @param floats of each of those arrays: all operands together where they are only read
 * @param work does it
 */
record Load(
    String family, String name, double operations, Traffic traffic, double floats, Runnable work) {

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
    for (Level level : new Level[] {Level.L1, Level.L2, Level.L3}) {
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
    float[] a = random(n * n);
    float[] b = random(n * n);
    float[] c = new float[n * n];
    return new Load(
        "gemm",
        "product " + n,
        2.0 * n * n * n,
        Traffic.READ,
        3.0 * n * n,
        () ->
            Blas.sgemm(
                Workers.caller(),
                Transpose.NO,
                Transpose.NO,
                n,
                n,
                n,
                1,
                a,
                0,
                n,
                b,
                0,
                n,
                0,
                c,
                0,
                n));
  }

  private static Load layer(int rows, int in, int out, WeightPrecision precision) {
    float[] a = random(rows * in);
    float[] c = new float[rows * out];
    PackedWeights weights =
        PackedWeights.of(precision, Transpose.NO, in, out, random(in * out), 0, out);
    return new Load(
        "gemm",
        "layer %sx%sx%s, %s weights".formatted(rows, out, in, precision),
        2.0 * rows * in * out,
        Traffic.READ,
        (double) rows * (in + out) + (double) weights.byteSize() / Float.BYTES,
        () ->
            Blas.sgemmPacked(
                Workers.caller(), rows, a, 0, in, weights, null, 0, Fused.NONE, c, 0, out));
  }

  private static Load gemv(int in, int out) {
    float[] w = random(in * out);
    float[] x = random(in);
    float[] y = new float[out];
    return new Load(
        "gemv",
        "row times %sx%s".formatted(in, out),
        2.0 * in * out,
        Traffic.READ,
        (double) in * out + in + out,
        () ->
            Blas.sgemv(Workers.caller(), Transpose.NO, out, in, 1, w, 0, in, x, 0, 1, 0, y, 0, 1));
  }

  /** Elements of each of some arrays that lie in a level together. */
  private static int share(Level level, int arrays) {
    return (int) (level.bytes() / Float.BYTES / arrays) / 64 * 64;
  }

  private static Tensor line(int n) {
    return Tensor.wrap(random(n), Shape.of(n));
  }

  private static void elementwise(Level level, List<Load> loads) {
    int three = share(level, 3);
    Tensor x = line(three);
    Tensor y = line(three);
    Tensor z = Tensor.zeros(three);
    loads.add(each("add", level, three, 1, Traffic.ADD, () -> Binary.ADD.into(x, y, z)));
    loads.add(each("fma", level, three, 2, Traffic.FMA, () -> Ternary.FMA.into(x, y, z, z)));
    int two = share(level, 2);
    Tensor from = line(two);
    Tensor to = Tensor.zeros(two);
    loads.add(each("ReLU", level, two, 1, Traffic.COPY, () -> Unary.RELU.into(from, to)));
    loads.add(each("exp", level, two, 0, Traffic.COPY, () -> Unary.EXP.into(from, to)));
    loads.add(each("tanh", level, two, 0, Traffic.COPY, () -> Unary.TANH.into(from, to)));
  }

  private static Load each(
      String name, Level level, int n, double operations, Traffic traffic, Runnable work) {
    return new Load("elementwise", name + ", " + level.label(), operations * n, traffic, n, work);
  }

  private static void reductions(Level level, List<Load> loads) {
    int columns = 64;
    int rows = share(level, 1) / columns;
    int n = rows * columns;
    Tensor x = Tensor.wrap(random(n), Shape.of(rows, columns));
    Tensor one = Tensor.zeros();
    Tensor line = Tensor.zeros(columns);
    int[] all = {};
    int[] first = {0};
    loads.add(reduction("sum", level, n, 1, () -> Reduce.SUM.into(x, one, all)));
    loads.add(reduction("max", level, n, 1, () -> Reduce.MAX.into(x, one, all)));
    loads.add(reduction("norm", level, n, 2, () -> Reduce.NORM_2.into(x, one, all)));
    loads.add(reduction("sums of columns", level, n, 1, () -> Reduce.SUM.into(x, line, first)));
  }

  private static Load reduction(String name, Level level, int n, double operations, Runnable work) {
    return new Load("reduce", name + ", " + level.label(), operations * n, Traffic.READ, n, work);
  }

  private static Load transpose(Level level) {
    int side = (int) Math.sqrt(share(level, 2)) / 16 * 16;
    Tensor from = Tensor.wrap(random(side * side), Shape.of(side, side)).transpose();
    Tensor to = Tensor.zeros(side, side);
    return new Load(
        "transpose",
        "transposed copy, " + level.label(),
        0,
        Traffic.COPY,
        (double) side * side,
        () -> to.copyFrom(from));
  }

  private static Load update(
      String name, Level level, Optimizer rule, double operations, Traffic traffic) {
    int n = share(level, traffic.arrays());
    Model model = Sequential.of(n, Dense.of(n, 1));
    Pass pass = model.trainingPass(1, Workers.caller());
    System.arraycopy(random(n), 0, pass.gradients().firstEntry().getValue(), 0, n);
    WeightUpdates updates = WeightUpdates.of(rule, model);
    return new Load(
        "optimizer",
        name + ", " + level.label(),
        operations * n,
        traffic,
        n,
        () -> updates.step(pass));
  }
}
