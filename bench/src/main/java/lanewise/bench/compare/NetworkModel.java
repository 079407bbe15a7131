package lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Softmax;
import lanewise.layers.linear.Dense;

/** A {@link Network} as a model of ours: apart from it, so that peers start without our jars. */
public final class NetworkModel {
  private NetworkModel() {}

  /** A model that gives probabilities. */
  public static Model of(Network network) {
    List<Layer> layers = dense(network);
    layers.add(network.classes() == 1 ? Sigmoid.of() : Softmax.of());
    return Sequential.of(network.features(), layers.toArray(Layer[]::new));
  }

  /** A model that ends in the logits. */
  public static Model logits(Network network) {
    return Sequential.of(network.features(), dense(network).toArray(Layer[]::new));
  }

  private static List<Layer> dense(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Network.Layer layer : network.layers()) {
      if (!layers.isEmpty()) {
        layers.add(Relu.of());
      }
      Dense dense = Dense.of(layer.in(), layer.out());
      System.arraycopy(layer.weights(), 0, dense.weight().values(), 0, layer.weights().length);
      System.arraycopy(layer.biases(), 0, dense.bias().values(), 0, layer.out());
      layers.add(dense);
    }
    return layers;
  }
}
