package lanewise.bench.peers.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.bench.compare.OnnxModel;
import lanewise.bench.compare.mlp.Contestant;
import lanewise.bench.compare.mlp.Network;

/** ONNX Runtime's Java binding: direct buffers, the output tensor pinned. */
public final class OnnxRuntimePeer implements Contestant {
  private static final String COPIED = "arrays copied into one tensor";
  private static final String DIRECT = "a direct buffer an input";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Override
  public List<String> variants() {
    return List.of(COPIED, DIRECT);
  }

  /** Rows are not known yet: the batch is a dimension without a size. */
  @Override
  public void save(Network network, Path file) throws IOException {
    OnnxModel model =
        new OnnxModel()
            .input("x", OnnxModel.ANY, network.features())
            .output("probabilities", OnnxModel.ANY, network.classes());
    String last = "x";
    for (int i = 0; i < network.layers().size(); i++) {
      Network.Layer layer = network.layers().get(i);
      if (i > 0) {
        model.node("Relu", "h" + i, last);
        last = "h" + i;
      }
      model
          .weights("w" + i, layer.weights(), layer.out(), layer.in())
          .weights("b" + i, layer.biases(), layer.out())
          .node("Gemm", "z" + i, true, last, "w" + i, "b" + i);
      last = "z" + i;
    }
    String activation = network.classes() == 1 ? "Sigmoid" : "Softmax";
    Files.write(file, model.node(activation, "probabilities", last).toBytes());
  }

  @Override
  public Prediction open(String variant, Path file, int rows, float[][] inputs)
      throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    OrtSession session = environment.createSession(file.toString(), options);
    TensorInfo info = (TensorInfo) session.getOutputInfo().values().iterator().next().getInfo();
    int classes = Math.toIntExact(info.getShape()[1]);
    float[] out = new float[rows * classes];
    FloatBuffer outBuffer = buffer(out.length);
    Map<String, OnnxTensor> outputs = Map.of("probabilities", tensor(outBuffer, rows, classes));
    int width = inputs[0].length / rows;
    if (variant.equals(COPIED)) {
      FloatBuffer in = buffer(inputs[0].length);
      Map<String, OnnxTensor> fed = Map.of("x", tensor(in, rows, width));
      return batch -> {
        in.put(0, inputs[batch]);
        return run(session, fed, outputs, outBuffer, out);
      };
    }
    List<Map<String, OnnxTensor>> fed = new ArrayList<>();
    for (float[] input : inputs) {
      FloatBuffer in = buffer(input.length);
      in.put(0, input);
      fed.add(Map.of("x", tensor(in, rows, width)));
    }
    return batch -> run(session, fed.get(batch), outputs, outBuffer, out);
  }

  private static float[] run(
      OrtSession session,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> outputs,
      FloatBuffer outBuffer,
      float[] out)
      throws OrtException {
    session.run(inputs, Set.of(), outputs).close();
    outBuffer.get(0, out);
    return out;
  }

  private OnnxTensor tensor(FloatBuffer values, int rows, int width) throws OrtException {
    return OnnxTensor.createTensor(environment, values, new long[] {rows, width});
  }

  private static FloatBuffer buffer(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
