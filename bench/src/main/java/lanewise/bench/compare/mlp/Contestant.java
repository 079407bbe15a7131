package lanewise.bench.compare.mlp;

import java.nio.file.Path;
import java.util.List;

/** A library that predicts a {@link Network}, from a model file of its own kind. */
public interface Contestant {
  /**
   * How it is used: the first is the one that users would write first.
   *
   * @return names such as {@code arrays copied into one tensor}
   */
  List<String> variants();

  /**
   * Writes the network as a model file or folder that {@link #open} reads.
   *
   * @throws Exception what the library throws
   */
  void save(Network network, Path file) throws Exception;

  /**
   * Reads a model file and prepares for predictions on one thread.
   *
   * @param variant one of {@link #variants}
   * @param rows of each batch
   * @param inputs the batches, each [rows, features]: a variant that takes tensors made before
   *     makes them here
   * @throws Exception what the library throws
   */
  Prediction open(String variant, Path file, int rows, float[][] inputs) throws Exception;

  /**
   * The network that a variant computes, where it rounds the weights.
   *
   * @return the network itself unless the variant says otherwise
   */
  default Network computed(String variant, Network network) {
    return network;
  }

  /** Predicts one of the batches given when it was opened. */
  @FunctionalInterface
  interface Prediction {
    /**
     * The probabilities of a batch.
     *
     * @param batch which
     * @return [rows, classes], an array that the next call may overwrite
     * @throws Exception what the library throws
     */
    float[] predict(int batch) throws Exception;
  }
}
