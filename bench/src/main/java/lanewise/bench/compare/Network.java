package lanewise.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Dense layers with ReLU between them and a softmax at the end, of one output a sigmoid, with
 * random weights of a fixed seed: what every peer computes, in plain arrays.
 */
public final class Network {
  private static final long SEED = 20_260_401;

  /** One dense layer. */
  public static final class Layer {
    private final int in;
    private final int out;
    private final float[] weights;
    private final float[] biases;

    private Layer(int in, int out, float[] weights, float[] biases) {
      this.in = in;
      this.out = out;
      this.weights = weights;
      this.biases = biases;
    }

    /** The features of an input row. */
    public int in() {
      return in;
    }

    /** The features of an output row. */
    public int out() {
      return out;
    }

    /** The weights [out, in], as in PyTorch. */
    public float[] weights() {
      return weights;
    }

    /** The weights [in, out]. */
    public float[] transposedWeights() {
      float[] transposed = new float[weights.length];
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          transposed[i * out + o] = weights[o * in + i];
        }
      }
      return transposed;
    }

    /** One bias an output. */
    public float[] biases() {
      return biases;
    }
  }

  /** Another weight for a weight. */
  @FunctionalInterface
  interface Change {
    float of(float weight);
  }

  private final List<Layer> layers;

  private Network(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * A network with He initialization and biases of -1 to 1.
   *
   * @param widths features first, classes last: {@code 784-128-10}
   */
  public static Network of(String widths) {
    int[] sizes = widths(widths);
    Random random = new Random(SEED);
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < sizes.length; i++) {
      int in = sizes[i - 1];
      int out = sizes[i];
      double deviation = Math.sqrt(2.0 / in);
      float[] weights = new float[in * out];
      for (int j = 0; j < weights.length; j++) {
        weights[j] = (float) (deviation * random.nextGaussian());
      }
      layers.add(new Layer(in, out, weights, Answers.random(i, out)));
    }
    return new Network(layers);
  }

  private static int[] widths(String text) {
    return Arrays.stream(text.split("-", -1)).mapToInt(Integer::parseInt).toArray();
  }

  /**
   * Batches of features of -1 to 1, each another.
   *
   * @return count arrays [rows, features]
   */
  public float[][] inputs(int count, int rows) {
    float[][] inputs = new float[count][];
    Arrays.setAll(inputs, i -> Answers.random(SEED + i, rows * features()));
    return inputs;
  }

  /**
   * The same network with weights replaced, such as by those of fewer bits; biases stay, and so do
   * layers of fewer than {@code outputs} outputs.
   */
  Network withWeights(int outputs, Change change) {
    List<Layer> changed = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.out < outputs) {
        changed.add(layer);
        continue;
      }
      float[] weights = new float[layer.weights.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = change.of(layer.weights[i]);
      }
      changed.add(new Layer(layer.in, layer.out, weights, layer.biases));
    }
    return new Network(changed);
  }

  /** The same network with biases of 0. */
  Network withoutBiases() {
    return new Network(
        layers.stream()
            .map(layer -> new Layer(layer.in, layer.out, layer.weights, new float[layer.out]))
            .toList());
  }

  /**
   * Of one output: the network of two outputs whose first softmax is this one's sigmoid. The logit
   * of the second is 0.
   */
  Network withTwoOutputs() {
    Layer last = layers.getLast();
    List<Layer> changed = new ArrayList<>(layers);
    changed.removeLast();
    changed.add(
        new Layer(
            last.in, 2, Arrays.copyOf(last.weights, 2 * last.in), Arrays.copyOf(last.biases, 2)));
    return new Network(changed);
  }

  /** The layers, first to last. */
  public List<Layer> layers() {
    return layers;
  }

  /** The features of a row. */
  public int features() {
    return layers.getFirst().in;
  }

  /** The probabilities of a row; 1 where a sigmoid ends the network. */
  public int classes() {
    return layers.getLast().out;
  }
}
