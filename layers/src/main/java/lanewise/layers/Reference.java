package lanewise.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model in double precision, over the inputs and parameters of a pass at one moment. */
final class Reference {
  private final Model model;
  private final List<double[]> values = new ArrayList<>();
  private final Map<String, double[]> parameters = new HashMap<>();
  private final List<ReferencePass> places = new ArrayList<>();

  Reference(Pass pass, int rows) {
    this.model = pass.model();
    for (int i = 0; i < model.inputs().size(); i++) {
      values.add(doubles(pass.input(i), rows * model.inputs().get(i).shape().size()));
    }
    for (int i = 0; i < model.nodes().size(); i++) {
      Model.Node node = model.nodes().get(i);
      List<double[]> own = new ArrayList<>();
      for (Parameter parameter : node.layer().parameters()) {
        double[] copy = doubles(parameter.values(), parameter.value().size());
        own.add(copy);
        parameters.put(node.name() + "." + parameter.name(), copy);
      }
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

  double[] parameter(String name) {
    return parameters.getOrDefault(name, new double[0]);
  }

  /** How many outputs the model has. */
  int outputs() {
    return model.outputs().size();
  }

  /** An output of the last {@link #forward}. */
  double[] output(int index) {
    return values.get(model.outputs().get(index));
  }

  /** Runs all layers; the first output. */
  double[] forward() {
    for (int i = 0; i < places.size(); i++) {
      model.nodes().get(i).layer().reference(places.get(i));
    }
    return output(0);
  }
}
