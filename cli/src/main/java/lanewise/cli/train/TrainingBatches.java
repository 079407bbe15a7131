package lanewise.cli.train;

import java.util.List;
import java.util.stream.Stream;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.AugmentationSettings.Change;
import lanewise.cli.job.AugmentationSettings.FeatureChange;
import lanewise.cli.job.AugmentationSettings.PixelChange;
import lanewise.cli.job.Job;
import lanewise.cli.job.TrainingSettings.Batches;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.training.data.BalancedBatches;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.Samples;
import lanewise.training.data.augment.Augmentation;
import lanewise.training.data.augment.AugmentedBatches;
import lanewise.training.data.stream.Prefetch;

/** The batches of a job: shuffled or balanced rows, changed at random. */
final class TrainingBatches {
  private TrainingBatches() {}

  /** So many batches are read from the disk ahead of the training. */
  private static final int AHEAD = 4;

  /**
   * Returns the batches, at their first position. Pixels are changed before they are scaled, and
   * all other features afterwards. Rows on the disk are read ahead by a thread of its own.
   *
   * @return the batches, which must be closed
   * @throws InputException if the data does not allow what the job asks for
   */
  static BatchSource of(Job job, PreparedData data) {
    BatchSource changed = changed(job, data);
    return data.onDisk() ? Prefetch.of(changed, AHEAD) : changed;
  }

  private static BatchSource changed(Job job, PreparedData data) {
    List<PixelChange> pixels = changes(job, PixelChange.class);
    BatchSource batches = rows(job, data, pixels.isEmpty() ? data.train() : data.unscaledTrain());
    try {
      if (!pixels.isEmpty()) {
        if (!(data.transform() instanceof FeatureScaler scaler)) {
          throw new InputException("augmentation.changes: the rows of a table are no images");
        }
        Shape image = job.augmentation().imageOf(data.image(), data.featureCount());
        batches =
            changed(batches, job.seed(), pixels.stream().map(each -> each.of(image)))
                .scaled(scaler);
      }
      List<FeatureChange> others = changes(job, FeatureChange.class);
      return others.isEmpty()
          ? batches
          : changed(
              batches, job.seed() + 1, others.stream().map(each -> each.of(data.transform())));
    } catch (IllegalArgumentException unsuitable) {
      throw new InputException("augmentation: " + unsuitable.getMessage(), unsuitable);
    }
  }

  private static BatchSource changed(
      BatchSource batches, long seed, Stream<Augmentation> augmentations) {
    return AugmentedBatches.of(batches, seed, augmentations.toArray(Augmentation[]::new));
  }

  private static BatchSource rows(Job job, PreparedData data, Samples rows) {
    int size = job.training().batchFor(rows.rows());
    if (job.training().batches() == Batches.SHUFFLED) {
      return Minibatches.of(rows, size, job.seed());
    }
    if (!(data.task() instanceof Task.Classification)) {
      throw new InputException("training.batches balanced: there are no classes to balance");
    }
    return BalancedBatches.of(rows, size, job.seed());
  }

  private static <C extends Change> List<C> changes(Job job, Class<C> kind) {
    return job.augmentation().changes().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
