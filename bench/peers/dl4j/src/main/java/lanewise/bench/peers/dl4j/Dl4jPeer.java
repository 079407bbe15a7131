package lanewise.bench.peers.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.compare.mlp.Contestant;
import lanewise.bench.compare.mlp.Network;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j's MultiLayerNetwork on ND4J's native backend. */
public final class Dl4jPeer implements Contestant {
  private static final String COPIED = "arrays copied into one";
  private static final String ARRAYS = "an INDArray an input";

  @Override
  public List<String> variants() {
    return List.of(COPIED, ARRAYS);
  }

  @Override
  public void save(Network network, Path file) throws IOException {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
    List<Network.Layer> layers = network.layers();
    for (Network.Layer layer : layers.subList(0, layers.size() - 1)) {
      list.layer(
          new DenseLayer.Builder()
              .nIn(layer.in())
              .nOut(layer.out())
              .activation(Activation.RELU)
              .build());
    }
    list.layer(
        new OutputLayer.Builder(
                network.classes() == 1
                    ? LossFunctions.LossFunction.XENT
                    : LossFunctions.LossFunction.MCXENT)
            .nIn(layers.getLast().in())
            .nOut(layers.getLast().out())
            .activation(network.classes() == 1 ? Activation.SIGMOID : Activation.SOFTMAX)
            .build());
    MultiLayerNetwork mlp = new MultiLayerNetwork(list.build());
    mlp.init();
    for (int i = 0; i < layers.size(); i++) {
      Network.Layer layer = layers.get(i);
      mlp.setParam(i + "_W", Nd4j.create(layer.transposedWeights(), layer.in(), layer.out()));
      mlp.setParam(i + "_b", Nd4j.create(layer.biases(), 1, layer.out()));
    }
    mlp.save(file.toFile());
  }

  @Override
  public Prediction open(String variant, Path file, int rows, float[][] inputs) throws IOException {
    MultiLayerNetwork mlp = MultiLayerNetwork.load(file.toFile(), false);
    int width = inputs[0].length / rows;
    if (variant.equals(ARRAYS)) {
      List<INDArray> arrays = new ArrayList<>();
      for (float[] input : inputs) {
        arrays.add(Nd4j.create(input, rows, width));
      }
      return batch -> values(mlp.output(arrays.get(batch)));
    }
    INDArray array = Nd4j.create(new float[rows * width], rows, width);
    return batch -> {
      array.data().setData(inputs[batch]);
      return values(mlp.output(array));
    };
  }

  /** Row after row, however the array lies. */
  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
