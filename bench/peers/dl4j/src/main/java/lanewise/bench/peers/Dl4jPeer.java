package lanewise.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Training;
import lanewise.bench.compare.Way;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.NullMarked;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j's MultiLayerNetwork on ND4J's native backend. */
@NullMarked
public final class Dl4jPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Mlp m ->
          List.of(
              Way.of("arrays copied into one", () -> copied(m)),
              Way.of("an INDArray an input", () -> arrays(m)));
      case Training t -> List.of(Way.of(rule(t), () -> training(t)));
      default -> List.of();
    };
  }

  @Override
  public void save(Network network, Path file) throws IOException {
    network(network, new Sgd()).save(file.toFile());
  }

  private static MultiLayerNetwork network(Network network, IUpdater updater) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().updater(updater).list();
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
    return mlp;
  }

  /** It has no other momentum than Nesterov's. */
  private static String rule(Training t) {
    return t.rule() == Training.Rule.ADAM ? "fit" : "fit, Nesterov momentum";
  }

  private static Call training(Training t) {
    MultiLayerNetwork mlp =
        network(
            t.network(),
            t.rule() == Training.Rule.ADAM
                ? new Adam(Training.ADAM_RATE)
                : new Nesterovs(Training.SGD_RATE, Training.MOMENTUM));
    float[] x = new float[Training.BATCH * t.features()];
    int[] labels = new int[Training.BATCH];
    INDArray rows = array(x, Training.BATCH);
    return Call.of(
        step -> {
          t.batch(step, x, labels);
          rows.data().setData(x);
          mlp.fit(rows, array(Training.oneHot(labels, t.classes()), Training.BATCH));
        },
        () -> values(mlp.output(array(t.testRows(), t.testCount()))));
  }

  private static Call copied(Mlp m) throws IOException {
    MultiLayerNetwork mlp = MultiLayerNetwork.load(m.file().toFile(), false);
    float[][] batches = m.batches();
    INDArray array = array(new float[batches[0].length], m.rows());
    return Call.giving(
        batch -> {
          array.data().setData(batches[batch]);
          return values(mlp.output(array));
        });
  }

  private static Call arrays(Mlp m) throws IOException {
    MultiLayerNetwork mlp = MultiLayerNetwork.load(m.file().toFile(), false);
    List<INDArray> arrays = new ArrayList<>();
    for (float[] batch : m.batches()) {
      arrays.add(array(batch, m.rows()));
    }
    return Call.giving(batch -> values(mlp.output(arrays.get(batch))));
  }

  private static INDArray array(float[] values, int rows) {
    return Nd4j.create(values, rows, values.length / rows);
  }

  /** Row after row, however the array lies. */
  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
