package lanewise.bench.peers.djl;

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
import ai.djl.training.ParameterStore;
import ai.djl.translate.NoopTranslator;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.bench.compare.mlp.Contestant;
import lanewise.bench.compare.mlp.Network;

/** DJL's blocks on PyTorch: only Python could write a TorchScript file. */
public final class DjlPeer implements Contestant {
  private static final String NAME = "mlp";
  private static final String WIDTHS = "widths";
  private static final String PREDICTOR = "predictor";
  private static final String BLOCK = "block, arrays copied into one";

  @Override
  public List<String> variants() {
    return List.of(PREDICTOR, BLOCK);
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
      List<Parameter> parameters = block.getParameters().values();
      for (int i = 0; i < network.layers().size(); i++) {
        Network.Layer layer = network.layers().get(i);
        parameters.get(2 * i).getArray().set(FloatBuffer.wrap(layer.weights()));
        parameters.get(2 * i + 1).getArray().set(FloatBuffer.wrap(layer.biases()));
      }
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

  @Override
  public Prediction open(String variant, Path folder, int rows, float[][] inputs) throws Exception {
    Model model = Model.newInstance(NAME, "PyTorch");
    model.setBlock(block(Files.readString(folder.resolve(WIDTHS))));
    model.load(folder, NAME);
    Shape shape = new Shape(rows, inputs[0].length / rows);
    NDManager manager = model.getNDManager();
    if (variant.equals(BLOCK)) {
      ParameterStore store = new ParameterStore(manager, false);
      NDArray array = manager.create(shape);
      // The model stays in reach: collected, it would take its arrays along.
      return batch -> {
        array.set(FloatBuffer.wrap(inputs[batch]));
        try (NDList out = model.getBlock().forward(store, new NDList(array), false)) {
          return out.singletonOrThrow().toFloatArray();
        }
      };
    }
    Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
    return batch -> {
      try (NDList in = new NDList(manager.create(inputs[batch], shape));
          NDList out = predictor.predict(in)) {
        return out.singletonOrThrow().toFloatArray();
      }
    };
  }
}
