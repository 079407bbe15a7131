package lanewise.cli.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import lanewise.layers.predictor.Predictor;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;

/**
 * Keeps the best model of a training on disk, from the epoch that found it on: the file is replaced
 * whole or not at all, so whatever ends the process, the best model so far is there. Before the
 * first epoch is finished, an older file stays as it was.
 */
final class BestModel implements TrainingListener {
  private final Path file;
  private final Function<EpochReport, Predictor> predictor;

  /** The epoch of the model in the file; 0 while it is not of this training. */
  private volatile int epoch;

  /**
   * Of a training.
   *
   * @param file where to save
   * @param predictor makes what is saved of the model as it is after an epoch
   */
  BestModel(Path file, Function<EpochReport, Predictor> predictor) {
    this.file = file;
    this.predictor = predictor;
  }

  @Override
  public void onEpoch(EpochReport report) {
    if (report.best()) {
      try {
        save(predictor.apply(report), report.epoch());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Continues a training that found its best epoch before, and saved its model then. */
  void resumed(int bestEpoch) {
    epoch = Files.exists(file) ? bestEpoch : 0;
  }

  /** Replaces the file. */
  void save(Predictor best, int ofEpoch) throws IOException {
    best.save(file);
    epoch = ofEpoch;
  }

  /** The file of the model. */
  Path file() {
    return file;
  }

  /** Says what is in the file; any thread may ask. */
  String whatIsThere() {
    if (epoch > 0) {
      return "%s has the best model so far, of epoch %s".formatted(file, epoch);
    }
    return Files.exists(file)
        ? "%s is the model of an earlier training".formatted(file)
        : "there is no model yet";
  }
}
