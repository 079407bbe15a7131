package lanewise.layers.shape;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.Copies;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * The values of an example in another shape, row-major. Values and gradients are copied.
 *
 * <pre>
 *   x [B, …]   y [B, dims]   one of dims may be -1: it follows from the others
 * </pre>
 *
 * <p>Matches PyTorch's {@code Unflatten} and {@code reshape}, without the batch dimension.
 */
public final class Reshape implements Layer {
  /** The kind in model files. */
  public static final String KIND = "reshape";

  private final int[] dims;

  private Reshape(int[] dims) {
    int open = 0;
    long size = 1;
    for (int dim : dims) {
      if (dim < -1 || dim == 0) {
        throw new IllegalArgumentException(
            KIND
                + ": "
                + text(dims)
                + ": dimensions must be at least 1, or -1 for the one to infer");
      }
      open += dim == -1 ? 1 : 0;
      size = Math.min(size * Math.abs(dim), 1L << 31);
    }
    if (open > 1) {
      throw new IllegalArgumentException(KIND + ": " + text(dims) + ": only one may be -1");
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          KIND + ": " + text(dims) + ": more than 2^31 - 1 values per example");
    }
    this.dims = dims;
  }

  /**
   * A layer that gives examples this shape.
   *
   * @param dims the dimensions without the batch, each at least 1; one may be -1; empty for a
   *     single value
   * @return a new layer
   * @throws IllegalArgumentException if a dimension is 0 or below -1, or two are -1
   */
  public static Reshape of(int... dims) {
    return new Reshape(dims.clone());
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config the settings that {@link #config()} gives
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Reshape read(JsonCursor config) {
    config.requireKeys("shape");
    return new Reshape(
        config.get("shape").elements().stream().mapToInt(JsonCursor::asInt).toArray());
  }

  private static String text(int[] dims) {
    return Arrays.toString(dims);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    long[] shape = Arrays.stream(dims).asLongStream().toArray();
    return JsonObject.builder().put("shape", JsonArray.of(shape)).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    int known = 1;
    int open = -1;
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] < 0) {
        open = d;
      } else {
        known *= dims[d];
      }
    }
    int[] found = dims.clone();
    if (open >= 0) {
      found[open] = input.size() / known;
    }
    Shape shape = Shape.of(found);
    if (shape.size() != input.size()) {
      throw new ShapeException(
          KIND + ": " + input + " has " + input.size() + " values, which do not fit " + text(dims));
    }
    return shape;
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
