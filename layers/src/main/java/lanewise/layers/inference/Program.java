package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import lanewise.layers.Model;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;

/**
 * The compiled form of a model: steps that run forward, in an order in which every step comes after
 * its inputs, with any number of inputs and outputs. It is a snapshot that later training of the
 * model does not change, and it cannot be trained or saved. {@link InferencePlan} is the usual way
 * to run one.
 *
 * <pre>
 *   dropout, noise, changes of shape             removed
 *   product then scale, scale then product       folded into one product
 *   product then ReLU, sigmoid, tanh, softplus   computed with the product
 * </pre>
 *
 * <p>Each layer describes itself to the compiler ({@link lanewise.layers.Lowering}). Removing and
 * fusing layers keeps the bits. Folding changes the rounding: the weights are multiplied in double
 * precision and rounded once to 32 bits. Layers are merged only if the value between them has no
 * other reader and is not an output.
 *
 * <p>Immutable and safe to share. A program runs in a {@link Workspace}, one for each thread.
 */
public final class Program {
  private final List<Input> inputs;
  private final List<Node> nodes;

  /** The sources that are outputs; sources are the inputs, then the nodes. */
  private final List<Integer> outputs;

  private record Input(String name, Shape shape) {}

  /**
   * A step in its place in the program.
   *
   * @param name the name of the last layer merged into it
   * @param step the step that computes its output
   * @param sources the values that it reads: the inputs of the program from 0, then the nodes in
   *     order
   * @param inputs the shapes of one example of each source
   * @param output the shape of one example of its output
   */
  public record Node(
      String name, Step step, List<Integer> sources, List<Shape> inputs, Shape output) {
    /** Copies the lists. */
    public Node {
      sources = List.copyOf(sources);
      inputs = List.copyOf(inputs);
    }
  }

  private Program(Builder builder, List<Integer> outputs) {
    this.inputs = List.copyOf(builder.inputs);
    this.nodes = List.copyOf(builder.nodes);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * Compiles a model as it is now.
   *
   * @param model a model with any number of inputs and outputs
   * @param precision the precision of the weights of products with 64 or more outputs; others stay
   *     in 32 bits, as they would hardly become smaller
   * @return its compiled form
   * @throws IllegalArgumentException if a weight is NaN or infinite and the precision is INT8; the
   *     message names the node
   * @throws UnsupportedOperationException if a custom layer has parameters and does not override
   *     {@link lanewise.layers.Layer#withParameters}
   */
  public static Program of(Model model, WeightPrecision precision) {
    return Compiler.compile(model, precision);
  }

  /**
   * Starts a program that is built step by step.
   *
   * @return a builder without inputs and steps
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a program step by step. Not safe for concurrent use. */
  public static final class Builder {
    private final List<Input> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> sources = new HashMap<>();

    private Builder() {}

    /**
     * Adds an input. All inputs must come before the first step.
     *
     * @param name not used before
     * @param shape of one example
     * @return this builder
     * @throws IllegalArgumentException if the name is used or a step has been added
     */
    public Builder input(String name, Shape shape) {
      if (!nodes.isEmpty()) {
        throw new IllegalArgumentException(
            "program: input %s comes after a step: add all inputs first".formatted(name));
      }
      number(name);
      inputs.add(new Input(name, shape));
      return this;
    }

    /**
     * Adds a step that reads inputs and earlier steps.
     *
     * @param name not used before
     * @param step the operation
     * @param reads the names of the inputs and steps that it reads, at least one
     * @return this builder
     * @throws IllegalArgumentException if the name is used, or a name that it reads is unknown
     * @throws lanewise.tensor.ShapeException if the step cannot take such inputs
     */
    public Builder step(String name, Step step, String... reads) {
      if (reads.length == 0) {
        throw new IllegalArgumentException(
            "program: step %s reads nothing: name its inputs".formatted(name));
      }
      List<Integer> from = new ArrayList<>();
      List<Shape> shapes = new ArrayList<>();
      for (String read : reads) {
        int source = source(read);
        from.add(source);
        shapes.add(shapeOf(inputs, nodes, source));
      }
      return append(name, step, from, shapes, step.outputShape(shapes));
    }

    /** Adds a step that reads the values of these sources in the given shapes. */
    Builder append(String name, Step step, List<Integer> from, List<Shape> shapes, Shape output) {
      number(name);
      nodes.add(new Node(name, step, from, shapes, output));
      return this;
    }

    /**
     * Builds the program.
     *
     * @param outputs the names of the steps whose values are the program's outputs, at least one
     * @return an immutable program; the builder may be used further
     * @throws IllegalArgumentException if there is no output, or one is unknown or named twice
     */
    public Program build(String... outputs) {
      if (outputs.length == 0) {
        throw new IllegalArgumentException("program: name at least one output");
      }
      SequencedSet<Integer> numbers = new LinkedHashSet<>();
      for (String output : outputs) {
        if (!numbers.add(source(output))) {
          throw new IllegalArgumentException("program: output %s is named twice".formatted(output));
        }
      }
      return new Program(this, List.copyOf(numbers));
    }

    int source(String name) {
      Integer source = sources.get(name);
      if (source == null) {
        throw new IllegalArgumentException("program: there is no input or step " + name);
      }
      return source;
    }

    private void number(String name) {
      if (sources.putIfAbsent(name, sources.size()) != null) {
        throw new IllegalArgumentException("program: the name " + name + " is used twice");
      }
    }
  }

  private static Shape shapeOf(List<Input> inputs, List<Node> nodes, int source) {
    return source < inputs.size()
        ? inputs.get(source).shape
        : nodes.get(source - inputs.size()).output;
  }

  /**
   * The steps in the order in which they run, after removing, folding and fusing layers.
   *
   * @return an unmodifiable list
   */
  public List<Node> nodes() {
    return nodes;
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
   * The outputs' names and the shapes of one example of each.
   *
   * @return an unmodifiable map, in order
   */
  public SequencedMap<String, Shape> outputShapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (int output : outputs) {
      String name =
          output < inputs.size() ? inputs.get(output).name : nodes.get(output - inputs.size()).name;
      shapes.put(name, shapeOf(output));
    }
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /**
   * The memory of all weights and biases.
   *
   * @return the number of bytes, including the padding of packed weights
   */
  public long weightBytes() {
    Set<Step> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    long bytes = 0;
    for (Node node : nodes) {
      bytes += counted.add(node.step) ? node.step.weightBytes() : 0; // nodes may share a step
    }
    return bytes;
  }

  /**
   * Makes buffers for runs by one thread at a time.
   *
   * @param maxRows the most rows that are computed at once
   * @param workers the threads that a run may use
   * @return new buffers
   * @throws IllegalArgumentException if maxRows is below 1 or the rows are more than an array holds
   */
  public Workspace newWorkspace(int maxRows, Workers workers) {
    int widest = 0;
    for (int source = 0; source < inputs.size() + nodes.size(); source++) {
      widest = Math.max(widest, shapeOf(source).size());
    }
    if (maxRows < 1 || (long) maxRows * widest > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "workspace: %s rows of up to %s values: give at least 1, and no more values than an array holds"
              .formatted(maxRows, widest));
    }
    return new Workspace(this, maxRows, workers);
  }

  int inputCount() {
    return inputs.size();
  }

  List<Integer> outputs() {
    return outputs;
  }

  Shape shapeOf(int source) {
    return shapeOf(inputs, nodes, source);
  }
}
