package lanewise.layers.internal;

import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;

/** Copies values for layers that pass their input on; only the shape may change. */
public final class Copies {
  private Copies() {}

  public static void forward(LayerPass pass) {
    System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.rows() * pass.outputSize());
  }

  public static void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX != null) {
      System.arraycopy(pass.gradOutput(), 0, gradX, 0, pass.rows() * pass.outputSize());
    }
  }

  public static void reference(ReferencePass pass) {
    System.arraycopy(pass.input(0), 0, pass.output(), 0, pass.output().length);
  }
}
