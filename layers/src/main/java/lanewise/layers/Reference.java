package lanewise.layers;

import java.util.ArrayList;
import java.util.List;

/** A model in double precision, on a snapshot of a pass's inputs and parameters. */
final class Reference {
  private final Model model;
  private final List<double[]> values = new ArrayList<>();
  private final List<double[]> parameters = new ArrayList<>();
  private final List<ReferencePass> places = new ArrayList<>();

  Reference(Pass pass, int rows) {
    this.model = pass.model();
    for (int i = 0; i < model.inputs().size(); i++) {
      values.add(doubles(pass.input(i), rows * model.inputs().get(i).shape().size()));
    }
    for (Slot slot : model.slots()) {
      parameters.add(doubles(slot.parameter().values(), slot.size()));
    }
    for (int i = 0; i < model.nodes().size(); i++) {
      Model.Node node = model.nodes().get(i);
      List<double[]> own = node.slots().stream().map(parameters::get).toList();
      List<double[]> inputs = node.sources().stream().map(values::get).toList();
      double[] output = new double[rows * node.shape().size()];
      values.add(output);
      places.add(new ReferencePass(pass.place(i), node, rows, inputs, own, output));
    }
  }

  private static double[] doubles(float[] from, int count) {
    double[] to = new double[count];
    for (int i = 0; i < count; i++) {
      to[i] = from[i];
    }
    return to;
  }

  double[] input(int index) {
    return values.get(index);
  }

  double[] parameter(int slot) {
    return parameters.get(slot);
  }

  /** The number of outputs of the model. */
  int outputs() {
    return model.outputs().size();
  }

  /** An output of the last {@link #forward}. */
  double[] output(int index) {
    return values.get(model.outputs().get(index));
  }

  /** Runs all layers and returns the first output. */
  double[] forward() {
    for (int i = 0; i < places.size(); i++) {
      model.nodes().get(i).layer().reference(places.get(i));
    }
    return output(0);
  }
}
