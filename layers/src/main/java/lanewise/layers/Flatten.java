package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * All values of an example in one dimension, row-major: {@code [B, n0, n1, …]} becomes {@code [B,
 * n0 n1 …]}. Values and gradients are copied.
 *
 * <p>As PyTorch's {@code Flatten} with its defaults.
 */
public final class Flatten implements Layer {
  static final String KIND = "flatten";

  private Flatten() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Flatten of() {
    return new Flatten();
  }

  static Flatten read(JsonCursor config) {
    config.requireKeys();
    return new Flatten();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(InputShapes.only(KIND, inputs).size());
  }

  /** None: values are copied. */
  @Override
  public long flops(List<Shape> inputs) {
    return 0;
  }

  @Override
  public void forward(LayerPass pass) {
    Identity.copyForward(pass);
  }

  @Override
  public void backward(LayerPass pass) {
    Identity.copyBackward(pass);
  }

  @Override
  public void reference(ReferencePass pass) {
    Identity.copyReference(pass);
  }

  @Override
  public Layer forInference() {
    return new Identity(this);
  }
}
