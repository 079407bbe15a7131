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
final class LayerRun {
  private static final int GUARD = 19;

  private final Layer layer;
  private final float[] output;
  private final int outputSize;
  private final float[] gradOutput;
  private final float @Nullable [] gradInput;
  private final int inputSize;
  private final List<float[]> gradParameters = new ArrayList<>();
  private final LayerPass pass;

  private LayerRun(Layer layer, Shape example, int rows, float[] input, boolean wantsGradInput) {
    Shape outputShape = layer.outputShape(List.of(example));
    this.layer = layer;
    this.inputSize = rows * example.size();
    assertThat(input).hasSize(inputSize);
    this.outputSize = rows * outputShape.size();
    this.output = guarded(outputSize);
    this.gradOutput = guarded(outputSize);
    this.gradInput = wantsGradInput ? guarded(inputSize) : null;
    for (Parameter parameter : layer.parameters()) {
      gradParameters.add(guarded(parameter.value().size()));
    }
    float[] in = guarded(inputSize);
    System.arraycopy(input, 0, in, 0, inputSize);
    List<float @Nullable []> gradInputs = new ArrayList<>();
    gradInputs.add(gradInput);
    List<float[]> scratch = new ArrayList<>();
    for (int length : layer.scratch(List.of(example), rows)) {
      scratch.add(guarded(length));
    }
    this.pass =
        new LayerPass(
            PassOptions.training(rows),
            RandomStream.of(1),
            new Model.Node("layer", layer, List.of(0), List.of(example), outputShape),
            List.of(in),
            output,
            scratch,
            gradOutput,
            gradInputs,
            gradParameters);
    pass.rows(rows);
  }

  static LayerRun of(Layer layer, Shape example, int rows, float[] input) {
    return new LayerRun(layer, example, rows, input, true);
  }

  /** As the first layer of a model runs: nobody needs the gradient of its input. */
  static LayerRun first(Layer layer, Shape example, int rows, float[] input) {
    return new LayerRun(layer, example, rows, input, false);
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

  float[] forward() {
    layer.forward(pass);
    return unguarded(output, outputSize);
  }

  void backward(float[] gradient) {
    assertThat(gradient).hasSize(outputSize);
    System.arraycopy(gradient, 0, gradOutput, 0, outputSize);
    layer.backward(pass);
    assertThat(unguarded(gradOutput, outputSize)).as("incoming gradient").containsExactly(gradient);
  }

  float[] gradInput() {
    return gradInput == null ? new float[0] : unguarded(gradInput, inputSize);
  }

  float[] gradParameter(int index) {
    float[] gradient = gradParameters.get(index);
    return unguarded(gradient, gradient.length - GUARD);
  }
}
