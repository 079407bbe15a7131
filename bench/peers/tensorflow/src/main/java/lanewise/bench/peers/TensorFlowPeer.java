package lanewise.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
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
import org.jspecify.annotations.NullMarked;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** TensorFlow Java: a graph with constant weights, run by the calling thread. */
@NullMarked
public final class TensorFlowPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Mlp m ->
          List.of(
              Way.of("arrays copied into one tensor", () -> copied(m)),
              Way.of("a tensor an input", () -> tensors(m)));
      case Training t -> List.of(Way.of("graph", () -> training(t)));
      default -> List.of();
    };
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

  private static Session session(Graph graph) {
    // One thread is the caller's: fewer than 0 means no pool.
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(THREADS)
            .setInterOpParallelismThreads(-1)
            .build();
    return new Session(graph, config);
  }

  /** A graph with variables, gradients by the library, one run a step. */
  private static Call training(Training t) {
    Graph graph = new Graph();
    Ops ops = Ops.create(graph);
    Placeholder<TFloat32> x =
        ops.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, t.features())));
    Placeholder<TFloat32> labels =
        ops.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, t.classes())));
    List<Variable<TFloat32>> variables = new ArrayList<>();
    List<Op> starts = new ArrayList<>();
    Operand<TFloat32> last = x;
    for (Network.Layer layer : t.network().layers()) {
      Variable<TFloat32> weights =
          variable(ops, starts, Shape.of(layer.in(), layer.out()), layer.transposedWeights());
      Variable<TFloat32> biases = variable(ops, starts, Shape.of(layer.out()), layer.biases());
      Operand<TFloat32> in = variables.isEmpty() ? last : ops.nn.relu(last);
      last = ops.nn.biasAdd(ops.linalg.matMul(in, weights), biases);
      variables.add(weights);
      variables.add(biases);
    }
    Operand<TFloat32> losses = ops.nn.softmaxCrossEntropyWithLogits(last, labels).loss();
    Operand<TFloat32> loss = ops.math.mean(losses, ops.constant(0));
    Gradients gradients = ops.gradients(loss, variables);
    List<Op> updates = updates(ops, t.rule(), variables, gradients, starts);
    Operand<TFloat32> probabilities = ops.nn.softmax(last);
    Session session = session(graph);
    starts.forEach(start -> session.runner().addTarget(start).run().close());

    float[] rows = new float[Training.BATCH * t.features()];
    int[] classes = new int[Training.BATCH];
    TFloat32 fedRows = TFloat32.tensorOf(Shape.of(Training.BATCH, t.features()));
    TFloat32 fedLabels = TFloat32.tensorOf(Shape.of(Training.BATCH, t.classes()));
    return Call.of(
        step -> {
          t.batch(step, rows, classes);
          fedRows.asRawTensor().data().asFloats().write(rows);
          fedLabels.asRawTensor().data().asFloats().write(Training.oneHot(classes, t.classes()));
          Session.Runner runner = session.runner().feed(x, fedRows).feed(labels, fedLabels);
          updates.forEach(runner::addTarget);
          runner.run().close();
        },
        () -> {
          Shape shape = Shape.of(t.testCount(), t.features());
          try (TFloat32 images = TFloat32.tensorOf(shape, DataBuffers.of(t.testRows()));
              Result result = session.runner().feed(x, images).fetch(probabilities).run()) {
            return floats((TFloat32) result.get(0));
          }
        });
  }

  private static Variable<TFloat32> variable(
      Ops ops, List<Op> starts, Shape shape, float[] values) {
    Variable<TFloat32> variable = ops.variable(shape, TFloat32.class);
    starts.add(ops.assign(variable, ops.constant(shape, DataBuffers.of(values))));
    return variable;
  }

  private static List<Op> updates(
      Ops ops,
      Training.Rule rule,
      List<Variable<TFloat32>> variables,
      Gradients gradients,
      List<Op> starts) {
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> beta1 = ops.constant(0.9f);
    Operand<TFloat32> beta2 = ops.constant(0.999f);
    Variable<TFloat32> power1 = variable(ops, starts, Shape.scalar(), new float[] {0.9f});
    Variable<TFloat32> power2 = variable(ops, starts, Shape.scalar(), new float[] {0.999f});
    for (int i = 0; i < variables.size(); i++) {
      Variable<TFloat32> variable = variables.get(i);
      Shape shape = variable.asOutput().shape();
      float[] zeros = new float[Math.toIntExact(shape.size())];
      Operand<TFloat32> gradient = gradients.dy(i);
      Variable<TFloat32> first = variable(ops, starts, shape, zeros);
      if (rule == Training.Rule.SGD) {
        updates.add(
            ops.train.applyMomentum(
                variable,
                first,
                ops.constant(Training.SGD_RATE),
                gradient,
                ops.constant(Training.MOMENTUM)));
      } else {
        Variable<TFloat32> second = variable(ops, starts, shape, zeros);
        updates.add(
            ops.train.applyAdam(
                variable,
                first,
                second,
                power1,
                power2,
                ops.constant(Training.ADAM_RATE),
                beta1,
                beta2,
                ops.constant(1e-8f),
                gradient));
      }
    }
    if (rule == Training.Rule.ADAM) {
      Ops after = ops.withControlDependencies(List.copyOf(updates));
      updates.add(after.assign(power1, after.math.mul(power1, beta1)));
      updates.add(after.assign(power2, after.math.mul(power2, beta2)));
    }
    return updates;
  }

  private static Session load(Mlp m) throws IOException {
    Graph graph = new Graph();
    graph.importGraphDef(GraphDef.parseFrom(Files.readAllBytes(m.file())));
    return session(graph);
  }

  private static Shape shape(Mlp m) {
    return Shape.of(m.rows(), m.batches()[0].length / m.rows());
  }

  private static Call copied(Mlp m) throws IOException {
    Session session = load(m);
    TFloat32 tensor = TFloat32.tensorOf(shape(m));
    return Call.giving(
        batch -> {
          tensor.asRawTensor().data().asFloats().write(m.batches()[batch]);
          return run(session, tensor);
        });
  }

  private static Call tensors(Mlp m) throws IOException {
    Session session = load(m);
    List<TFloat32> tensors = new ArrayList<>();
    for (float[] batch : m.batches()) {
      tensors.add(TFloat32.tensorOf(shape(m), DataBuffers.of(batch)));
    }
    return Call.giving(batch -> run(session, tensors.get(batch)));
  }

  private static float[] run(Session session, TFloat32 input) {
    try (Result result = session.runner().feed("x", input).fetch("probabilities").run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
