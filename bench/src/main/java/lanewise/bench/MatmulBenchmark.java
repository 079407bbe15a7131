package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.Transpose;
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

  /** C = A B^T, each row of A by {@code sgemv}: dot products with the rows of B as they lie. */
  @Benchmark
  public float[] sgemv(RowByRow product, Rates.Arithmetic rates) {
    return product.timed(rates);
  }

  /** C = A B with B packed before, in 32, 16 or 8 bits. */
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
      "memory-1x8192x8192",
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
      float[] stored = transB ? Inputs.transposed(stored(b), n, k) : right;
      Checks.product(getClass().getSimpleName() + " " + shape, m, n, k, left, stored, c);
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

    /** What the product has of b, which lies transposed. */
    float[] stored(float[] b) {
      return b;
    }

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

  /** One row of A after the other. */
  public static class RowByRow extends Product {
    /** For JMH. */
    public RowByRow() {
      super(false, true);
    }

    @Override
    void multiply() {
      for (int row = 0; row < m; row++) {
        Blas.sgemv(workers, Transpose.NO, n, k, 1, b, 0, k, a, row * k, 1, 0, c, row * n, 1);
      }
    }
  }

  /** B, lying transposed as a layer's weights do, is packed once. */
  @SuppressWarnings("NullAway.Init") // set by pack
  public static class Prepacked extends Product {
    @Param({"FLOAT32", "BFLOAT16", "INT8"})
    private WeightPrecision weights;

    private PackedMatrix packed;

    /** For JMH. */
    public Prepacked() {
      super(false, true);
    }

    @Override
    void pack() {
      packed =
          switch (weights) {
            case FLOAT32 -> PackedMatrix.of(true, k, n, b, 0, k);
            case BFLOAT16 -> PackedMatrix.bfloat16(true, k, n, b, 0, k);
            case INT8 -> PackedMatrix.int8(true, k, n, b, 0, k);
          };
    }

    @Override
    float[] stored(float[] b) {
      return Inputs.rounded(b, k, weights);
    }

    @Override
    void multiply() {
      Gemm.multiplyPacked(workers, m, a, 0, k, packed, null, 0, null, c, 0, n);
    }
  }
}
