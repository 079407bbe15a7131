package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;

/**
 * A directed acyclic graph of layers, run in an order in which every node comes after its inputs.
 * {@link Sequential} builds a chain, {@link Graph} any other structure.
 *
 * <p>The structure is immutable; training changes only the parameters' values. Any number of
 * threads may run one model, each with its own {@link Pass}, as long as no thread trains it.
 */
public final class Model {
  private final List<Input> inputs;
  private final List<Node> nodes;
  private final List<Integer> outputs;
  private final Set<String> frozen;
  private final List<Slot> slots;

  /**
   * An input of the model.
   *
   * @param name unique among inputs and nodes
   * @param shape of one example
   */
  record Input(String name, Shape shape) {}

  /**
   * A layer in its place in the graph. Sources share one numbering: the inputs of the model from 0,
   * then the nodes in order.
   *
   * @param name unique among inputs and nodes, such as {@code dense-1}
   * @param layer the layer that computes its output
   * @param sources the inputs and nodes that it reads
   * @param inputShapes the shapes of one example of each source
   * @param shape the shape of one example of the output
   * @param slots the slots of the layer's parameters in the model, in their order
   */
  public record Node(
      String name,
      Layer layer,
      List<Integer> sources,
      List<Shape> inputShapes,
      Shape shape,
      List<Integer> slots) {
    /** A node whose parameters the model has yet to number. */
    Node(String name, Layer layer, List<Integer> sources, List<Shape> inputShapes, Shape shape) {
      this(name, layer, sources, inputShapes, shape, List.of());
    }
  }

  Model(List<Input> inputs, List<Node> nodes, List<Integer> outputs, Set<String> frozen) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.frozen = Set.copyOf(frozen);
    IdentityHashMap<Parameter, Integer> numbers = new IdentityHashMap<>();
    Set<String> names = new HashSet<>();
    List<Slot> numbered = new ArrayList<>();
    List<Node> complete = new ArrayList<>();
    for (Node node : nodes) {
      List<Integer> own = new ArrayList<>();
      for (Parameter parameter : node.layer.parameters()) {
        Integer known = numbers.putIfAbsent(parameter, numbered.size());
        if (known == null) {
          numbered.add(slot(numbered.size(), node, parameter, names));
        }
        own.add(known == null ? numbered.size() - 1 : known);
      }
      complete.add(
          new Node(node.name, node.layer, node.sources, node.inputShapes, node.shape, own));
    }
    this.nodes = List.copyOf(complete);
    this.slots = List.copyOf(numbered);
  }

  private Slot slot(int index, Node node, Parameter parameter, Set<String> names) {
    String name = node.name + "." + parameter.name();
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "model: node %s: there are two parameters %s: rename a node".formatted(node.name, name));
    }
    return new Slot(index, name, parameter, parameter.trained() && !frozen.contains(name));
  }

  List<Input> inputs() {
    return inputs;
  }

  /**
   * The layers in their places, in the order in which they run.
   *
   * @return an unmodifiable list
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * The sources that a node reads.
   *
   * @param node of this model
   * @return the names of inputs and nodes, in order
   */
  public List<String> sourceNames(Node node) {
    List<String> names = new ArrayList<>();
    for (int source : node.sources) {
      names.add(nameOf(source));
    }
    return names;
  }

  /** The sources, numbered as in {@link Node}, that are outputs of the model. */
  List<Integer> outputs() {
    return outputs;
  }

  Shape shapeOf(int source) {
    return source < inputs.size()
        ? inputs.get(source).shape
        : nodes.get(source - inputs.size()).shape;
  }

  String nameOf(int source) {
    return source < inputs.size()
        ? inputs.get(source).name
        : nodes.get(source - inputs.size()).name;
  }

  /**
   * The shape of one example of the first input.
   *
   * @return the shape without the batch dimension
   */
  public Shape inputShape() {
    return inputs.getFirst().shape;
  }

  /**
   * The inputs' names and the shapes of one example of each.
   *
   * @return an unmodifiable map, in order
   */
  public SequencedMap<String, Shape> inputShapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (Input input : inputs) {
      shapes.put(input.name, input.shape);
    }
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /**
   * The shape of one example of the first output.
   *
   * @return the shape without the batch dimension
   */
  public Shape outputShape() {
    return shapeOf(outputs.getFirst());
  }

  /**
   * The outputs' names and the shapes of one example of each.
   *
   * @return an unmodifiable map, in order
   */
  public SequencedMap<String, Shape> outputShapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (int output : outputs) {
      shapes.put(nameOf(output), shapeOf(output));
    }
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /**
   * The layers by node name, in the order in which they run.
   *
   * @return an unmodifiable map
   */
  public SequencedMap<String, Layer> layers() {
    SequencedMap<String, Layer> named = new LinkedHashMap<>();
    nodes.forEach(node -> named.put(node.name, node.layer));
    return Collections.unmodifiableSequencedMap(named);
  }

  /**
   * All parameters, numbered in the order in which the layers run. A parameter that several layers
   * share appears once.
   *
   * @return an unmodifiable list, each slot at its index
   */
  public List<Slot> slots() {
    return slots;
  }

  /**
   * All parameters by name, in the order of {@link #slots()}: {@code dense-1.weight}, ….
   *
   * @return an unmodifiable map of the parameters themselves, not copies
   */
  public SequencedMap<String, Parameter> parameters() {
    return named(slot -> true);
  }

  /**
   * The parameters that an optimizer changes: all but the tracked and the frozen ones.
   *
   * @return an unmodifiable map of the parameters themselves, not copies
   */
  public SequencedMap<String, Parameter> trainedParameters() {
    return named(Slot::trained);
  }

  /**
   * A group of parameters.
   *
   * @param names selects the parameters by name, such as {@code name ->
   *     name.startsWith("dense-1.")}
   * @return an unmodifiable map of the parameters themselves, in order
   */
  public SequencedMap<String, Parameter> parameters(Predicate<String> names) {
    return named(slot -> names.test(slot.name()));
  }

  private SequencedMap<String, Parameter> named(Predicate<Slot> wanted) {
    SequencedMap<String, Parameter> named = new LinkedHashMap<>();
    for (Slot slot : slots) {
      if (wanted.test(slot)) {
        named.put(slot.name(), slot.parameter());
      }
    }
    return Collections.unmodifiableSequencedMap(named);
  }

  /**
   * Returns a model with the same layers and parameters in which some parameters are frozen:
   * training passes expose no gradients for them, and optimizers do not change them. Tracked
   * parameters, such as the running statistics of a {@link lanewise.layers.norm.BatchNorm}, still
   * change in training passes.
   *
   * @param names selects by name the parameters to freeze, in addition to those that are frozen
   *     already
   * @return a model that shares the parameters
   * @throws IllegalArgumentException if no parameter's name matches
   */
  public Model withFrozen(Predicate<String> names) {
    Set<String> more = new TreeSet<>(parameters(names).keySet());
    if (more.isEmpty()) {
      throw new IllegalArgumentException(
          "freeze: no parameter matches; there are " + parameters().keySet());
    }
    more.addAll(frozen);
    return new Model(inputs, nodes, outputs, more);
  }

  /**
   * The number of values that training may change, including frozen parameters but not tracked
   * ones.
   *
   * @return the sum of the parameters' sizes
   */
  public long parameterCount() {
    return slots.stream().filter(slot -> slot.parameter().trained()).mapToLong(Slot::size).sum();
  }

  /**
   * Checks that all parameters, tracked ones included, are finite, for example after loading a file
   * of unknown origin: the digest of a file reveals damage, but does not show that the values make
   * sense.
   *
   * @return this model
   * @throws IllegalArgumentException if a value is NaN or infinite; the message names the parameter
   */
  public Model requireFinite() {
    for (Slot slot : slots) {
      float[] values = slot.parameter().values();
      for (int i = 0; i < slot.size(); i++) {
        if (!Float.isFinite(values[i])) {
          throw new IllegalArgumentException(
              "model: value %s of the parameter %s is %s".formatted(i, slot.name(), values[i]));
        }
      }
    }
    return this;
  }

  /**
   * Copies the structure and the parameters with their current values, so that one thread can serve
   * the copy while another trains this model.
   *
   * @return a new model
   */
  public Model copy() {
    List<Parameter> copies = new ArrayList<>();
    for (Slot slot : slots) {
      copies.add(slot.parameter().copy());
    }
    return withParameters(copies);
  }

  /**
   * Returns the same structure with other parameters.
   *
   * @param parameters one for each slot, of the same shape
   */
  Model withParameters(List<Parameter> parameters) {
    IdentityHashMap<Layer, Layer> made = new IdentityHashMap<>();
    List<Node> changed = new ArrayList<>();
    for (Node node : nodes) {
      Layer layer = made.get(node.layer);
      if (layer == null) {
        List<Parameter> own = new ArrayList<>();
        for (int slot : node.slots) {
          own.add(parameters.get(slot));
        }
        layer = node.layer.withParameters(own);
        made.put(node.layer, layer);
      }
      changed.add(new Node(node.name, layer, node.sources, node.inputShapes, node.shape));
    }
    return new Model(inputs, changed, outputs, frozen);
  }

  /**
   * Makes the buffers for training batches, including the gradients of the parameters. Layers that
   * draw random numbers use seed 0; {@link #pass} takes another seed.
   *
   * @param maxRows the largest batch
   * @param workers the threads that a step may use
   * @return a new pass
   * @throws IllegalArgumentException if maxRows is below 1
   */
  public Pass trainingPass(int maxRows, Workers workers) {
    return new Pass(this, new PassOptions(maxRows, workers, true, true, false, 0));
  }

  /**
   * Makes the buffers for forward-only batches.
   *
   * @param maxRows the largest batch
   * @param workers the threads that a batch may use
   * @return a new pass
   * @throws IllegalArgumentException if maxRows is below 1
   */
  public Pass inferencePass(int maxRows, Workers workers) {
    return new Pass(this, new PassOptions(maxRows, workers, false, false, false, 0));
  }

  /**
   * Makes the buffers that the options describe.
   *
   * @param options the settings of the pass
   * @return a new pass
   */
  public Pass pass(PassOptions options) {
    return new Pass(this, options);
  }
}
