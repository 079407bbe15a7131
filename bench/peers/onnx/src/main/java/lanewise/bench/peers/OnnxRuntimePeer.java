package lanewise.bench.peers;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Elementwise;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.OnnxModel;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Transposition;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;

/** ONNX Runtime's Java binding: direct buffers, the output tensor pinned. */
@NullMarked
public final class OnnxRuntimePeer implements Peer {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Product p when p.weights() ->
          List.of(Way.of("Gemm, weights constant", () -> weights(p)));
      case Product p when !p.transA() && !p.transB() -> List.of(Way.of("MatMul", () -> product(p)));
      case Elementwise e -> List.of(Way.of("direct buffers", () -> elementwise(e)));
      case Reduction r when r.kind() == Reduction.Kind.SUM ->
          List.of(Way.of("ReduceSum", () -> reduction(r, "ReduceSum")));
      case Reduction r when r.kind() == Reduction.Kind.MAX ->
          List.of(Way.of("ReduceMax", () -> reduction(r, "ReduceMax")));
      case Reduction r when r.kind() == Reduction.Kind.NORM ->
          List.of(Way.of("ReduceL2", () -> reduction(r, "ReduceL2")));
      case Transposition t -> List.of(Way.of("Transpose", () -> transposition(t)));
      case Mlp m ->
          List.of(
              Way.of("arrays copied into one tensor", () -> copied(m)),
              Way.of("a direct buffer an input", () -> direct(m)));
      default -> List.of();
    };
  }

  private Call weights(Product p) throws OrtException {
    OnnxModel model =
        new OnnxModel()
            .input("a", p.m(), p.k())
            .output("c", p.m(), p.n())
            .weights("w", p.b(), p.n(), p.k())
            .node("Gemm", "c", true, "a", "w");
    return call(model, Map.of("a", tensor(p.a(), p.m(), p.k())), p.m(), p.n());
  }

  private Call product(Product p) throws OrtException {
    OnnxModel model =
        new OnnxModel()
            .input("a", p.m(), p.k())
            .input("b", p.k(), p.n())
            .output("c", p.m(), p.n())
            .node("MatMul", "c", "a", "b");
    return call(
        model,
        Map.of("a", tensor(p.a(), p.m(), p.k()), "b", tensor(p.b(), p.k(), p.n())),
        p.m(),
        p.n());
  }

  private Call elementwise(Elementwise e) throws OrtException {
    String operator =
        switch (e.function()) {
          case EXP -> "Exp";
          case TANH -> "Tanh";
          case SIGMOID -> "Sigmoid";
          case SOFTMAX -> "Softmax";
        };
    OnnxModel model =
        new OnnxModel()
            .input("a", e.rows(), e.size())
            .output("c", e.rows(), e.size())
            .node(operator, "c", "a");
    return call(model, Map.of("a", tensor(e.x(), e.rows(), e.size())), e.rows(), e.size());
  }

  private Call reduction(Reduction r, String operator) throws OrtException {
    OnnxModel model =
        new OnnxModel()
            .input("a", r.rows(), r.columns())
            .output("c", 1, 1)
            .node(operator, "c", "a");
    return call(model, Map.of("a", tensor(r.x(), r.rows(), r.columns())), 1, 1);
  }

  private Call transposition(Transposition t) throws OrtException {
    OnnxModel model =
        new OnnxModel()
            .input("a", t.rows(), t.columns())
            .output("c", t.columns(), t.rows())
            .node("Transpose", "c", "a");
    Map<String, OnnxTensor> inputs = Map.of("a", tensor(t.x(), t.rows(), t.columns()));
    return call(model, inputs, /* rows= */ t.columns(), /* columns= */ t.rows());
  }

  private Call call(OnnxModel model, Map<String, OnnxTensor> inputs, int rows, int columns)
      throws OrtException {
    OrtSession session = environment.createSession(model.toBytes(), options());
    FloatBuffer out = buffer(rows * columns);
    Map<String, OnnxTensor> outputs = new HashMap<>();
    outputs.put("c", OnnxTensor.createTensor(environment, out, new long[] {rows, columns}));
    return Call.of(
        _ -> session.run(inputs, Set.of(), outputs).close(),
        () -> {
          float[] values = new float[rows * columns];
          out.get(0, values);
          return values;
        });
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(THREADS);
    options.setInterOpNumThreads(1);
    return options;
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

  private Call copied(Mlp m) throws OrtException {
    float[][] batches = m.batches();
    FloatBuffer in = buffer(batches[0].length);
    Session session = new Session(m);
    Map<String, OnnxTensor> fed = Map.of("x", session.tensor(in));
    return Call.into(
        session.out,
        batch -> {
          in.put(0, batches[batch]);
          session.run(fed);
        });
  }

  private Call direct(Mlp m) throws OrtException {
    Session session = new Session(m);
    List<Map<String, OnnxTensor>> fed = new ArrayList<>();
    for (float[] batch : m.batches()) {
      FloatBuffer in = buffer(batch.length);
      in.put(0, batch);
      fed.add(Map.of("x", session.tensor(in)));
    }
    return Call.into(session.out, batch -> session.run(fed.get(batch)));
  }

  /** A model from a file, whose answer is copied into an array. */
  private final class Session {
    private final OrtSession session;
    private final int rows;
    private final FloatBuffer buffer;
    private final Map<String, OnnxTensor> outputs;
    private final float[] out;

    Session(Mlp m) throws OrtException {
      session = environment.createSession(m.file().toString(), options());
      TensorInfo info = (TensorInfo) session.getOutputInfo().values().iterator().next().getInfo();
      rows = m.rows();
      out = new float[rows * Math.toIntExact(info.getShape()[1])];
      buffer = buffer(out.length);
      outputs = Map.of("probabilities", tensor(buffer));
    }

    OnnxTensor tensor(FloatBuffer values) throws OrtException {
      return OnnxTensor.createTensor(
          environment, values, new long[] {rows, values.capacity() / rows});
    }

    void run(Map<String, OnnxTensor> inputs) throws OrtException {
      session.run(inputs, Set.of(), outputs).close();
      buffer.get(0, out);
    }
  }

  private OnnxTensor tensor(float[] values, int rows, int columns) throws OrtException {
    FloatBuffer buffer = buffer(values.length);
    buffer.put(0, values);
    return OnnxTensor.createTensor(environment, buffer, new long[] {rows, columns});
  }

  private static FloatBuffer buffer(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
