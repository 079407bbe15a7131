package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * Builds a model from named nodes.
 *
 * <pre>{@code
 * Graph graph = new Graph();
 * String x = graph.input("x", Shape.of(8));
 * String h = graph.add(Dense.of(8, 8), x);
 * String sum = graph.add(Add.of(), x, h);
 * Model model = graph.build(graph.add(Dense.of(8, 2), sum));
 * }</pre>
 *
 * <p>A node may name inputs that are added later. {@link #build} sorts the nodes so that each runs
 * after its sources, and refuses, by name, cycles, unknown and dangling nodes, and shapes that do
 * not fit.
 *
 * <p>Not safe for concurrent use. Build once: afterwards the layers belong to the model.
 */
public final class Graph {
  private final SequencedMap<String, Shape> inputs = new LinkedHashMap<>();
  private final SequencedMap<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<Layer> layers = Collections.newSetFromMap(new IdentityHashMap<>());

  private record Part(Layer layer, List<String> sources) {}

  /** A graph without inputs and nodes. */
  public Graph() {}

  /**
   * Adds an input of the model.
   *
   * @param name not used before
   * @param shape of one example
   * @return the name
   * @throws IllegalArgumentException if the name is used
   */
  public String input(String name, Shape shape) {
    checkNew(name);
    inputs.put(name, shape);
    return name;
  }

  /**
   * Adds a node that is named after its layer's kind: {@code dense-1}, {@code dense-2}, ….
   *
   * @param layer an object that is not in the graph yet
   * @param sources the names of the inputs and nodes that it reads, at least one
   * @return the node's name
   * @throws IllegalArgumentException if the layer is in the graph or there is no source
   */
  public String add(Layer layer, String... sources) {
    return addNamed(newName(layer), layer, sources);
  }

  private String newName(Layer layer) {
    String name;
    do {
      name = layer.kind() + "-" + counts.merge(layer.kind(), 1, Integer::sum);
    } while (inputs.containsKey(name) || parts.containsKey(name));
    return name;
  }

  /**
   * Adds a node that computes with the layer of another, so that both share its parameters, as in
   * the towers of a siamese network or the steps of an unrolled cell. Layers of different kinds
   * share a single {@link Parameter} by holding it.
   *
   * @param node the name of a node that is in the graph
   * @param sources the names of the inputs and nodes that the new node reads, at least one
   * @return the new node's name
   * @throws IllegalArgumentException if there is no such node or there is no source
   */
  public String addShared(String node, String... sources) {
    return put(newName(sharedLayer(node)), sharedLayer(node), sources);
  }

  /**
   * Adds a named node that computes with the layer of another, as {@link #addShared} does.
   *
   * @param name not used before
   * @param node the name of a node that is in the graph
   * @param sources the names of the inputs and nodes that the new node reads, at least one
   * @return the name
   * @throws IllegalArgumentException if the name is used, there is no such node, or no source
   */
  public String addSharedNamed(String name, String node, String... sources) {
    checkNew(name);
    return put(name, sharedLayer(node), sources);
  }

  private Layer sharedLayer(String node) {
    Part part = parts.get(node);
    if (part == null) {
      throw new IllegalArgumentException(
          "graph: no node is called %s; there are %s".formatted(node, parts.keySet()));
    }
    return part.layer;
  }

  /**
   * Adds a node.
   *
   * @param name not used before
   * @param layer an object that is not in the graph yet
   * @param sources the names of the inputs and nodes that it reads, at least one
   * @return the name
   * @throws IllegalArgumentException if the name or the layer is used or there is no source
   */
  public String addNamed(String name, Layer layer, String... sources) {
    checkNew(name);
    if (!layers.add(layer)) {
      throw new IllegalArgumentException(
          "graph: node %s is the same layer object as an earlier node: make a new one, or use addShared"
              .formatted(name));
    }
    return put(name, layer, sources);
  }

  private String put(String name, Layer layer, String... sources) {
    if (sources.length == 0) {
      throw new IllegalArgumentException("graph: node " + name + " reads nothing: name its inputs");
    }
    parts.put(name, new Part(layer, List.of(sources)));
    return name;
  }

  private void checkNew(String name) {
    if (name.isEmpty() || inputs.containsKey(name) || parts.containsKey(name)) {
      throw new IllegalArgumentException("graph: the name \"" + name + "\" is empty or taken");
    }
  }

  /**
   * Builds the model of all inputs and nodes.
   *
   * @param outputs the names of the nodes whose values are the model's outputs, at least one
   * @return the model
   * @throws IllegalArgumentException if there is a cycle, an unknown name, an input or node that no
   *     output depends on, an output named twice, or no output; the message names it
   * @throws ShapeException if a layer cannot take its inputs; the message names the node, as it
   *     does where a custom layer throws an {@link IllegalArgumentException}
   */
  public Model build(String... outputs) {
    if (outputs.length == 0) {
      throw new IllegalArgumentException("graph: name at least one output");
    }
    Set<String> named = new HashSet<>();
    for (String output : outputs) {
      if (!named.add(output)) {
        throw new IllegalArgumentException("graph: output " + output + " is named twice");
      }
    }
    Order order = new Order();
    for (String output : outputs) {
      order.visit(output);
    }
    for (String name : inputs.keySet()) {
      requireUsed(order.done.contains(name), "input", name);
    }
    for (String name : parts.keySet()) {
      requireUsed(order.done.contains(name), "node", name);
    }
    return assemble(order.nodes, outputs);
  }

  private static void requireUsed(boolean used, String what, String name) {
    if (!used) {
      throw new IllegalArgumentException(
          "graph: " + what + " " + name + " is dangling: no output depends on it");
    }
  }

  private Model assemble(SequencedSet<String> names, String[] outputs) {
    List<Model.Input> modelInputs = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, Shape> shapes = new HashMap<>(inputs);
    for (Map.Entry<String, Shape> input : inputs.entrySet()) {
      numbers.put(input.getKey(), numbers.size());
      modelInputs.add(new Model.Input(input.getKey(), input.getValue()));
    }
    List<Model.Node> nodes = new ArrayList<>();
    for (String name : names) {
      Part part = part(name);
      List<Integer> sources = new ArrayList<>();
      List<Shape> sourceShapes = new ArrayList<>();
      for (String source : part.sources) {
        sources.add(numbers.getOrDefault(source, -1));
        sourceShapes.add(shapes.getOrDefault(source, Shape.of()));
      }
      Shape shape = shapeOf(name, part.layer, sourceShapes);
      nodes.add(new Model.Node(name, part.layer, sources, sourceShapes, shape));
      numbers.put(name, numbers.size());
      shapes.put(name, shape);
    }
    List<Integer> results = new ArrayList<>();
    for (String output : outputs) {
      results.add(numbers.getOrDefault(output, -1));
    }
    return new Model(modelInputs, nodes, results, Set.of());
  }

  private Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("graph: no node " + name);
    }
    return part;
  }

  private static Shape shapeOf(String name, Layer layer, List<Shape> sources) {
    try {
      return layer.outputShape(sources);
    } catch (ShapeException e) {
      ShapeException named = new ShapeException("model: node " + name + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("model: node " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sorts depth-first, every node after its sources; without recursion, as a chain may be very
   * long.
   */
  private final class Order {
    final SequencedSet<String> nodes = new LinkedHashSet<>();
    final Set<String> done = new HashSet<>();

    /** The nodes from an output to the current one, each with the sources still to be visited. */
    private final SequencedMap<String, Iterator<String>> path = new LinkedHashMap<>();

    void visit(String output) {
      enter(output, "the outputs");
      while (!path.isEmpty()) {
        Map.Entry<String, Iterator<String>> last = path.lastEntry();
        if (last.getValue().hasNext()) {
          enter(last.getValue().next(), "the inputs of " + last.getKey());
        } else {
          path.remove(last.getKey());
          done.add(last.getKey());
          nodes.add(last.getKey());
        }
      }
    }

    private void enter(String name, String reader) {
      if (done.contains(name)) {
        return;
      }
      if (inputs.containsKey(name)) {
        done.add(name);
        return;
      }
      Part part = parts.get(name);
      if (part == null) {
        throw new IllegalArgumentException(
            "graph: " + reader + " name " + name + ", which is not an input or node");
      }
      if (path.containsKey(name)) {
        List<String> cycle = new ArrayList<>(path.keySet());
        cycle.add(name);
        throw new IllegalArgumentException(
            "graph: a cycle: "
                + String.join(" <- ", cycle.subList(cycle.indexOf(name), cycle.size())));
      }
      path.put(name, part.sources.iterator());
    }
  }
}
