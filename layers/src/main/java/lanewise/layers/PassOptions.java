package lanewise.layers;

import lanewise.tensor.Workers;

/**
 * The settings of a {@link Pass}.
 *
 * @param maxRows the largest batch, at least 1
 * @param workers the threads that a batch may use
 * @param training whether layers behave as in training: dropout drops, batch statistics are used
 * @param gradients whether {@link Pass#backward()} will be called
 * @param inputGradients whether backward also gives the gradients with respect to the model's
 *     inputs
 * @param seed the seed of the random numbers that layers draw in training
 */
public record PassOptions(
    int maxRows,
    Workers workers,
    boolean training,
    boolean gradients,
    boolean inputGradients,
    long seed) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if maxRows is below 1, or input gradients are requested
   *     without gradients
   */
  public PassOptions {
    if (maxRows < 1) {
      throw new IllegalArgumentException("pass: " + maxRows + " rows: plan for at least 1");
    }
    if (inputGradients && !gradients) {
      throw new IllegalArgumentException("pass: input gradients require gradients");
    }
  }

  /**
   * Options for training with gradients of the parameters, on the caller's thread.
   *
   * @param maxRows the largest batch, at least 1
   * @return the options
   */
  public static PassOptions training(int maxRows) {
    return new PassOptions(maxRows, Workers.caller(), true, true, false, 0);
  }

  /**
   * Options for forward-only passes, on the caller's thread.
   *
   * @param maxRows the largest batch, at least 1
   * @return the options
   */
  public static PassOptions inference(int maxRows) {
    return new PassOptions(maxRows, Workers.caller(), false, false, false, 0);
  }

  /**
   * These options with other threads.
   *
   * @param value the threads that a batch may use
   * @return a changed copy
   */
  public PassOptions withWorkers(Workers value) {
    return new PassOptions(maxRows, value, training, gradients, inputGradients, seed);
  }

  /**
   * These options with gradients, of the parameters and of the inputs.
   *
   * @return a changed copy
   */
  public PassOptions withInputGradients() {
    return new PassOptions(maxRows, workers, training, true, true, seed);
  }

  /**
   * These options with another seed.
   *
   * @param value any number
   * @return a changed copy
   */
  public PassOptions withSeed(long value) {
    return new PassOptions(maxRows, workers, training, gradients, inputGradients, value);
  }
}
