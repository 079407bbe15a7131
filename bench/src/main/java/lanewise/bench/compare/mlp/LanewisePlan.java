package lanewise.bench.compare.mlp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Softmax;
import lanewise.layers.file.SavedModel;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Workspace;
import lanewise.layers.linear.Dense;
import lanewise.tensor.WeightPrecision;

/** Ours: an inference plan, arrays in and out, the caller's workspace. */
public final class LanewisePlan implements Contestant {
  private static final String FLOAT32 = "float32";

  /** Narrower layers stay in 32 bits. */
  private static final int COMPRESSED_FROM = 64;

  private static final String BFLOAT16 = "bfloat16 weights";

  @Override
  public List<String> variants() {
    return List.of(FLOAT32, BFLOAT16);
  }

  @Override
  public void save(Network network, Path file) throws IOException {
    SavedModel.of(model(network)).save(file);
  }

  /** The network as a model of ours. */
  static Model model(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Network.Layer layer : network.layers()) {
      if (!layers.isEmpty()) {
        layers.add(Relu.of());
      }
      Dense dense = Dense.of(layer.in(), layer.out());
      System.arraycopy(layer.weights(), 0, dense.weight().values(), 0, layer.weights().length);
      System.arraycopy(layer.biases(), 0, dense.bias().values(), 0, layer.out());
      layers.add(dense);
    }
    layers.add(network.classes() == 1 ? Sigmoid.of() : Softmax.of());
    return Sequential.of(network.features(), layers.toArray(Layer[]::new));
  }

  private static WeightPrecision precision(String variant) {
    return variant.equals(BFLOAT16) ? WeightPrecision.BFLOAT16 : WeightPrecision.FLOAT32;
  }

  @Override
  public Network computed(String variant, Network network) {
    return variant.equals(BFLOAT16)
        ? network.withWeights(COMPRESSED_FROM, LanewisePlan::bfloat16)
        : network;
  }

  /** The nearest number whose upper 16 bits are those of a float, the even one of two. */
  static float bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int even = bits >>> 16 & 1;
    return Float.intBitsToFloat(bits + 0x7fff + even & 0xffff0000);
  }

  @Override
  public Prediction open(String variant, Path file, int rows, float[][] inputs) throws IOException {
    InferencePlan plan = InferencePlan.load(file, precision(variant));
    Workspace workspace = plan.newWorkspace(rows);
    float[] out = new float[rows * plan.outputSize()];
    return batch -> {
      plan.predict(workspace, rows, inputs[batch], 0, out, 0);
      return out;
    };
  }
}
