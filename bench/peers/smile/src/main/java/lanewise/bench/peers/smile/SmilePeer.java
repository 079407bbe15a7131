package lanewise.bench.peers.smile;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.compare.mlp.Contestant;
import lanewise.bench.compare.mlp.Network;
import smile.classification.MLP;
import smile.io.Read;
import smile.io.Write;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;

/** Smile's multilayer perceptron: doubles in and out, one row a call; a batch is a loop. */
public final class SmilePeer implements Contestant {
  private static final ObjectInputFilter CLASSES =
      ObjectInputFilter.Config.createFilter("smile.**;lanewise.bench.peers.smile.*;java.base/*;!*");

  /** Reaches the layers, whose weights only training sets. */
  private static final class Perceptron extends MLP {
    Perceptron(LayerBuilder... builders) {
      super(builders);
    }

    /** The first of Smile's layers is the input. */
    void fill(List<Network.Layer> layers) {
      for (int i = 1; i < net.length; i++) {
        fill(net[i], layers.get(i - 1));
      }
      fill(output, layers.getLast());
    }

    private static void fill(Layer layer, Network.Layer from) {
      for (int o = 0; o < from.out(); o++) {
        layer.bias().set(o, from.biases()[o]);
        for (int i = 0; i < from.in(); i++) {
          layer.weight().set(o, i, from.weights()[o * from.in() + i]);
        }
      }
    }
  }

  @Override
  public List<String> variants() {
    return List.of("rows of doubles");
  }

  /** Java serialization is the form in which Smile keeps models. */
  @Override
  public void save(Network network, Path file) throws IOException {
    List<Network.Layer> layers = network.layers();
    LayerBuilder[] builders = new LayerBuilder[layers.size() + 1];
    builders[0] = Layer.input(network.features());
    for (int i = 1; i < layers.size(); i++) {
      builders[i] = Layer.rectifier(layers.get(i - 1).out());
    }
    builders[layers.size()] =
        Layer.mle(
            network.classes(),
            network.classes() == 1 ? OutputFunction.SIGMOID : OutputFunction.SOFTMAX);
    Perceptron perceptron = new Perceptron(builders);
    perceptron.fill(layers);
    Write.object(perceptron, file);
  }

  /** Of one output, Smile gives the probabilities of both classes. */
  @Override
  public Prediction open(String variant, Path file, int rows, float[][] inputs) throws Exception {
    MLP mlp = (MLP) Read.object(file, CLASSES);
    int width = inputs[0].length / rows;
    double[][][] doubles = new double[inputs.length][rows][width];
    for (int batch = 0; batch < inputs.length; batch++) {
      for (int i = 0; i < inputs[batch].length; i++) {
        doubles[batch][i / width][i % width] = inputs[batch][i];
      }
    }
    int classes = mlp.numClasses();
    int first = classes == 2 ? 1 : 0;
    int wanted = classes - first;
    double[] posteriori = new double[classes];
    float[] out = new float[rows * wanted];
    return batch -> {
      for (int row = 0; row < rows; row++) {
        mlp.predict(doubles[batch][row], posteriori);
        for (int j = 0; j < wanted; j++) {
          out[row * wanted + j] = (float) posteriori[first + j];
        }
      }
      return out;
    };
  }
}
