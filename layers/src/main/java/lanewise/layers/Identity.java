package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * A layer that hands its input on, where another has nothing to do at inference. The values are
 * copied; only the shape may be another.
 */
final class Identity implements Layer {
  private final Layer origin;

  /** Stands for a layer, whose name and output shape it keeps. */
  Identity(Layer origin) {
    this.origin = origin;
  }

  @Override
  public String kind() {
    return origin.kind();
  }

  @Override
  public JsonObject config() {
    return origin.config();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return origin.outputShape(inputs);
  }

  @Override
  public void forward(LayerPass pass) {
    copyForward(pass);
  }

  @Override
  public void backward(LayerPass pass) {
    copyBackward(pass);
  }

  @Override
  public void reference(ReferencePass pass) {
    copyReference(pass);
  }

  static void copyForward(LayerPass pass) {
    System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.rows() * pass.outputSize());
  }

  static void copyBackward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX != null) {
      System.arraycopy(pass.gradOutput(), 0, gradX, 0, pass.rows() * pass.outputSize());
    }
  }

  static void copyReference(ReferencePass pass) {
    System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.output().length);
  }
}
