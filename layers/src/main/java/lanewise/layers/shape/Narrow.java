package lanewise.layers.shape;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.AxisRuns;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * A part of an example along one axis.
 *
 * <pre>
 *   x [B, outer, n, inner]   y [B, outer, to - from, inner]
 *   y[b, o, i, k] = x[b, o, from + i, k]     gradX = gradY there, 0 elsewhere
 * </pre>
 *
 * <p>Matches PyTorch's {@code narrow} with the length {@code to - from}, and ONNX's {@code Slice}
 * with steps of 1. Axes are those of one example: PyTorch counts the batch as axis 0.
 */
public final class Narrow implements Layer {
  /** The kind in model files. */
  public static final String KIND = "narrow";

  private final int axis;
  private final int from;
  private final int to;

  private Narrow(int axis, int from, int to) {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "narrow: %s to %s: the first must be at least 0, the second larger".formatted(from, to));
    }
    this.axis = axis;
    this.from = from;
    this.to = to;
  }

  /**
   * A layer that takes a part of the last axis.
   *
   * @param from the first index that is taken
   * @param to the first index after it that is not taken
   * @return a new layer
   * @throws IllegalArgumentException if from is negative or to is not above it
   */
  public static Narrow of(int from, int to) {
    return new Narrow(-1, from, to);
  }

  /**
   * A layer that takes a part of an axis.
   *
   * @param axis the axis of the example, from 0; negative numbers count from the end
   * @param from the first index that is taken
   * @param to the first index after it that is not taken
   * @return a new layer
   * @throws IllegalArgumentException if from is negative or to is not above it
   */
  public static Narrow along(int axis, int from, int to) {
    return new Narrow(axis, from, to);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Narrow read(JsonCursor config) {
    config.requireKeys("axis", "from", "to");
    return new Narrow(
        config.get("axis").asInt(), config.get("from").asInt(), config.get("to").asInt());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("axis", axis).put("from", from).put("to", to).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = AxisRuns.check(KIND, InputShapes.only(KIND, inputs), axis);
    int along = axis < 0 ? axis + input.rank() : axis;
    if (to > input.dim(along)) {
      throw new ShapeException(
          "narrow: %s has no part %s to %s along axis %s".formatted(input, from, to, axis));
    }
    int[] dims = input.toArray();
    dims[along] = to - from;
    return Shape.of(dims);
  }

  /** Returns 0: values are only copied. */
  @Override
  public long flops(List<Shape> inputs) {
    return 0;
  }

  @Override
  public void forward(LayerPass pass) {
    int inner = AxisRuns.inner(pass.inputShape(0), axis);
    int run = pass.inputShape(0).dim(axis) * inner;
    int part = (to - from) * inner;
    int n = pass.rows() * pass.inputSize(0);
    for (int x = from * inner, y = 0; x < n; x += run, y += part) {
      System.arraycopy(pass.input(0), x, pass.output(), y, part);
    }
  }

  @Override
  public void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    int inner = AxisRuns.inner(pass.inputShape(0), axis);
    int run = pass.inputShape(0).dim(axis) * inner;
    int part = (to - from) * inner;
    int n = pass.rows() * pass.inputSize(0);
    Arrays.fill(gradX, 0, n, 0);
    for (int x = from * inner, y = 0; x < n; x += run, y += part) {
      System.arraycopy(pass.gradOutput(), y, gradX, x, part);
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    int inner = AxisRuns.inner(pass.inputShape(0), axis);
    int run = pass.inputShape(0).dim(axis) * inner;
    int part = (to - from) * inner;
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      y[i] = pass.input(0)[i / part * run + from * inner + i % part];
    }
  }
}
