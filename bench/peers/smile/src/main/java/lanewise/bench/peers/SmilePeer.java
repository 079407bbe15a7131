package lanewise.bench.peers;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Training;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;
import smile.classification.MLP;
import smile.io.Read;
import smile.io.Write;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/** Smile's multilayer perceptron: doubles in and out, one row a call; a batch is a loop. */
@NullMarked
public final class SmilePeer implements Peer {
  private static final ObjectInputFilter CLASSES =
      ObjectInputFilter.Config.createFilter("smile.**;lanewise.bench.peers.*;java.base/*;!*");

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
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Mlp m -> List.of(Way.of("rows of doubles", () -> predictions(m)));
      case Training t when t.rule() == Training.Rule.SGD ->
          List.of(Way.of("update", () -> training(t)));
      default -> List.of();
    };
  }

  /** Java serialization is the form in which Smile keeps models. */
  @Override
  public void save(Network network, Path file) throws IOException {
    Write.object(perceptron(network), file);
  }

  private static Perceptron perceptron(Network network) {
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
    return perceptron;
  }

  private static Call training(Training t) {
    Perceptron perceptron = perceptron(t.network());
    perceptron.setLearningRate(TimeFunction.constant(Training.SGD_RATE));
    perceptron.setMomentum(TimeFunction.constant(Training.MOMENTUM));
    float[] x = new float[Training.BATCH * t.features()];
    int[] labels = new int[Training.BATCH];
    double[][] rows = doubles(x, Training.BATCH);
    return Call.of(
        step -> {
          t.batch(step, x, labels);
          copy(x, rows);
          perceptron.update(rows, labels);
        },
        () -> {
          float[] out = new float[t.testCount() * t.classes()];
          double[] posteriori = new double[t.classes()];
          double[][] images = doubles(t.testRows(), t.testCount());
          for (int row = 0; row < images.length; row++) {
            perceptron.predict(images[row], posteriori);
            for (int j = 0; j < posteriori.length; j++) {
              out[row * posteriori.length + j] = (float) posteriori[j];
            }
          }
          return out;
        });
  }

  /** Of one output, Smile gives the probabilities of both classes. */
  private static Call predictions(Mlp m) throws Exception {
    MLP mlp = (MLP) Read.object(m.file(), CLASSES);
    int rows = m.rows();
    double[][][] doubles = new double[m.inputs()][][];
    for (int batch = 0; batch < doubles.length; batch++) {
      doubles[batch] = doubles(m.batches()[batch], rows);
    }
    int classes = mlp.numClasses();
    int first = classes == 2 ? 1 : 0;
    int wanted = classes - first;
    double[] posteriori = new double[classes];
    float[] out = new float[rows * wanted];
    return Call.into(
        out,
        batch -> {
          for (int row = 0; row < rows; row++) {
            mlp.predict(doubles[batch][row], posteriori);
            for (int j = 0; j < wanted; j++) {
              out[row * wanted + j] = (float) posteriori[first + j];
            }
          }
        });
  }

  private static double[][] doubles(float[] values, int rows) {
    double[][] doubles = new double[rows][values.length / rows];
    copy(values, doubles);
    return doubles;
  }

  private static void copy(float[] values, double[][] rows) {
    int width = rows[0].length;
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < width; i++) {
        rows[row][i] = values[row * width + i];
      }
    }
  }
}
