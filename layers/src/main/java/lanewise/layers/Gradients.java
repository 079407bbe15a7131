package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lanewise.layers.internal.Room;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of the gradients with respect to activations. The gradients of several readers of one
 * value are added up.
 *
 * <pre>
 *        value v                    backward runs from the last reader to the first:
 *       /   |   \                   c writes v's gradient, b writes a part, which is added,
 *      a    b    c                  a writes a part, which is added
 * </pre>
 *
 * <p>The order of these additions is that of the nodes, so it is the same in every run.
 */
final class Gradients {
  private static final float[] NONE = new float[0];

  private final Model model;
  private final int firstNode;
  private final boolean[] wanted;

  /** By source; empty where no gradient is needed. */
  private final List<float[]> gradients = new ArrayList<>();

  /** By output: where the caller writes; the gradient itself unless nodes read the output too. */
  private final List<float[]> seeds = new ArrayList<>();

  /** By node, by input of the node: where its backward writes, or null. */
  private final List<List<float @Nullable []>> targets = new ArrayList<>();

  Gradients(Model model, PassOptions options) {
    this.model = model;
    this.firstNode = model.inputs().size();
    this.wanted = wanted(model, options);
    boolean[] written = new boolean[wanted.length];
    for (int output : model.outputs()) {
      written[output] = true;
    }
    for (int source = 0; source < wanted.length; source++) {
      boolean used = wanted[source] || (options.gradients() && written[source]);
      gradients.add(used ? buffer(source, options) : NONE);
    }
    boolean[] read = read(model);
    for (int output : model.outputs()) {
      seeds.add(
          read[output] && options.gradients() ? buffer(output, options) : gradients.get(output));
    }
    for (Model.Node node : model.nodes().reversed()) {
      targets.add(targetsOf(node, written, options));
    }
    Collections.reverse(targets);
  }

  private static boolean[] wanted(Model model, PassOptions options) {
    int firstNode = model.inputs().size();
    boolean[] wanted = new boolean[firstNode + model.nodes().size()];
    for (int input = 0; input < firstNode; input++) {
      wanted[input] = options.inputGradients();
    }
    for (int i = 0; i < model.nodes().size() && options.gradients(); i++) {
      Model.Node node = model.nodes().get(i);
      boolean any = false;
      for (int source : node.sources()) {
        any |= wanted[source];
      }
      for (int slot : node.slots()) {
        any |= model.slots().get(slot).trained();
      }
      wanted[firstNode + i] = any;
    }
    return wanted;
  }

  private float[] buffer(int source, PassOptions options) {
    return new float[Room.values("pass", options.maxRows(), model.shapeOf(source).size())];
  }

  /** By source: whether a node reads it. */
  private static boolean[] read(Model model) {
    boolean[] read = new boolean[model.inputs().size() + model.nodes().size()];
    for (Model.Node node : model.nodes()) {
      for (int source : node.sources()) {
        read[source] = true;
      }
    }
    return read;
  }

  private List<float @Nullable []> targetsOf(
      Model.Node node, boolean[] written, PassOptions options) {
    List<float @Nullable []> places = new ArrayList<>();
    for (int source : node.sources()) {
      if (!wanted[source]) {
        places.add(null);
      } else if (written[source]) {
        places.add(buffer(source, options));
      } else {
        places.add(gradients.get(source));
        written[source] = true;
      }
    }
    return Collections.unmodifiableList(places);
  }

  /** Tests whether a node's backward has anything to do. */
  boolean wanted(int node) {
    return wanted[firstNode + node];
  }

  float[] ofNode(int node) {
    return gradients.get(firstNode + node);
  }

  float[] ofSource(int source) {
    return gradients.get(source);
  }

  float[] seed(int output) {
    return seeds.get(output);
  }

  List<float @Nullable []> gradInputs(int node) {
    return targets.get(node);
  }

  /** Copies the caller's gradients to where backward starts. */
  void begin(int rows) {
    for (int i = 0; i < seeds.size(); i++) {
      int source = model.outputs().get(i);
      float[] gradient = gradients.get(source);
      float[] seed = seeds.get(i);
      if (!same(seed, gradient)) {
        System.arraycopy(seed, 0, gradient, 0, rows * model.shapeOf(source).size());
      }
    }
  }

  /** Adds the parts that a node wrote to buffers of their own. */
  void collect(int node, int rows) {
    List<Integer> sources = model.nodes().get(node).sources();
    List<float @Nullable []> places = targets.get(node);
    for (int i = 0; i < places.size(); i++) {
      float[] part = places.get(i);
      int source = sources.get(i);
      if (part != null && !same(part, gradients.get(source))) {
        add(part, gradients.get(source), rows * model.shapeOf(source).size());
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether they are one buffer
  static boolean same(float[] a, float[] b) {
    return a == b;
  }

  static void add(float[] part, float[] sum, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += part[i];
    }
  }
}
