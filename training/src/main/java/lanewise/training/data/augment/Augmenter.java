package lanewise.training.data.augment;

/** Changes batches, with buffers of its own. For one thread. */
public interface Augmenter {
  /**
   * Changes the rows of a batch in place. Allocates nothing.
   *
   * @param batch the rows and their random numbers
   */
  void apply(AugmentedBatch batch);
}
