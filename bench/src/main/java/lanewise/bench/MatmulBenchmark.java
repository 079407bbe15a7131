package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Matrix products C = op(A) op(B) on the shapes of layers: on the fly, with B packed inside the
 * time, and with B packed before as at inference. {@code transposedB} is what a dense layer's
 * forward pass needs, {@code transposedA} and {@code plain} its backward pass.
 *
 * <p>The score is products a second; the row {@code gflops} below it is the one to compare. A shape
 * is named {@code …-MxNxK} for C [M, N] with inner dimension K; any other of that form can be given
 * on the command line:
 *
 * <pre>
 *   java -jar bench/target/lanewise-bench.jar MatmulBenchmark.prepacked -p shape=mine-32x300x700 -p threads=2
 * </pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MatmulBenchmark extends Defaults {
  /** C = A B. */
  @Benchmark
  public float[] plain(Plain product, Rates.Arithmetic rates) {
    return product.timed(rates);
  }

  /** C = A B^T. */
  @Benchmark
  public float[] transposedB(TransposedB product, Rates.Arithmetic rates) {
    return product.timed(rates);
  }

  /** C = A^T B. */
  @Benchmark
  public float[] transposedA(TransposedA product, Rates.Arithmetic rates) {
    return product.timed(rates);
  }

  /** C = A B with B packed before. */
  @Benchmark
  public float[] prepacked(Prepacked product, Rates.Arithmetic rates) {
    return product.timed(rates);
  }

  /** A product's operands and its result. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public abstract static class Product {
    @Param({
      "mnist-hidden-64x128x784",
      "wide-64x1000x1024",
      "logits-64x10x128",
      "one-row-1x128x784",
      "square-64",
      "square-256",
      "square-512"
    })
    private String shape;

    @Param("1")
    private int threads;

    private final boolean transA;
    private final boolean transB;
    private double gflop;
    int m;
    int n;
    int k;
    float[] a;
    float[] b;
    float[] c;
    Workers workers;

    Product(boolean transA, boolean transB) {
      this.transA = transA;
      this.transB = transB;
    }

    /** Draws the operands, computes once and checks. */
    @Setup
    public void prepare() {
      MatmulShape sizes = MatmulShape.of(shape);
      m = sizes.m();
      n = sizes.n();
      k = sizes.k();
      gflop = sizes.gflop();
      float[] left = Inputs.uniform("a", m * k);
      float[] right = Inputs.uniform("b", k * n);
      a = transA ? Inputs.transposed(left, m, k) : left;
      b = transB ? Inputs.transposed(right, k, n) : right;
      c = Inputs.uniform("c", m * n);
      workers = threads == 1 ? Workers.caller() : Workers.of(threads);
      pack();
      multiply();
      Checks.product(getClass().getSimpleName() + " " + shape, m, n, k, left, right, c);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
      workers.close();
    }

    float[] timed(Rates.Arithmetic rates) {
      rates.gflops += gflop;
      multiply();
      return c;
    }

    void pack() {}

    void multiply() {
      int lda = transA ? m : k;
      int ldb = transB ? k : n;
      Gemm.multiply(workers, transA, transB, m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n);
    }
  }

  /** A and B as they are. */
  public static class Plain extends Product {
    /** For JMH. */
    public Plain() {
      super(false, false);
    }
  }

  /** B lies transposed. */
  public static class TransposedB extends Product {
    /** For JMH. */
    public TransposedB() {
      super(false, true);
    }
  }

  /** A lies transposed. */
  public static class TransposedA extends Product {
    /** For JMH. */
    public TransposedA() {
      super(true, false);
    }
  }

  /** B, lying transposed as a layer's weights do, is packed once. */
  @SuppressWarnings("NullAway.Init") // set by pack
  public static class Prepacked extends Product {
    private PackedMatrix packed;

    /** For JMH. */
    public Prepacked() {
      super(false, true);
    }

    @Override
    void pack() {
      packed = PackedMatrix.of(true, k, n, b, 0, k);
    }

    @Override
    void multiply() {
      Gemm.multiplyPacked(workers, m, a, 0, k, packed, null, 0, null, c, 0, n);
    }
  }
}
