package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One layer on one batch, with NaN before it writes and in guard cells behind every array: what it
 * reads too far or leaves unwritten shows in its results.
 */
public final class LayerRun {
  private static final int GUARD = 19;

  private final Layer layer;
  private final float[] output;
  private final int outputSize;
  private final float[] gradOutput;
  private final List<float @Nullable []> gradInputs = new ArrayList<>();
  private final List<float[]> gradParameters = new ArrayList<>();
  private final LayerPass pass;

  private LayerRun(
      Layer layer,
      List<Shape> examples,
      int rows,
      List<float[]> inputs,
      PassOptions options,
      boolean wantsGradInputs) {
    Shape outputShape = layer.outputShape(examples);
    this.layer = layer;
    this.outputSize = rows * outputShape.size();
    this.output = guarded(outputSize);
    this.gradOutput = guarded(outputSize);
    for (Parameter parameter : layer.parameters()) {
      gradParameters.add(guarded(parameter.trained() ? parameter.value().size() : 0));
    }
    List<float[]> copies = new ArrayList<>();
    List<Integer> sources = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      int size = rows * examples.get(i).size();
      assertThat(inputs.get(i)).hasSize(size);
      float[] copy = guarded(size);
      System.arraycopy(inputs.get(i), 0, copy, 0, size);
      copies.add(copy);
      sources.add(i);
      gradInputs.add(wantsGradInputs ? guarded(size) : null);
    }
    List<float[]> scratch = new ArrayList<>();
    for (int length : layer.scratch(examples, rows)) {
      scratch.add(guarded(length));
    }
    this.pass =
        new LayerPass(
            options,
            RandomStream.of(1),
            new Model.Node("layer", layer, sources, examples, outputShape),
            copies,
            output,
            scratch,
            gradOutput,
            gradInputs,
            gradParameters);
    pass.rows(rows);
  }

  public static LayerRun of(Layer layer, Shape example, int rows, float[] input) {
    PassOptions options = PassOptions.training(rows);
    return new LayerRun(layer, List.of(example), rows, List.of(input), options, true);
  }

  public static LayerRun of(
      Layer layer, List<Shape> examples, List<float[]> inputs, PassOptions options) {
    return new LayerRun(layer, examples, options.maxRows(), inputs, options, true);
  }

  /** As the first layer of a model runs: nobody needs the gradient of its input. */
  public static LayerRun first(Layer layer, Shape example, int rows, float[] input) {
    PassOptions options = PassOptions.training(rows);
    return new LayerRun(layer, List.of(example), rows, List.of(input), options, false);
  }

  private static float[] guarded(int size) {
    float[] values = new float[size + GUARD];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static float[] unguarded(float[] values, int size) {
    for (int i = size; i < values.length; i++) {
      assertThat(values[i]).as("guard cell %s", i - size).isNaN();
    }
    return Arrays.copyOf(values, size);
  }

  public float[] forward() {
    layer.forward(pass);
    return unguarded(output, outputSize);
  }

  public void backward(float[] gradient) {
    assertThat(gradient).hasSize(outputSize);
    System.arraycopy(gradient, 0, gradOutput, 0, outputSize);
    layer.backward(pass);
    assertThat(Arrays.equals(unguarded(gradOutput, outputSize), gradient))
        .as("the incoming gradient is as it was")
        .isTrue();
  }

  public float[] gradInput() {
    return gradInput(0);
  }

  public float[] gradInput(int index) {
    float[] gradient = gradInputs.get(index);
    return gradient == null ? new float[0] : unguarded(gradient, gradient.length - GUARD);
  }

  public float[] gradParameter(int index) {
    float[] gradient = gradParameters.get(index);
    return unguarded(gradient, gradient.length - GUARD);
  }
}
