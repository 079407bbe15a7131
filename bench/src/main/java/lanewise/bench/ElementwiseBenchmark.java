package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Operations on each element. For most of them bandwidth decides: of the first-level cache for
 * 4,096 floats, of the second for 65,536, of the third or of memory for 4,194,304.
 *
 * <p>The score is calls a second; the row {@code gigabytes} below it counts what the operation has
 * to read and write, and compares with {@link PeakBenchmark#copy} of the same size.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ElementwiseBenchmark extends Defaults {
  /** z = x + y: two arrays read, one written. */
  @Benchmark
  public Object add(Add operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** z = x y: two arrays read, one written. */
  @Benchmark
  public Object multiply(Multiply operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** y = max(x, 0): one array read, one written. */
  @Benchmark
  public Object relu(Relu operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** y = e^x: one array read, one written. */
  @Benchmark
  public Object exp(Exp operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** y = tanh(x): one array read, one written. */
  @Benchmark
  public Object tanh(Tanh operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** y = (x - mean) scale: three arrays read, one written. */
  @Benchmark
  public Object standardize(Standardize operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** v = momentum v + g; w = w - rate v: three arrays read, two written. */
  @Benchmark
  public Object momentumStep(MomentumStep operation, Rates.Traffic rates) {
    return operation.timed(rates);
  }

  /** An operation, its inputs and its result. */
  @State(Scope.Thread)
  public abstract static class Operation {
    @Param({"4096", "65536", "4194304"})
    int size;

    private final int arrays;

    Operation(int arrays) {
      this.arrays = arrays;
    }

    /** Draws the inputs, computes once and checks. */
    @Setup
    public void prepare() {
      build();
      float[] result = run();
      for (int i = 0; i < size; i++) {
        Checks.close(
            getClass().getSimpleName() + " " + size, i, result[i], expected(i), tolerance(i));
      }
    }

    Object timed(Rates.Traffic rates) {
      rates.gigabytes += 1e-9 * Float.BYTES * arrays * size;
      return run();
    }

    abstract void build();

    abstract float[] run();

    /** The result's element after the first run, in doubles. */
    abstract double expected(int i);

    /** For two roundings, of an operation and of the next. */
    double tolerance(int i) {
      return 2 * Checks.UNIT * Math.abs(expected(i));
    }
  }

  /** An operation on two arrays. */
  @SuppressWarnings("NullAway.Init") // set by build
  public abstract static class Binary extends Operation {
    private final BinaryOp op;
    float[] x;
    float[] y;
    private float[] z;

    Binary(BinaryOp op) {
      super(3);
      this.op = op;
    }

    @Override
    void build() {
      x = Inputs.uniform("x", size);
      y = Inputs.uniform("y", size);
      z = new float[size];
    }

    @Override
    float[] run() {
      ElementwiseVariants.KERNEL.binary(op, size, x, 0, y, 0, z, 0);
      return z;
    }
  }

  /** A sum. */
  public static class Add extends Binary {
    /** For JMH. */
    public Add() {
      super(BinaryOp.ADD);
    }

    @Override
    double expected(int i) {
      return (double) x[i] + y[i];
    }
  }

  /** A product. */
  public static class Multiply extends Binary {
    /** For JMH. */
    public Multiply() {
      super(BinaryOp.MUL);
    }

    @Override
    double expected(int i) {
      return (double) x[i] * y[i];
    }
  }

  /** A function of one array of values between -8 and 8. */
  @SuppressWarnings("NullAway.Init") // set by build
  public abstract static class Unary extends Operation {
    /** What a function may be off, in units of the last place. */
    private static final int ULPS = 2;

    private static final float RANGE = 8;

    private final UnaryOp op;
    float[] x;
    private float[] y;

    Unary(UnaryOp op) {
      super(2);
      this.op = op;
    }

    @Override
    void build() {
      x = Inputs.uniform("x", size);
      for (int i = 0; i < size; i++) {
        x[i] *= RANGE;
      }
      y = new float[size];
    }

    @Override
    float[] run() {
      ElementwiseVariants.KERNEL.unary(op, size, x, 0, y, 0);
      return y;
    }

    @Override
    double tolerance(int i) {
      return ULPS * Math.ulp((float) expected(i));
    }
  }

  /** The larger of x and 0. */
  public static class Relu extends Unary {
    /** For JMH. */
    public Relu() {
      super(UnaryOp.RELU);
    }

    @Override
    double expected(int i) {
      return Math.max(x[i], 0);
    }

    @Override
    double tolerance(int i) {
      return 0;
    }
  }

  /** The exponential. */
  public static class Exp extends Unary {
    /** For JMH. */
    public Exp() {
      super(UnaryOp.EXP);
    }

    @Override
    double expected(int i) {
      return Math.exp(x[i]);
    }
  }

  /** The hyperbolic tangent. */
  public static class Tanh extends Unary {
    /** For JMH. */
    public Tanh() {
      super(UnaryOp.TANH);
    }

    @Override
    double expected(int i) {
      return Math.tanh(x[i]);
    }
  }

  /** A scaler with as many features as there are elements. */
  @SuppressWarnings("NullAway.Init") // set by build
  public static class Standardize extends Operation {
    private FeatureScaler scaler;
    private float[] mean;
    private float[] scale;
    private float[] x;
    private float[] y;

    /** For JMH. */
    public Standardize() {
      super(4);
    }

    @Override
    void build() {
      scaler = Inputs.scaler(size);
      mean = scaler.mean();
      scale = scaler.scale();
      x = Inputs.uniform("x", size);
      y = new float[size];
    }

    @Override
    float[] run() {
      scaler.transform(1, x, 0, y, 0);
      return y;
    }

    @Override
    double expected(int i) {
      return ((double) x[i] - mean[i]) * scale[i];
    }
  }

  /** A step of gradient descent for a layer with as many weights as there are elements. */
  @SuppressWarnings("NullAway.Init") // set by build
  public static class MomentumStep extends Operation {
    private static final Sgd SGD = new Sgd(1e-4f, 0.9f);

    private Pass pass;
    private WeightUpdates updates;
    private float[] weights;
    private float[] before;
    private float[] gradient;

    /** For JMH. */
    public MomentumStep() {
      super(5);
    }

    @Override
    void build() {
      Dense dense = Dense.of(size, 1);
      Model model = Sequential.of(size, dense);
      before = Inputs.uniform("w", size);
      gradient = Inputs.uniform("g", size);
      weights = dense.weight().values();
      System.arraycopy(before, 0, weights, 0, size);
      pass = model.trainingPass(1, Workers.caller());
      System.arraycopy(gradient, 0, pass.gradients().firstEntry().getValue(), 0, size);
      updates = WeightUpdates.of(SGD, model);
    }

    @Override
    float[] run() {
      updates.step(pass);
      return weights;
    }

    @Override
    double expected(int i) {
      return before[i] - SGD.learningRate() * gradient[i];
    }

    @Override
    double tolerance(int i) {
      return 2 * Checks.UNIT * (Math.abs(before[i]) + SGD.learningRate() * Math.abs(gradient[i]));
    }
  }
}
