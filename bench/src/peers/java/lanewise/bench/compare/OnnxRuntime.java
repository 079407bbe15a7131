package lanewise.bench.compare;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ONNX Runtime's Java binding on one thread, as fast as it goes: direct buffers for inputs and
 * outputs that are made once and used in every call.
 */
final class OnnxRuntime {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  /** A model with its buffers; {@link #run} computes the outputs from the inputs. */
  static final class Session {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final Map<String, FloatBuffer> buffers = new LinkedHashMap<>();

    private Session(OrtSession session) {
      this.session = session;
    }

    void run() throws OrtException {
      session.run(inputs, java.util.Set.of(), outputs).close();
    }

    /** The values of an input or output, read or written in place. */
    FloatBuffer buffer(String name) {
      return java.util.Objects.requireNonNull(buffers.get(name), name);
    }
  }

  Session open(OnnxModel model, Map<String, long[]> inputs, Map<String, long[]> outputs)
      throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    Session session = new Session(environment.createSession(model.toBytes(), options));
    for (Map.Entry<String, long[]> input : inputs.entrySet()) {
      session.inputs.put(input.getKey(), tensor(session, input.getKey(), input.getValue()));
    }
    for (Map.Entry<String, long[]> output : outputs.entrySet()) {
      session.outputs.put(output.getKey(), tensor(session, output.getKey(), output.getValue()));
    }
    return session;
  }

  private OnnxTensor tensor(Session session, String name, long[] dims) throws OrtException {
    long size = 1;
    for (long dim : dims) {
      size *= dim;
    }
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(size * 4))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    session.buffers.put(name, buffer);
    return OnnxTensor.createTensor(environment, buffer, dims);
  }
}
