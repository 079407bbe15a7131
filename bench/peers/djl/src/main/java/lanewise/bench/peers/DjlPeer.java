package lanewise.bench.peers;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoopTranslator;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Training;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;

/** DJL's blocks on PyTorch: only Python could write a TorchScript file. */
@NullMarked
public final class DjlPeer implements Peer {
  private static final String NAME = "mlp";
  private static final String WIDTHS = "widths";

  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Mlp m ->
          List.of(
              Way.of("predictor", () -> predictor(m)),
              Way.of("block, arrays copied into one", () -> block(m)));
      case Training t -> List.of(Way.of("trainer", () -> training(t)));
      default -> List.of();
    };
  }

  /** DJL's parameter file, and beside it what the block is built from. */
  @Override
  public void save(Network network, Path folder) throws Exception {
    String widths =
        Stream.concat(
                Stream.of(network.features()), network.layers().stream().map(Network.Layer::out))
            .map(String::valueOf)
            .collect(Collectors.joining("-"));
    try (Model model = Model.newInstance(NAME, "PyTorch")) {
      SequentialBlock block = block(widths);
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, network.features()));
      fill(block, network);
      model.setBlock(block);
      model.save(folder, NAME);
      Files.writeString(folder.resolve(WIDTHS), widths);
    }
  }

  private static SequentialBlock block(String widths) {
    long[] sizes = Arrays.stream(widths.split("-", -1)).mapToLong(Long::parseLong).toArray();
    SequentialBlock block = new SequentialBlock();
    for (int i = 1; i < sizes.length; i++) {
      if (i > 1) {
        block.add(Activation.reluBlock());
      }
      block.add(Linear.builder().setUnits(sizes[i]).build());
    }
    return block.add(
        sizes[sizes.length - 1] == 1
            ? Activation.sigmoidBlock()
            : LambdaBlock.singleton(logits -> logits.softmax(-1)));
  }

  private static Call training(Training t) {
    Model model = Model.newInstance(NAME, "PyTorch");
    SequentialBlock block = new SequentialBlock();
    for (Network.Layer layer : t.network().layers()) {
      if (!block.getChildren().isEmpty()) {
        block.add(Activation.reluBlock());
      }
      block.add(Linear.builder().setUnits(layer.out()).build());
    }
    model.setBlock(block);
    Optimizer optimizer =
        t.rule() == Training.Rule.ADAM
            ? Optimizer.adam().optLearningRateTracker(Tracker.fixed(Training.ADAM_RATE)).build()
            : Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(Training.SGD_RATE))
                .optMomentum(Training.MOMENTUM)
                .build();
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer));
    Shape shape = new Shape(Training.BATCH, t.features());
    trainer.initialize(shape);
    fill(block, t.network());
    float[] x = new float[Training.BATCH * t.features()];
    int[] labels = new int[Training.BATCH];
    return Call.of(
        step -> {
          t.batch(step, x, labels);
          try (NDManager manager = trainer.getManager().newSubManager();
              GradientCollector collector = trainer.newGradientCollector()) {
            NDList y = new NDList(manager.create(labels));
            NDList logits = trainer.forward(new NDList(manager.create(x, shape)), y);
            collector.backward(trainer.getLoss().evaluate(y, logits));
          }
          trainer.step();
        },
        () -> {
          try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray rows = manager.create(t.testRows(), new Shape(t.testCount(), t.features()));
            return trainer.evaluate(new NDList(rows)).singletonOrThrow().softmax(-1).toFloatArray();
          }
        });
  }

  private static void fill(SequentialBlock block, Network network) {
    List<Parameter> parameters = block.getParameters().values();
    for (int i = 0; i < network.layers().size(); i++) {
      Network.Layer layer = network.layers().get(i);
      parameters.get(2 * i).getArray().set(FloatBuffer.wrap(layer.weights()));
      parameters.get(2 * i + 1).getArray().set(FloatBuffer.wrap(layer.biases()));
    }
  }

  private static Model load(Mlp m) throws Exception {
    Model model = Model.newInstance(NAME, "PyTorch");
    model.setBlock(block(Files.readString(m.file().resolve(WIDTHS))));
    model.load(m.file(), NAME);
    return model;
  }

  private static Shape shape(Mlp m) {
    return new Shape(m.rows(), m.batches()[0].length / m.rows());
  }

  private static Call predictor(Mlp m) throws Exception {
    Model model = load(m);
    Shape shape = shape(m);
    NDManager manager = model.getNDManager();
    Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
    return Call.giving(
        batch -> {
          try (NDList in = new NDList(manager.create(m.batches()[batch], shape));
              NDList out = predictor.predict(in)) {
            return out.singletonOrThrow().toFloatArray();
          }
        });
  }

  private static Call block(Mlp m) throws Exception {
    Model model = load(m);
    ParameterStore store = new ParameterStore(model.getNDManager(), false);
    NDArray array = model.getNDManager().create(shape(m));
    // The model stays in reach: collected, it would take its arrays along.
    return Call.giving(
        batch -> {
          array.set(FloatBuffer.wrap(m.batches()[batch]));
          try (NDList out = model.getBlock().forward(store, new NDList(array), false)) {
            return out.singletonOrThrow().toFloatArray();
          }
        });
  }
}
