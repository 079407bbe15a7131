package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;

/**
 * Layers and how they feed each other: a list of nodes in an order in which each comes after its
 * inputs. {@link Sequential} builds a chain.
 *
 * <p>The structure is immutable; the parameters' values are what training changes. Any number of
 * threads may run one model, each with a {@link Pass}, while none trains it.
 */
public final class Model {
  /** The index that stands for the model's input in {@link Node#inputs()}. */
  static final int INPUT = -1;

  private final Shape inputShape;
  private final List<Node> nodes;
  private final SequencedMap<String, Parameter> parameters;

  /**
   * A layer in its place.
   *
   * @param name unique in the model, such as {@code dense-1}
   * @param layer what it computes
   * @param inputs indices of the nodes that it reads, -1 for the model's input
   * @param inputShapes the shapes of one example of each input
   * @param shape the shape of one example of the output
   */
  record Node(
      String name, Layer layer, List<Integer> inputs, List<Shape> inputShapes, Shape shape) {}

  private Model(Shape inputShape, List<Node> nodes) {
    this.inputShape = inputShape;
    this.nodes = List.copyOf(nodes);
    SequencedMap<String, Parameter> named = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Parameter parameter : node.layer.parameters()) {
        named.put(node.name + "." + parameter.name(), parameter);
      }
    }
    this.parameters = Collections.unmodifiableSequencedMap(named);
  }

  /** A chain of layers, the first fed by the model's input. */
  static Model chain(Shape inputShape, List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("model: needs at least one layer");
    }
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Shape shape = inputShape;
    for (Layer layer : layers) {
      String name = layer.kind() + "-" + counts.merge(layer.kind(), 1, Integer::sum);
      if (!seen.add(layer)) {
        throw new IllegalArgumentException("model: " + name + " is the same layer as one before");
      }
      Shape output = shapeAfter(name, layer, shape);
      nodes.add(new Node(name, layer, List.of(nodes.size() - 1), List.of(shape), output));
      shape = output;
    }
    return new Model(inputShape, nodes);
  }

  private static Shape shapeAfter(String name, Layer layer, Shape input) {
    try {
      return layer.outputShape(List.of(input));
    } catch (ShapeException e) {
      ShapeException named = new ShapeException("model: node " + name + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  /**
   * The same structure over other layers, node for node.
   *
   * @param change gives the layer to put in place of one
   */
  Model withLayers(UnaryOperator<Layer> change) {
    List<Node> changed = new ArrayList<>();
    for (Node node : nodes) {
      changed.add(
          new Node(
              node.name, change.apply(node.layer), node.inputs, node.inputShapes, node.shape));
    }
    return new Model(inputShape, changed);
  }

  /**
   * The shape of one example.
   *
   * @return without the batch dimension
   */
  public Shape inputShape() {
    return inputShape;
  }

  /**
   * The shape of one example's output.
   *
   * @return without the batch dimension
   */
  public Shape outputShape() {
    return nodes.getLast().shape;
  }

  /**
   * The layers in the order in which they run.
   *
   * @return an immutable list
   */
  public List<Layer> layers() {
    return nodes.stream().map(Node::layer).toList();
  }

  List<Node> nodes() {
    return nodes;
  }

  /**
   * All parameters by name, in the order in which the layers run: {@code dense-1.weight}, ….
   *
   * @return an unmodifiable map of the parameters themselves, not copies
   */
  public SequencedMap<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * The number of values that training changes.
   *
   * @return the sum of the parameters' sizes
   */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(p -> p.value().size()).sum();
  }

  /**
   * A structure and parameters of their own, equal to these now: what a thread may serve while
   * another trains this model.
   *
   * @return a new model
   */
  public Model copy() {
    Model copy = withLayers(layer -> LayerKinds.read(layer.kind(), JsonCursor.of("config", layer.config())));
    Iterator<Parameter> from = parameters.values().iterator();
    for (Parameter to : copy.parameters.values()) {
      from.next().value().copyTo(to.values(), 0);
    }
    return copy;
  }

  /**
   * The buffers for training batches, gradients included.
   *
   * @param maxRows the largest batch
   * @param workers the threads that a step may use
   * @return a new pass
   * @throws IllegalArgumentException if maxRows is below 1
   */
  public Pass trainingPass(int maxRows, Workers workers) {
    return new Pass(this, maxRows, workers, true);
  }

  /**
   * The buffers for batches forward only.
   *
   * @param maxRows the largest batch
   * @param workers the threads that a batch may use
   * @return a new pass
   * @throws IllegalArgumentException if maxRows is below 1
   */
  public Pass inferencePass(int maxRows, Workers workers) {
    return new Pass(this, maxRows, workers, false);
  }
}
