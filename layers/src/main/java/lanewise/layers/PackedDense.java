package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;

/** A {@link Dense} with its weights packed once: inference only, the same bits. */
final class PackedDense implements Layer {
  private final Dense dense;
  private final PackedMatrix weight;
  private final float[] bias;

  PackedDense(Dense dense) {
    this.dense = dense;
    this.weight =
        PackedMatrix.of(true, dense.in(), dense.out(), dense.weight().values(), 0, dense.in());
    this.bias = dense.hasBias() ? dense.bias().values().clone() : new float[dense.out()];
  }

  @Override
  public String kind() {
    return dense.kind();
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

  @Override
  public void forward(LayerPass pass) {
    int in = weight.depth();
    int out = weight.columns();
    int rows = pass.rows() * (pass.inputSize(0) / in);
    Gemm.multiplyPacked(
        pass.workers(), rows, pass.input(0), 0, in, weight, bias, 0, null, pass.output(), 0, out);
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
