package lanewise.layers.shape;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.Copies;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;

/**
 * All values of an example in one dimension, row-major: {@code [B, n0, n1, …]} becomes {@code [B,
 * n0 n1 …]}. Values and gradients are copied.
 *
 * <p>Matches PyTorch's {@code Flatten} with its defaults.
 */
public final class Flatten implements Layer {
  /** The kind in model files. */
  public static final String KIND = "flatten";

  private Flatten() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Flatten of() {
    return new Flatten();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config the settings that {@link #config()} gives
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Flatten read(JsonCursor config) {
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

  /** Returns 0: values are only copied. */
  @Override
  public long flops(List<Shape> inputs) {
    return 0;
  }

  @Override
  public void forward(LayerPass pass) {
    Copies.forward(pass);
  }

  @Override
  public void backward(LayerPass pass) {
    Copies.backward(pass);
  }

  @Override
  public void reference(ReferencePass pass) {
    Copies.reference(pass);
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.PassThrough();
  }
}
