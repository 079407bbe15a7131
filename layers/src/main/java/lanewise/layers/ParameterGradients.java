package lanewise.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The gradients with respect to the parameters, one buffer per slot. Nodes that share a parameter
 * add up their gradients as in {@link Gradients}: the last node writes the gradient, and each
 * earlier one writes a part that is added, so the order of the additions is that of the nodes.
 */
final class ParameterGradients {
  private static final float[] NONE = new float[0];

  /** By slot; empty where there is no gradient. */
  private final List<float[]> gradients = new ArrayList<>();

  /** By node, by parameter of its layer: where its backward writes. */
  private final List<List<float[]>> targets = new ArrayList<>();

  private final Model model;
  private final boolean planned;

  ParameterGradients(Model model, PassOptions options) {
    this.model = model;
    this.planned = options.gradients();
    for (Slot slot : model.slots()) {
      // A layer writes the gradients of frozen parameters too; those of tracked ones do not exist.
      boolean written = planned && slot.parameter().trained();
      gradients.add(written ? new float[slot.size()] : NONE);
    }
    boolean[] taken = new boolean[gradients.size()];
    for (Model.Node node : model.nodes().reversed()) {
      List<float[]> places = new ArrayList<>();
      for (int slot : node.slots()) {
        float[] gradient = gradients.get(slot);
        places.add(taken[slot] ? new float[gradient.length] : gradient);
        taken[slot] = true;
      }
      targets.add(Collections.unmodifiableList(places));
    }
    Collections.reverse(targets);
  }

  float[] ofSlot(int slot) {
    return gradients.get(slot);
  }

  List<float[]> ofNode(int node) {
    return targets.get(node);
  }

  /** The gradients of the trained parameters, by name. */
  SequencedMap<String, float[]> trained() {
    SequencedMap<String, float[]> named = new LinkedHashMap<>();
    for (Slot slot : model.slots()) {
      if (planned && slot.trained()) {
        named.put(slot.name(), gradients.get(slot.index()));
      }
    }
    return Collections.unmodifiableSequencedMap(named);
  }

  /** Adds the parts that a node wrote to buffers of their own. */
  void collect(int node) {
    List<Integer> slots = model.nodes().get(node).slots();
    List<float[]> places = targets.get(node);
    for (int i = 0; i < places.size(); i++) {
      float[] part = places.get(i);
      float[] sum = gradients.get(slots.get(i));
      if (!Gradients.same(part, sum)) {
        Gradients.add(part, sum, sum.length);
      }
    }
  }
}
