package lanewise.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one run of a model: activations, and for training the gradients. Planned once for
 * a largest batch, then reused: {@link #forward} and {@link #backward} allocate nothing.
 *
 * <pre>
 *   fill input() -> forward(rows) -> read output()
 *   training: -> fill gradOutput() -> backward() -> read gradients()
 * </pre>
 *
 * <p>Not safe for concurrent use: one pass a thread. Passes of one model may run at once.
 */
public final class Pass {
  private final Model model;
  private final int maxRows;
  private final boolean training;
  private final float[] input;
  private final float[] output;
  private final float[] gradOutput;
  private final List<LayerPass> layers = new ArrayList<>();
  private final SequencedMap<String, float[]> gradients = new LinkedHashMap<>();
  private int rows;

  Pass(Model model, int maxRows, Workers workers, boolean training) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("pass: " + maxRows + " rows: plan for at least 1");
    }
    this.model = model;
    this.maxRows = maxRows;
    this.training = training;
    this.input = buffer(model.inputShape().size());
    List<float[]> outputs = new ArrayList<>();
    List<float[]> gradOutputs = new ArrayList<>();
    List<Model.Node> nodes = model.nodes();
    for (Model.Node node : nodes) {
      outputs.add(buffer(node.shape().size()));
      gradOutputs.add(training ? buffer(node.shape().size()) : new float[0]);
    }
    for (int i = 0; i < nodes.size(); i++) {
      layers.add(place(nodes.get(i), i, workers, outputs, gradOutputs));
    }
    this.output = outputs.getLast();
    this.gradOutput = gradOutputs.getLast();
  }

  private float[] buffer(int rowSize) {
    return new float[Math.multiplyExact(maxRows, rowSize)];
  }

  private LayerPass place(
      Model.Node node,
      int index,
      Workers workers,
      List<float[]> outputs,
      List<float[]> gradOutputs) {
    List<float[]> inputs = new ArrayList<>();
    List<float @Nullable []> gradInputs = new ArrayList<>();
    int[] inputSizes = new int[node.inputs().size()];
    for (int i = 0; i < inputSizes.length; i++) {
      int from = node.inputs().get(i);
      inputs.add(from == Model.INPUT ? input : outputs.get(from));
      gradInputs.add(from == Model.INPUT || !training ? null : gradOutputs.get(from));
      inputSizes[i] = node.inputShapes().get(i).size();
    }
    List<float[]> gradParameters = new ArrayList<>();
    if (training) {
      for (Parameter parameter : node.layer().parameters()) {
        float[] gradient = new float[parameter.value().size()];
        gradParameters.add(gradient);
        gradients.put(node.name() + "." + parameter.name(), gradient);
      }
    }
    return new LayerPass(
        training,
        workers,
        inputs,
        inputSizes,
        outputs.get(index),
        node.shape().size(),
        gradOutputs.get(index),
        gradInputs,
        gradParameters);
  }

  /**
   * The largest batch.
   *
   * @return as planned
   */
  public int maxRows() {
    return maxRows;
  }

  /**
   * Where the caller writes a batch before {@link #forward}.
   *
   * @return maxRows rows of one example each, row-major
   */
  public float[] input() {
    return input;
  }

  /**
   * What the last layer computed.
   *
   * @return maxRows rows of one example's output each; those of the last batch are valid
   */
  public float[] output() {
    return output;
  }

  /**
   * Where the caller writes the gradient of the loss with respect to {@link #output()} before {@link
   * #backward}.
   *
   * @return as long as the output; empty at inference
   */
  public float[] gradOutput() {
    return gradOutput;
  }

  /**
   * The gradients of the parameters by name, in the order of {@link Model#parameters()}.
   *
   * @return the arrays that backward writes; empty at inference
   */
  public SequencedMap<String, float[]> gradients() {
    return Collections.unmodifiableSequencedMap(gradients);
  }

  /**
   * Runs the model on the first rows of the input.
   *
   * @param count rows, 1 to maxRows
   * @throws IllegalArgumentException if there are none or too many
   */
  public void forward(int count) {
    if (count < 1 || count > maxRows) {
      throw new IllegalArgumentException(
          "forward: " + count + " rows: the pass was planned for 1 to " + maxRows);
    }
    rows = count;
    List<Model.Node> nodes = model.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      LayerPass place = layers.get(i);
      place.rows(count);
      nodes.get(i).layer().forward(place);
    }
  }

  /**
   * Computes the gradients of the parameters for the batch of the last {@link #forward}.
   *
   * @throws IllegalStateException if this is no training pass or no forward went before
   */
  public void backward() {
    if (!training || rows == 0) {
      throw new IllegalStateException(
          training ? "backward: run forward first" : "backward: this pass is for inference only");
    }
    List<Model.Node> nodes = model.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).layer().backward(layers.get(i));
    }
  }

  /** Forgets the last batch, so that no data stays behind in a pooled pass. */
  void clear() {
    Arrays.fill(input, 0);
  }
}
