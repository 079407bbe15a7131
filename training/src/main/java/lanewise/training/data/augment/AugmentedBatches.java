package lanewise.training.data.augment;

import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.data.BatchSource;
import lanewise.training.data.RowFormat;
import org.jspecify.annotations.Nullable;

/**
 * Batches whose rows are changed at random when they are read, anew in every epoch.
 *
 * <pre>{@code
 * BatchSource batches =
 *     AugmentedBatches.of(
 *             Minibatches.of(images, 64, seed),
 *             seed,
 *             RandomShift.of(Shape.of(28, 28), 2),
 *             RandomRotation.of(Shape.of(28, 28), 10))
 *         .scaled(scaler);
 * }</pre>
 *
 * <p>The change of a row depends on the seed, the epoch and the row's number within the epoch. It
 * does not depend on threads or, except in {@link Mixup}, on the batch size, and there is no state
 * beside the {@link BatchSource.Position position}.
 *
 * <p>Changes of pixels belong before the scaling, where the background of an image is 0. {@link
 * #next} allocates nothing. An instance is not safe for concurrent use; with {@link
 * lanewise.training.data.stream.Prefetch} around it, the changes run beside the training.
 */
public final class AugmentedBatches implements BatchSource {
  private static final long STREAM = 0x6175676D656E74L; // the letters of "augment"

  private final BatchSource source;
  private final RowFormat format;
  private final Augmenter augmenter;
  private final AugmentedBatch batch;

  /** The targets before the change, where it gives rows another format. */
  private final @Nullable Targets before;

  private long epoch;
  private long row;

  private AugmentedBatches(BatchSource source, Augmentation augmentation, RandomStream changes) {
    RowFormat given = source.format();
    this.source = source;
    this.format = augmentation.result(given);
    this.augmenter = augmentation.begin(given);
    this.batch = new AugmentedBatch(changes);
    this.before = format.equals(given) ? null : given.newTargets(source.maxRows());
    follow(source.position());
  }

  /**
   * Returns changed batches, at the position of the source.
   *
   * @param source the batches to change; only the result may use the source from now on
   * @param seed the seed of the changes; any number
   * @param augmentations the changes in the order in which they are applied, at least one; each has
   *     random numbers of its own, so that one more at the end changes none of those before it
   * @return a new source of batches
   * @throws IllegalArgumentException if there is no change, or one does not fit the format of the
   *     rows
   */
  public static AugmentedBatches of(BatchSource source, long seed, Augmentation... augmentations) {
    if (augmentations.length == 0) {
      throw new IllegalArgumentException("augment: name at least one augmentation");
    }
    RandomStream stream = RandomStream.of(seed).split(STREAM);
    AugmentedBatches batches = new AugmentedBatches(source, augmentations[0], stream.split(0));
    for (int i = 1; i < augmentations.length; i++) {
      batches = new AugmentedBatches(batches, augmentations[i], stream.split(i));
    }
    return batches;
  }

  private void follow(Position position) {
    epoch = position.epoch();
    row = position.row();
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public int maxRows() {
    return source.maxRows();
  }

  @Override
  public int batchesPerEpoch() {
    return source.batchesPerEpoch();
  }

  /**
   * {@inheritDoc}
   *
   * <p>If the change gives rows another format, the arrays must have room for {@link #maxRows}
   * rows.
   */
  @Override
  public int next(float[] features, Targets targets) {
    if (before != null) {
      format.requireRoom("augment", maxRows(), features, targets);
    }
    Targets given = before == null ? targets : before;
    int rows = source.next(features, given);
    if (rows > 0) {
      batch.set(epoch, row, rows, features, given, targets);
      augmenter.apply(batch);
      row += rows;
    }
    return rows;
  }

  @Override
  public void nextEpoch() {
    source.nextEpoch();
    epoch++;
    row = 0;
  }

  @Override
  public Position position() {
    return new Position(epoch, row);
  }

  @Override
  public void moveTo(Position position) {
    source.moveTo(position);
    follow(position);
  }

  @Override
  public void close() {
    source.close();
  }
}
