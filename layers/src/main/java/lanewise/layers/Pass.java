package lanewise.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.layers.internal.Room;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;

/**
 * The buffers for running a model: activations and, for training, gradients. They are planned once
 * for the largest batch and reused: {@link #forward} and {@link #backward} allocate nothing.
 *
 * <pre>
 *   fill input() -> forward(rows) -> read output()
 *   training: -> fill gradOutput() -> backward() -> read gradients()
 * </pre>
 *
 * <p>Not safe for concurrent use: each thread needs its own pass. Passes of one model may run at
 * the same time.
 */
public final class Pass {
  private final Model model;
  private final PassOptions options;
  private final Layer[] layers;
  private final LayerPass[] places;
  private final SequencedMap<String, float[]> gradientsByName;

  /** By source: the model's inputs, then the nodes. */
  private final List<float[]> values = new ArrayList<>();

  private final Map<String, float[]> valuesByName = new HashMap<>();

  private final Gradients gradientPlan;
  private final ParameterGradients parameterGradients;

  private int rows;

  Pass(Model model, PassOptions options) {
    this.model = model;
    this.options = options;
    for (int source = 0; source < model.inputs().size() + model.nodes().size(); source++) {
      int size = model.shapeOf(source).size();
      values.add(new float[Room.values("pass", options.maxRows(), size)]);
      valuesByName.put(model.nameOf(source), values.get(source));
    }
    this.gradientPlan = new Gradients(model, options);
    this.parameterGradients = new ParameterGradients(model, options);
    this.gradientsByName = parameterGradients.trained();
    RandomStream random = RandomStream.of(options.seed());
    this.layers = new Layer[model.nodes().size()];
    this.places = new LayerPass[layers.length];
    for (int i = 0; i < layers.length; i++) {
      Model.Node node = model.nodes().get(i);
      layers[i] = node.layer();
      places[i] = place(i, node, random.split(i));
    }
  }

  private LayerPass place(int index, Model.Node node, RandomStream random) {
    List<float[]> scratch = new ArrayList<>();
    List<float[]> inputs = new ArrayList<>();
    for (int source : node.sources()) {
      inputs.add(values.get(source));
    }
    for (int length : node.layer().scratch(node.inputShapes(), options.maxRows())) {
      scratch.add(new float[length]);
    }
    return new LayerPass(
        options,
        random,
        node,
        inputs,
        values.get(model.inputs().size() + index),
        scratch,
        gradientPlan.ofNode(index),
        gradientPlan.gradInputs(index),
        parameterGradients.ofNode(index));
  }

  /**
   * The largest batch.
   *
   * @return the number of rows planned for
   */
  public int maxRows() {
    return options.maxRows();
  }

  /**
   * The threads that a batch may use.
   *
   * @return those of the {@link PassOptions}
   */
  public Workers workers() {
    return options.workers();
  }

  /**
   * The first input, to which the caller writes a batch before {@link #forward}.
   *
   * @return maxRows rows of one example each, row-major
   */
  public float[] input() {
    return input(0);
  }

  /**
   * An input, to which the caller writes a batch before {@link #forward}.
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
   * The output of a node in the last {@link #forward}, for inspection; it must not be written.
   *
   * @param node the name of a node or an input
   * @return maxRows rows of one example each, of which {@link #rows()} are valid
   * @throws IllegalArgumentException if the model has no node or input of that name
   */
  public float[] output(String node) {
    float[] named = valuesByName.get(node);
    if (named == null) {
      throw new IllegalArgumentException(
          "pass: no node is called " + node + "; there are " + model.layers().keySet());
    }
    return named;
  }

  /**
   * The number of rows of the last {@link #forward}.
   *
   * @return the number of rows; 0 before the first forward
   */
  public int rows() {
    return rows;
  }

  /**
   * The array to which the caller writes the gradient of the loss with respect to {@link #output()}
   * before {@link #backward}.
   *
   * @return as long as the output; empty without gradients
   */
  public float[] gradOutput() {
    return gradOutput(0);
  }

  /**
   * The array to which the caller writes the gradient of the loss with respect to an output before
   * {@link #backward}. It is initially 0.
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
    return gradientsByName;
  }

  /**
   * The gradient of a parameter, after {@link #backward}.
   *
   * @param slot the parameter's place in {@link Model#slots()}
   * @return one value for each of the parameter's, the same array every time; empty without
   *     gradients and for a tracked parameter
   */
  public float[] gradient(int slot) {
    return parameterGradients.ofSlot(slot);
  }

  /**
   * The positions of the layers' random streams. Together with the weights and the seed of the pass
   * they decide what the layers draw next.
   *
   * @return a new array with one position per node
   */
  public long[] randomPositions() {
    long[] positions = new long[places.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = places[i].random().position();
    }
    return positions;
  }

  /**
   * Moves the layers' random streams, so that they draw what another pass of this model and seed
   * would draw next.
   *
   * @param positions as {@link #randomPositions()} gave them
   * @throws IllegalArgumentException if there is not one position per node
   */
  public void moveRandom(long[] positions) {
    if (positions.length != places.length) {
      throw new IllegalArgumentException(
          "pass: %s random positions for a model of %s nodes"
              .formatted(positions.length, places.length));
    }
    for (int i = 0; i < positions.length; i++) {
      places[i].moveRandom(positions[i]);
    }
  }

  /**
   * Runs the model on the first rows of the inputs.
   *
   * @param count rows, 1 to maxRows
   * @throws IllegalArgumentException if there are no rows or too many
   */
  public void forward(int count) {
    if (count < 1 || count > options.maxRows()) {
      throw new IllegalArgumentException(
          "forward: %s rows: the pass was planned for 1 to %s".formatted(count, options.maxRows()));
    }
    rows = 0;
    for (LayerPass place : places) {
      place.rows(count);
    }
    for (int i = 0; i < layers.length; i++) {
      layers[i].forward(places[i]);
    }
    rows = count;
  }

  /**
   * Computes the gradients for the batch of the last {@link #forward}.
   *
   * @throws IllegalStateException if the pass was planned without gradients or forward has not run
   */
  public void backward() {
    if (!options.gradients() || rows == 0) {
      throw new IllegalStateException(
          options.gradients()
              ? "backward: run forward first"
              : "backward: this pass was planned without gradients");
    }
    gradientPlan.begin(rows);
    for (int i = layers.length - 1; i >= 0; i--) {
      if (gradientPlan.wanted(i)) {
        layers[i].backward(places[i]);
        gradientPlan.collect(i, rows);
        parameterGradients.collect(i);
      }
    }
  }

  Model model() {
    return model;
  }

  PassOptions options() {
    return options;
  }

  /** The place of a node, for inspection. */
  LayerPass place(int index) {
    return places[index];
  }
}
