package lanewise.layers.merge;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * Joins two or more inputs along one axis of the example.
 *
 * <pre>
 *   x0 [B, outer, n0, inner]   x1 [B, outer, n1, inner]   …   y [B, outer, n0 + n1 + …, inner]
 *   gradX0, gradX1, … = the parts of gradY
 * </pre>
 *
 * <p>Axes are those of one example: PyTorch's {@code cat} counts the batch as axis 0, whereas axis
 * 0 here is the one after it.
 */
public final class Concat implements Layer {
  /** The kind in model files. */
  public static final String KIND = "concat";

  private final int axis;

  private Concat(int axis) {
    this.axis = axis;
  }

  /**
   * A layer that joins along the last axis.
   *
   * @return a new layer
   */
  public static Concat of() {
    return new Concat(-1);
  }

  /**
   * A layer that joins along an axis.
   *
   * @param axis the axis of the example, from 0; negative numbers count from the end
   * @return a new layer
   */
  public static Concat along(int axis) {
    return new Concat(axis);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Concat read(JsonCursor config) {
    config.requireKeys("axis");
    return new Concat(config.get("axis").asInt());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("axis", axis).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    InputShapes.requireSeveral(KIND, inputs);
    Shape first = inputs.getFirst();
    int joined = axis < 0 ? axis + first.rank() : axis;
    if (joined < 0 || joined >= first.rank()) {
      throw new ShapeException(KIND + ": " + first + " has no axis " + axis);
    }
    int[] dims = first.toArray();
    for (Shape other : inputs.subList(1, inputs.size())) {
      boolean fits = other.rank() == dims.length;
      for (int d = 0; d < dims.length && fits; d++) {
        fits = d == joined || other.dim(d) == dims[d];
      }
      if (!fits) {
        throw new ShapeException(
            KIND + ": inputs " + first + " and " + other + " differ outside axis " + axis);
      }
      long sum = (long) dims[joined] + other.dim(joined);
      if (sum > Integer.MAX_VALUE) {
        throw new ShapeException(
            KIND + ": inputs " + inputs + " are together more than 2^31 - 1 along axis " + axis);
      }
      dims[joined] = (int) sum;
    }
    return Shape.of(dims);
  }

  /**
   * Returns the number of values of a shape from the joined axis on, which are copied in one piece.
   */
  private int piece(Shape shape) {
    int from = axis < 0 ? axis + shape.rank() : axis;
    int size = 1;
    for (int d = from; d < shape.rank(); d++) {
      size *= shape.dim(d);
    }
    return size;
  }

  private int row(LayerPass pass) {
    int size = 0;
    for (int k = 0; k < pass.inputCount(); k++) {
      size += piece(pass.inputShape(k));
    }
    return size;
  }

  /** Returns 0: values are only copied. */
  @Override
  public long flops(List<Shape> inputs) {
    return 0;
  }

  @Override
  public void forward(LayerPass pass) {
    int row = row(pass);
    int column = 0;
    for (int k = 0; k < pass.inputCount(); k++) {
      int piece = piece(pass.inputShape(k));
      float[] x = pass.input(k);
      int n = pass.rows() * pass.inputSize(k);
      for (int from = 0, to = column; from < n; from += piece, to += row) {
        System.arraycopy(x, from, pass.output(), to, piece);
      }
      column += piece;
    }
  }

  @Override
  public void backward(LayerPass pass) {
    int row = row(pass);
    int column = 0;
    for (int k = 0; k < pass.inputCount(); k++) {
      int piece = piece(pass.inputShape(k));
      float[] gradX = pass.gradInput(k);
      int n = gradX == null ? 0 : pass.rows() * pass.inputSize(k);
      for (int to = 0, from = column; gradX != null && to < n; to += piece, from += row) {
        System.arraycopy(pass.gradOutput(), from, gradX, to, piece);
      }
      column += piece;
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] y = pass.output();
    int next = 0;
    for (int block = 0; next < y.length; block++) {
      for (int k = 0; k < pass.inputCount(); k++) {
        int piece = piece(pass.inputShape(k));
        for (int i = 0; i < piece; i++) {
          y[next++] = pass.input(k)[block * piece + i];
        }
      }
    }
  }
}
