package lanewise.layers.activation;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/**
 * The largest of k pieces along the last dimension (Goodfellow et al., 2013).
 *
 * <pre>
 *   x [B, …, k out]   y [B, …, out]
 *   y_j = max over p from 0 to k - 1 of x_(p out + j)
 *   gradX of the largest piece = gradY, of the others 0
 * </pre>
 *
 * <p>After a {@link lanewise.layers.linear.Dense} layer with k times the units this is a layer of
 * maxout units, whose weights read as [k, out, in] and whose bias reads as [k, out], piece after
 * piece:
 *
 * <pre>{@code
 * Sequential.of(in, Dense.of(in, k * out), Maxout.of(k))
 * }</pre>
 *
 * <p>Of equal pieces the first takes the whole gradient. A NaN piece makes the output NaN, and then
 * no piece of that unit has a gradient. PyTorch has no such layer.
 */
public final class Maxout implements Layer {
  /** The kind in model files. */
  public static final String KIND = "maxout";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final int pieces;

  private Maxout(int pieces) {
    if (pieces < 1) {
      throw new IllegalArgumentException("maxout: " + pieces + " pieces: use at least 1");
    }
    this.pieces = pieces;
  }

  /**
   * A layer.
   *
   * @param pieces k, of which each output is the largest; 2 is usual
   * @return a new layer
   * @throws IllegalArgumentException if there are no pieces
   */
  public static Maxout of(int pieces) {
    return new Maxout(pieces);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Maxout read(JsonCursor config) {
    config.requireKeys("pieces");
    return new Maxout(config.get("pieces").asInt());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("pieces", pieces).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    if (input.rank() == 0 || input.dim(-1) % pieces != 0) {
      throw new ShapeException(
          "maxout of " + pieces + ": input " + input + " does not end in a multiple of the pieces");
    }
    int[] dims = input.toArray();
    dims[dims.length - 1] /= pieces;
    return Shape.of(dims);
  }

  private int units(Shape input) {
    return input.dim(-1) / pieces;
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int units = units(pass.inputShape(0));
    int n = pass.rows() * pass.outputSize();
    for (int to = 0; to < n; to += units) {
      int from = to * pieces;
      System.arraycopy(x, from, y, to, units);
      for (int p = 1; p < pieces; p++) {
        KERNEL.binary(BinaryOp.MAX, units, y, to, x, from + p * units, y, to);
      }
    }
  }

  @Override
  public void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    int units = units(pass.inputShape(0));
    int n = pass.rows() * pass.outputSize();
    for (int row = 0; row < n; row += units) {
      for (int j = 0; j < units; j += Tile.LENGTH) {
        backward(pass, gradX, units, row, j, Math.min(Tile.LENGTH, units - j));
      }
    }
  }

  /** Distributes the gradient, piece after piece. */
  private void backward(LayerPass pass, float[] gradX, int units, int row, int j, int count) {
    float[] left = Tile.acquire();
    float[] taken = Tile.acquire();
    float[] zeros = Tile.zeros();
    System.arraycopy(pass.gradOutput(), row + j, left, 0, count);
    for (int p = 0; p < pieces; p++) {
      int at = row * pieces + p * units + j;
      KERNEL.binary(BinaryOp.EQ, count, pass.input(0), at, pass.output(), row + j, taken, 0);
      KERNEL.where(count, taken, 0, left, 0, zeros, 0, gradX, at);
      KERNEL.where(count, taken, 0, zeros, 0, left, 0, left, 0);
    }
    Tile.release(taken);
    Tile.release(left);
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    int units = units(pass.inputShape(0));
    for (int i = 0; i < y.length; i++) {
      int from = i / units * units * pieces + i % units;
      y[i] = x[from];
      for (int p = 1; p < pieces; p++) {
        y[i] = Math.max(y[i], x[from + p * units]);
      }
    }
  }
}
