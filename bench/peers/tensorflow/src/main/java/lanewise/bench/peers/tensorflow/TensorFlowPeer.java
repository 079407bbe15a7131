package lanewise.bench.peers.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.compare.mlp.Contestant;
import lanewise.bench.compare.mlp.Network;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** TensorFlow Java: a graph with constant weights, run by the calling thread. */
public final class TensorFlowPeer implements Contestant {
  private static final String COPIED = "arrays copied into one tensor";
  private static final String TENSORS = "a tensor an input";

  @Override
  public List<String> variants() {
    return List.of(COPIED, TENSORS);
  }

  @Override
  public void save(Network network, Path file) throws IOException {
    try (Graph graph = new Graph()) {
      Ops ops = Ops.create(graph);
      Operand<TFloat32> last =
          ops.withName("x")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, network.features())));
      for (int i = 0; i < network.layers().size(); i++) {
        Network.Layer layer = network.layers().get(i);
        Operand<TFloat32> weights =
            ops.constant(
                Shape.of(layer.in(), layer.out()), DataBuffers.of(layer.transposedWeights()));
        Operand<TFloat32> product = ops.linalg.matMul(i == 0 ? last : ops.nn.relu(last), weights);
        last = ops.nn.biasAdd(product, ops.constant(layer.biases()));
      }
      Ops named = ops.withName("probabilities");
      if (network.classes() == 1) {
        named.math.sigmoid(last);
      } else {
        named.nn.softmax(last);
      }
      Files.write(file, graph.toGraphDef().toByteArray());
    }
  }

  @Override
  public Prediction open(String variant, Path file, int rows, float[][] inputs) throws IOException {
    Graph graph = new Graph();
    graph.importGraphDef(GraphDef.parseFrom(Files.readAllBytes(file)));
    // No thread of a pool: fewer than 0 means the caller's.
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(-1)
            .build();
    Session session = new Session(graph, config);
    Shape shape = Shape.of(rows, inputs[0].length / rows);
    if (variant.equals(TENSORS)) {
      List<TFloat32> tensors = new ArrayList<>();
      for (float[] input : inputs) {
        tensors.add(TFloat32.tensorOf(shape, DataBuffers.of(input)));
      }
      return batch -> run(session, tensors.get(batch));
    }
    TFloat32 tensor = TFloat32.tensorOf(shape);
    return batch -> {
      tensor.asRawTensor().data().asFloats().write(inputs[batch]);
      return run(session, tensor);
    };
  }

  private static float[] run(Session session, TFloat32 input) {
    try (Result result = session.runner().feed("x", input).fetch("probabilities").run()) {
      TFloat32 output = (TFloat32) result.get(0);
      float[] out = new float[Math.toIntExact(output.size())];
      output.asRawTensor().data().asFloats().read(out);
      return out;
    }
  }
}
