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
  private int epoch;
  private boolean closed;

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
  public synchronized void onEpoch(EpochReport report) {
    if (report.best()) {
      try {
        save(predictor.apply(report), report.epoch());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Replaces the file, unless the process is ending. */
  synchronized void save(Predictor best, int ofEpoch) throws IOException {
    if (!closed) {
      best.save(file);
      epoch = ofEpoch;
    }
  }

  /**
   * Waits for a save that is under way and lets none begin any more, since the process ends.
   *
   * @return a sentence that says what was kept
   */
  synchronized String close() {
    closed = true;
    return epoch > 0
        ? "stopped; %s has the best model so far, of epoch %d".formatted(file, epoch)
        : "stopped before an epoch was finished; nothing was saved"
            + (Files.exists(file) ? ", and " + file + " is unchanged" : "");
  }
}
