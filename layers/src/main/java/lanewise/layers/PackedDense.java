package lanewise.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.gemm.EarlyRows;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dense} with its weights packed, and what follows it: inference only. In 32 bits and with
 * nothing folded in, the same bits.
 *
 * <p>The first such layers of a JVM pack later: some rows are computed without vectors, whose
 * classes take long to load, so that a program that has just started answers soon. Who comes when
 * they are done packs; who comes meanwhile does not wait.
 */
final class PackedDense implements Layer {
  /** Layers of fewer outputs stay in 32 bits: their compressed form would mostly be padding. */
  private static final int WORTH_COMPRESSING = 64;

  /** The widest vector in floats; a bias that has room for it at its end is read in place. */
  private static final int VECTOR = 16;

  /** Multiply-adds of a layer before it packs: 32 rows of 784 x 128. */
  private static final long EARLY_WORK = 32L * 784 * 128;

  private static final int EARLY_ROWS = 32;

  /** Whether vector classes are loaded, so that packing later would bring nothing. */
  private static volatile boolean started;

  private final String kind;
  private final int in;
  private final int out;
  private final JsonObject config;
  private final WeightPrecision precision;
  private final float[] bias;
  private final @Nullable UnaryOp activation;

  /** W [out, in] until it is packed. */
  private volatile float @Nullable [] early;

  private volatile @Nullable PackedMatrix packed;
  private final AtomicLong earlyWork = new AtomicLong();
  private final AtomicBoolean packing = new AtomicBoolean();

  PackedDense(Dense dense) {
    this(new DenseWeights(dense), dense.kind(), WeightPrecision.FLOAT32, null);
  }

  PackedDense(
      DenseWeights weights, String kind, WeightPrecision precision, @Nullable UnaryOp activation) {
    this(weights, kind, precision, activation, !started);
  }

  /** With the choice whether to pack later. */
  PackedDense(
      DenseWeights weights,
      String kind,
      WeightPrecision precision,
      @Nullable UnaryOp activation,
      boolean later) {
    Dense dense = weights.origin();
    this.kind = kind;
    this.in = dense.in();
    this.out = dense.out();
    this.config = dense.config();
    this.precision = out < WORTH_COMPRESSING ? WeightPrecision.FLOAT32 : precision;
    this.bias = Arrays.copyOf(weights.bias(), Math.ceilDiv(out, VECTOR) * VECTOR);
    this.activation = activation;
    if (this.precision == WeightPrecision.FLOAT32 && later) {
      this.early = weights.weights().clone();
    } else {
      this.packed = pack(weights.weights());
    }
  }

  private PackedMatrix pack(float[] weights) {
    started = true;
    return switch (precision) {
      case FLOAT32 -> PackedMatrix.of(true, in, out, weights, 0, in);
      case BFLOAT16 -> PackedMatrix.bfloat16(true, in, out, weights, 0, in);
      case INT8 -> PackedMatrix.int8(true, in, out, weights, 0, in);
    };
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public JsonObject config() {
    return config;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Dense.outputShape(in, out, inputs);
  }

  @Override
  public long flops(List<Shape> inputs) {
    return 2L * inputs.getFirst().size() * out;
  }

  WeightPrecision precision() {
    return precision;
  }

  /** Bytes of the packed weights and the bias, the same before they are packed. */
  long byteSize() {
    PackedMatrix weight = packed;
    long bytes = weight == null ? PackedMatrix.float32Bytes(in, out) : weight.byteSize();
    return bytes + (long) Float.BYTES * bias.length;
  }

  @Override
  public void forward(LayerPass pass) {
    forward(pass, pass.input(0), 0);
  }

  /** The same with an input that lies elsewhere. */
  void forward(LayerPass pass, float[] x, int xOffset) {
    int inputSize = pass.inputSize(0);
    int rows = inputSize == in ? pass.rows() : pass.rows() * (inputSize / in);
    float[] y = pass.output();
    PackedMatrix weight = packed;
    if (weight == null) {
      float[] weights = early;
      if (weights != null && isEarly(rows)) {
        EarlyRows.multiply(rows, out, in, x, xOffset, in, weights, bias, 0, activation, y, 0, out);
        return;
      }
      weight = weights == null ? packed : packNow(weights);
    }
    // Early weights are let go of only after the packed ones are there.
    PackedMatrix ready = Objects.requireNonNull(weight);
    Gemm.multiplyPacked(
        pass.workers(), rows, x, xOffset, in, ready, bias, 0, activation, y, 0, out);
  }

  /** Counts the rows; false for the one caller who is to pack. */
  private boolean isEarly(int rows) {
    if (rows <= EARLY_ROWS
        && earlyWork.addAndGet((long) rows * Math.max((long) in * out, EARLY_WORK / EARLY_ROWS))
            <= EARLY_WORK) {
      return true;
    }
    return !packing.compareAndSet(false, true);
  }

  private PackedMatrix packNow(float[] weights) {
    PackedMatrix weight = pack(weights);
    packed = weight;
    early = null;
    return weight;
  }

  @Override
  public void backward(LayerPass pass) {
    throw new IllegalStateException("dense: packed for inference, it cannot be trained");
  }

  @Override
  public void reference(ReferencePass pass) {
    throw new IllegalStateException("dense: packed for inference, it has no reference");
  }
}
