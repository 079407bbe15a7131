package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.tensor.RandomStream;

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
  private final PassOptions options;
  private final List<Layer> layers = new ArrayList<>();
  private final List<LayerPass> places = new ArrayList<>();
  private final SequencedMap<String, float[]> gradients = new LinkedHashMap<>();
  private final SequencedMap<String, float[]> gradientsView =
      Collections.unmodifiableSequencedMap(gradients);

  /** By source: the model's inputs, then the nodes. */
  private final List<float[]> values = new ArrayList<>();

  private final Gradients gradientPlan;
  private int rows;

  Pass(Model model, PassOptions options) {
    this.model = model;
    this.options = options;
    model.inputs().forEach(input -> values.add(buffer(input.shape().size())));
    model.nodes().forEach(node -> values.add(buffer(node.shape().size())));
    this.gradientPlan = new Gradients(model, options);
    RandomStream random = RandomStream.of(options.seed());
    for (int i = 0; i < model.nodes().size(); i++) {
      Model.Node node = model.nodes().get(i);
      layers.add(node.layer());
      places.add(place(i, node, random.split(i)));
    }
  }

  private float[] buffer(int rowSize) {
    return new float[Math.multiplyExact(options.maxRows(), rowSize)];
  }

  private LayerPass place(int index, Model.Node node, RandomStream random) {
    List<float[]> scratch = new ArrayList<>();
    for (int length : node.layer().scratch(node.inputShapes(), options.maxRows())) {
      scratch.add(new float[length]);
    }
    return new LayerPass(
        options,
        random,
        node,
        node.sources().stream().map(values::get).toList(),
        values.get(model.inputs().size() + index),
        scratch,
        gradientPlan.ofNode(index),
        gradientPlan.gradInputs(index),
        gradParameters(node));
  }

  private List<float[]> gradParameters(Model.Node node) {
    List<float[]> all = new ArrayList<>();
    SequencedMap<String, Parameter> trained = model.trainedParameters();
    for (Parameter parameter : node.layer().parameters()) {
      boolean wanted = options.gradients() && parameter.trained();
      float[] gradient = new float[wanted ? parameter.value().size() : 0];
      all.add(gradient);
      String name = node.name() + "." + parameter.name();
      if (wanted && trained.containsKey(name)) {
        gradients.put(name, gradient);
      }
    }
    return all;
  }

  /**
   * The largest batch.
   *
   * @return as planned
   */
  public int maxRows() {
    return options.maxRows();
  }

  /**
   * Where the caller writes a batch before {@link #forward}: the first input.
   *
   * @return maxRows rows of one example each, row-major
   */
  public float[] input() {
    return input(0);
  }

  /**
   * Where the caller writes a batch before {@link #forward}.
   *
   * @param index the input's place in {@link Model#inputShapes()}
   * @return maxRows rows of one example each, row-major
   */
  public float[] input(int index) {
    return values.get(index);
  }

  /**
   * The first output of the model.
   *
   * @return maxRows rows of one example's output each; those of the last batch are valid
   */
  public float[] output() {
    return output(0);
  }

  /**
   * An output of the model.
   *
   * @param index its place in {@link Model#outputShapes()}
   * @return maxRows rows of one example's output each; those of the last batch are valid
   */
  public float[] output(int index) {
    return values.get(model.outputs().get(index));
  }

  /**
   * What a node gave in the last {@link #forward}, for looking into a network; not to be written.
   *
   * @param node the name of a node or an input
   * @return maxRows rows of one example each, of which {@link #rows()} are valid
   * @throws IllegalArgumentException if the model has none of that name
   */
  public float[] output(String node) {
    for (int source = 0; source < values.size(); source++) {
      if (model.nameOf(source).equals(node)) {
        return values.get(source);
      }
    }
    throw new IllegalArgumentException(
        "pass: no node is called " + node + "; there are " + model.layers().keySet());
  }

  /**
   * The rows of the last {@link #forward}.
   *
   * @return 0 before the first
   */
  public int rows() {
    return rows;
  }

  /**
   * Where the caller writes the gradient of the loss with respect to {@link #output()} before
   * {@link #backward}.
   *
   * @return as long as the output; empty without gradients
   */
  public float[] gradOutput() {
    return gradOutput(0);
  }

  /**
   * Where the caller writes the gradient of the loss with respect to an output before {@link
   * #backward}; zeros at first.
   *
   * @param index its place in {@link Model#outputShapes()}
   * @return as long as the output; empty without gradients
   */
  public float[] gradOutput(int index) {
    return gradientPlan.seed(index);
  }

  /**
   * The gradient of the loss with respect to an input, after {@link #backward}.
   *
   * @param index the input's place in {@link Model#inputShapes()}
   * @return as long as the input; empty unless the pass was planned with input gradients
   */
  public float[] gradInput(int index) {
    return gradientPlan.ofSource(index);
  }

  /**
   * The gradients of the trained parameters by name, in the order of {@link
   * Model#trainedParameters()}.
   *
   * @return the arrays that backward writes, the same map every time; empty without gradients
   */
  public SequencedMap<String, float[]> gradients() {
    return gradientsView;
  }

  /**
   * Runs the model on the first rows of the inputs.
   *
   * @param count rows, 1 to maxRows
   * @throws IllegalArgumentException if there are none or too many
   */
  public void forward(int count) {
    if (count < 1 || count > options.maxRows()) {
      throw new IllegalArgumentException(
          "forward: " + count + " rows: the pass was planned for 1 to " + options.maxRows());
    }
    rows = 0;
    for (int i = 0; i < layers.size(); i++) {
      places.get(i).rows(count);
      layers.get(i).forward(places.get(i));
    }
    rows = count;
  }

  /**
   * Computes the gradients for the batch of the last {@link #forward}.
   *
   * @throws IllegalStateException if the pass was planned without gradients or no forward went
   *     before
   */
  public void backward() {
    if (!options.gradients() || rows == 0) {
      throw new IllegalStateException(
          options.gradients()
              ? "backward: run forward first"
              : "backward: this pass was planned without gradients");
    }
    gradientPlan.begin(rows);
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (gradientPlan.wanted(i)) {
        layers.get(i).backward(places.get(i));
        gradientPlan.collect(i, rows);
      }
    }
  }

  Model model() {
    return model;
  }

  PassOptions options() {
    return options;
  }

  /** The place of a node, for what looks into a pass. */
  LayerPass place(int index) {
    return places.get(index);
  }
}
