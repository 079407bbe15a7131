package lanewise.layers.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.layers.internal.TextTable;
import lanewise.tensor.Shape;

/**
 * The parts of a model, node by node in the order in which they run.
 *
 * <p>Work and memory are those of one example; a batch of B takes B times as much. Bytes are those
 * of float32 values.
 *
 * @param inputs the inputs' names and shapes
 * @param nodes the nodes, one for each layer
 */
public record Summary(List<Input> inputs, List<Node> nodes) {
  private static final long BYTES = Float.BYTES;

  /**
   * An input of the model.
   *
   * @param name the name in the model
   * @param shape the shape of one example
   */
  public record Input(String name, Shape shape) {}

  /**
   * A layer in its place in the model.
   *
   * @param name the name in the model
   * @param kind the layer's kind
   * @param sources the names of the inputs and nodes that it reads
   * @param output the shape of one example's output
   * @param parameters the number of values that training may change, including frozen ones
   * @param frozen the number of these values that are frozen
   * @param tracked the number of values that the layer tracks itself, such as running means
   * @param neurons the output's size if the layer computes weighted sums of its inputs, else 0
   * @param flops the floating-point operations for one example, a multiply-add counted as two
   */
  public record Node(
      String name,
      String kind,
      List<String> sources,
      Shape output,
      long parameters,
      long frozen,
      long tracked,
      long neurons,
      long flops) {
    /** Copies the list. */
    public Node {
      sources = List.copyOf(sources);
    }

    /**
     * The memory of one example's output.
     *
     * @return bytes
     */
    public long activationBytes() {
      return BYTES * output.size();
    }
  }

  /** Copies the lists. */
  public Summary {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
  }

  /**
   * Summarizes a model.
   *
   * @param model the model, as it is now
   * @return its inputs and nodes
   */
  public static Summary of(Model model) {
    List<Input> inputs = new ArrayList<>();
    model.inputShapes().forEach((name, shape) -> inputs.add(new Input(name, shape)));
    List<Node> nodes = new ArrayList<>();
    Set<Integer> counted = new HashSet<>();
    for (Model.Node node : model.nodes()) {
      nodes.add(node(model, node, counted));
    }
    return new Summary(inputs, nodes);
  }

  /** A shared parameter counts at the first node that holds it. */
  private static Node node(Model model, Model.Node node, Set<Integer> counted) {
    long trained = 0;
    long frozen = 0;
    long tracked = 0;
    boolean sums = false;
    for (int number : node.slots()) {
      Slot slot = model.slots().get(number);
      long size = counted.add(number) ? slot.size() : 0;
      trained += slot.parameter().trained() ? size : 0;
      tracked += slot.parameter().trained() ? 0 : size;
      frozen += slot.parameter().trained() && !slot.trained() ? size : 0;
      sums |= slot.parameter().fanIn() > 0;
    }
    long flops = node.layer().flops(node.inputShapes());
    return new Node(
        node.name(),
        node.layer().kind(),
        model.sourceNames(node),
        node.shape(),
        trained,
        frozen,
        tracked,
        sums && flops > 0 ? node.shape().size() : 0,
        flops);
  }

  private long sum(ToLongFunction<Node> figure) {
    return nodes.stream().mapToLong(figure).sum();
  }

  /**
   * The number of values that training may change, including frozen ones.
   *
   * @return the sum over the nodes
   */
  public long parameters() {
    return sum(Node::parameters);
  }

  /**
   * The number of frozen values.
   *
   * @return the sum over the nodes
   */
  public long frozen() {
    return sum(Node::frozen);
  }

  /**
   * The number of values that layers track themselves.
   *
   * @return the sum over the nodes
   */
  public long tracked() {
    return sum(Node::tracked);
  }

  /**
   * The number of outputs of all layers with weights, without the inputs: 6 for 3-4-2. A {@link
   * lanewise.layers.linear.Dense} layer before a {@link lanewise.layers.activation.Maxout} of k
   * counts all its outputs, k for each maxout unit; the maxout itself has no weights and does not
   * count.
   *
   * @return the sum over the nodes
   */
  public long neurons() {
    return sum(Node::neurons);
  }

  /**
   * The floating-point operations of a forward pass for one example.
   *
   * @return the sum over the nodes
   */
  public long flops() {
    return sum(Node::flops);
  }

  /**
   * The memory of all parameters and tracked values.
   *
   * @return bytes
   */
  public long parameterBytes() {
    return BYTES * (parameters() + tracked());
  }

  /**
   * The memory of all nodes' outputs for one example, without the inputs.
   *
   * @return bytes
   */
  public long activationBytes() {
    return sum(Node::activationBytes);
  }

  /**
   * Returns a table with a line for each node, and the totals.
   *
   * @return several lines, the last without a line break
   */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("node", "kind", "reads", "output", "parameters", "FLOPs", "bytes"));
    for (Input input : inputs) {
      lines.add(List.of(input.name, "input", "", input.shape.toString(), "", "", ""));
    }
    for (Node node : nodes) {
      lines.add(
          List.of(
              node.name,
              node.kind,
              String.join(", ", node.sources),
              node.output.toString(),
              count(node.parameters),
              count(node.flops),
              count(node.activationBytes())));
    }
    lines.add(
        List.of(
            "total", "", "", "", count(parameters()), count(flops()), count(activationBytes())));
    return TextTable.of(lines, 4)
        + "\n%s neurons; %s bytes of parameters; FLOPs and bytes are those of one example"
            .formatted(count(neurons()), count(parameterBytes()))
        + (frozen() == 0 ? "" : "; %s parameters are frozen".formatted(count(frozen())))
        + (tracked() == 0 ? "" : "; %s values are tracked".formatted(count(tracked())));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
