package lanewise.training.averaging;

import lanewise.training.schedule.Progress;

/**
 * A rule by which a run averages the weights over its steps:
 *
 * <pre>
 *   average = average + share (w - average)
 * </pre>
 *
 * <p>The run keeps the averages. It validates the model with them, selects the best epoch by them,
 * and leaves the model with them, while it continues to train the weights themselves. Statistics
 * that layers track, such as a batch normalization's running mean, are averaged with the same
 * shares (PyTorch's {@code AveragedModel} with {@code use_buffers=True}); they are not computed
 * anew for the averaged weights, as PyTorch's {@code update_bn} does.
 *
 * <p>A rule consists of settings; it is immutable and safe to share. The share depends on the
 * progress alone, so a rule remembers nothing.
 */
@FunctionalInterface
public interface WeightAveraging {
  /**
   * Returns the share of the weights in the average after a step. Allocates nothing.
   *
   * @param progress the progress of the run, in which {@link Progress#steps()} counts this step
   * @return 0 leaves the average as it is, 1 makes it the weights
   */
  double share(Progress progress);
}
