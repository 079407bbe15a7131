package lanewise.training.data.augment;

import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;

/** A batch whose rows an {@link Augmenter} changes. It is valid only during that call. */
public final class AugmentedBatch {
  private final RandomStream changes;
  private final RandomStream epoch = RandomStream.of(0);
  private final RandomStream row = RandomStream.of(0);
  private long firstRow;
  private int rows;
  private float[] features = new float[0];
  private Targets targets = Targets.ofClasses(new int[0]);
  private Targets result = targets;

  /** Takes the stream of one augmentation, which later splits do not change. */
  AugmentedBatch(RandomStream changes) {
    this.changes = changes;
  }

  void set(long epochNumber, long first, int count, float[] x, Targets before, Targets after) {
    changes.splitInto(epochNumber, epoch);
    firstRow = first;
    rows = count;
    features = x;
    targets = before;
    result = after;
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the features to change, [rows, F], row-major from index 0.
   *
   * @return the array itself
   */
  public float[] features() {
    return features;
  }

  /**
   * Returns the targets of the rows before the change.
   *
   * @return the targets themselves; the same object as {@link #result} if the format is the same
   */
  public Targets targets() {
    return targets;
  }

  /**
   * Returns the targets to write if the change gives rows another format.
   *
   * @return the targets themselves
   */
  public Targets result() {
    return result;
  }

  /**
   * Returns the random numbers of a row: a stream that depends on the seed, the place of the
   * augmentation in its list, the epoch, and the number of the row within it, and on nothing else.
   *
   * @param index the position of the row in this batch
   * @return the stream at its first number; it is the same object at each call
   */
  public RandomStream random(int index) {
    epoch.splitInto(firstRow + index, row);
    return row;
  }
}
