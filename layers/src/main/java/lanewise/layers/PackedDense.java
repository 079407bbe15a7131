package lanewise.layers;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import lanewise.tensor.blas.WeightPrecision;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dense} with its weights packed once, and what follows it: inference only. In 32 bits and
 * with nothing folded in, the same bits.
 */
final class PackedDense implements Layer {
  /**
   * Layers of fewer outputs stay in 32 bits: their compressed form would be padding for the most.
   */
  private static final int WORTH_COMPRESSING = 64;

  /** The widest vector in floats; a bias that has room for it at its end is read in place. */
  private static final int VECTOR = 16;

  private final Dense dense;
  private final String kind;
  private final WeightPrecision precision;
  private final PackedMatrix weight;
  private final float[] bias;
  private final @Nullable UnaryOp activation;

  PackedDense(Dense dense) {
    this(new DenseWeights(dense), dense.kind(), WeightPrecision.FLOAT32, null);
  }

  PackedDense(
      DenseWeights weights, String kind, WeightPrecision precision, @Nullable UnaryOp activation) {
    this.dense = weights.origin();
    this.kind = kind;
    this.precision = dense.out() < WORTH_COMPRESSING ? WeightPrecision.FLOAT32 : precision;
    this.weight = pack(weights.weights(), dense.in(), dense.out(), this.precision);
    this.bias = Arrays.copyOf(weights.bias(), Math.ceilDiv(dense.out(), VECTOR) * VECTOR);
    this.activation = activation;
  }

  private static PackedMatrix pack(float[] weights, int in, int out, WeightPrecision precision) {
    if (precision == WeightPrecision.FLOAT32) {
      return PackedMatrix.later(in, out, weights.clone());
    }
    return precision == WeightPrecision.BFLOAT16
        ? PackedMatrix.bfloat16(true, in, out, weights, 0, in)
        : PackedMatrix.int8(true, in, out, weights, 0, in);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public JsonObject config() {
    return dense.config();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return dense.outputShape(inputs);
  }

  @Override
  public long flops(List<Shape> inputs) {
    return dense.flops(inputs);
  }

  WeightPrecision precision() {
    return precision;
  }

  /** Bytes of the packed weights and the bias. */
  long byteSize() {
    return weight.byteSize() + (long) Float.BYTES * bias.length;
  }

  @Override
  public void forward(LayerPass pass) {
    forward(pass, pass.input(0), 0);
  }

  /** The same with an input that lies elsewhere. */
  void forward(LayerPass pass, float[] x, int xOffset) {
    int in = weight.depth();
    int out = weight.columns();
    int inputSize = pass.inputSize(0);
    int rows = inputSize == in ? pass.rows() : pass.rows() * (inputSize / in);
    Gemm.multiplyPacked(
        pass.workers(), rows, x, xOffset, in, weight, bias, 0, activation, pass.output(), 0, out);
  }

  @Override
  public void backward(LayerPass pass) {
    throw new IllegalStateException("dense: packed for inference, it cannot be trained");
  }

  @Override
  public void reference(ReferencePass pass) {
    dense.reference(pass);
  }
}
