package lanewise.layers.inference;

import java.util.List;
import java.util.Objects;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.gemm.EarlyRows;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A product with packed weights, a bias and a function: {@code y = f(W x + b)} along the last
 * dimension. In 32 bits and without folding, it gives the bits of the layers from which it was
 * made.
 */
final class PackedProduct implements Step {
  /** Products of fewer outputs stay in 32 bits: their compressed form would mostly be padding. */
  private static final int WORTH_COMPRESSING = 64;

  /** The widest vector in floats; a bias that has room for it at its end is read in place. */
  private static final int VECTOR = 16;

  private final List<String> kinds;
  private final int in;
  private final int out;
  private final WeightPrecision precision;
  private final float[] bias;
  private final @Nullable UnaryOp function;

  /** Exactly one of {@code packed} and {@code early} is null. */
  private final @Nullable PackedMatrix packed;

  private final @Nullable EarlyWeights early;

  PackedProduct(
      List<String> kinds,
      ProductWeights weights,
      WeightPrecision wanted,
      @Nullable UnaryOp function) {
    this(kinds, weights, wanted, function, !Start.isOver(), true);
  }

  /** Makes a product; if it packs later, then after its first rows, whatever the JVM has done. */
  PackedProduct(
      List<String> kinds,
      ProductWeights weights,
      WeightPrecision wanted,
      @Nullable UnaryOp function,
      boolean later) {
    this(kinds, weights, wanted, function, later, false);
  }

  private PackedProduct(
      List<String> kinds,
      ProductWeights weights,
      WeightPrecision wanted,
      @Nullable UnaryOp function,
      boolean later,
      boolean endsWithStart) {
    this.kinds = kinds;
    this.in = weights.in();
    this.out = weights.out();
    this.precision = out < WORTH_COMPRESSING ? WeightPrecision.FLOAT32 : wanted;
    this.bias = weights.bias(Math.ceilDiv(out, VECTOR) * VECTOR);
    this.function = function;
    boolean wait = later && precision == WeightPrecision.FLOAT32;
    this.early = wait ? new EarlyWeights(in, out, weights.weights(), endsWithStart) : null;
    this.packed = wait ? null : pack(weights.weights());
  }

  private PackedMatrix pack(float[] weights) {
    Start.end();
    return switch (precision) {
      case FLOAT32 -> PackedMatrix.of(true, in, out, weights, 0, in);
      case BFLOAT16 -> PackedMatrix.bfloat16(true, in, out, weights, 0, in);
      case INT8 -> PackedMatrix.int8(true, in, out, weights, 0, in);
    };
  }

  @Override
  public List<String> kinds() {
    return kinds;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.getFirst();
    if (inputs.size() != 1 || input.rank() == 0 || input.dim(-1) != in) {
      throw new ShapeException(
          "product [%s, %s]: inputs %s do not end in %s".formatted(out, in, inputs, in));
    }
    int[] dims = input.toArray();
    dims[dims.length - 1] = out;
    return Shape.of(dims);
  }

  @Override
  public WeightPrecision precision() {
    return precision;
  }

  /** Returns the memory, which is the same before the weights are packed. */
  @Override
  public long weightBytes() {
    long bytes = packed == null ? PackedMatrix.float32Bytes(in, out) : packed.byteSize();
    return bytes + (long) Float.BYTES * bias.length;
  }

  @Override
  public boolean readsInPlace() {
    return true;
  }

  @Override
  public Bound bind(StepBuffers buffers) {
    return new Run(this, buffers, buffers.inputShape(0).size() / in);
  }

  private void run(int rows, StepBuffers buffers) {
    float[] x = buffers.input(0);
    int at = buffers.inputOffset(0);
    float[] y = buffers.output();
    PackedMatrix ready = packed;
    if (early != null) {
      float[] weights = early.forRows(rows);
      if (weights != null) {
        EarlyRows.multiply(rows, out, in, x, at, in, weights, bias, 0, function, y, 0, out);
        return;
      }
      ready = early.packed();
    }
    Gemm.multiplyPacked(
        buffers.workers(),
        rows,
        x,
        at,
        in,
        Objects.requireNonNull(ready),
        bias,
        0,
        function,
        y,
        0,
        out);
  }

  /**
   * The product on the buffers of a workspace.
   *
   * @param positions the number of products per row
   */
  private record Run(PackedProduct product, StepBuffers buffers, int positions) implements Bound {
    @Override
    public void run(int rows) {
      product.run(rows * positions, buffers);
    }
  }
}
