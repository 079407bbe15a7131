package lanewise.training.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.layers.inspect.Share;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.TrainingListener;
import lanewise.training.Vitals;
import lanewise.training.metric.MetricValue;

/**
 * Writes an event file for TensorBoard: after every epoch the figures of the report as scalars, and
 * the trained parameters as histograms. The step of an event is the number of steps of the run.
 *
 * <pre>
 *   loss/train, loss/validation, accuracy/train, accuracy/validation, …
 *   training/learning-rate, training/gradient-norm, training/distance, training/rows-per-second
 *   gradient-norm/PARAMETER, update-ratio/PARAMETER, dead/LAYER, saturated/LAYER
 *   PARAMETER                                             histogram
 * </pre>
 *
 * <p>{@code loss/train} is the mean loss of the steps; other figures of the training rows are there
 * if the trainer evaluates them. To look at several runs, give TensorBoard their common folder. An
 * error of the disk is thrown as an {@link UncheckedIOException}, which ends the run.
 */
public final class TensorBoardLog implements TrainingListener, Closeable {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int STATUS = 1;
  private static final int START = 1;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTOGRAM = 5;

  private final EventFile file;
  private final Model model;

  private TensorBoardLog(EventFile file, Model model) {
    this.file = file;
    this.model = model;
  }

  /**
   * Begins an event file.
   *
   * @param folder the folder of the run; it is made if it is missing
   * @param model the model that is trained
   * @param steps the number of steps that the run has taken before: events of an older file of the
   *     same folder from that step on are hidden by TensorBoard
   * @return the log
   * @throws IOException if the file cannot be written
   */
  public static TensorBoardLog create(Path folder, Model model, long steps) throws IOException {
    Files.createDirectories(folder);
    EventFile file = create(folder);
    try {
      file.write(event(0).bytes(FILE_VERSION, utf8("brain.Event:2")).toBytes());
      Protobuf start = new Protobuf().varint(STATUS, START);
      file.write(event(steps + 1).message(SESSION_LOG, start).toBytes());
      return new TensorBoardLog(file, model);
    } catch (Throwable failure) {
      closeAfter(failure, file);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, EventFile file) {
    try {
      file.close();
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /**
   * Begins a file of a name that TensorBoard looks for, with a number if runs begin in the same
   * second, of this process or of another.
   */
  private static EventFile create(Path folder) throws IOException {
    String name =
        String.format(
            Locale.ROOT, "events.out.tfevents.%010d.lanewise", System.currentTimeMillis() / 1_000);
    for (int number = 0; ; number++) {
      try {
        return new EventFile(folder.resolve(number == 0 ? name : name + "." + number));
      } catch (FileAlreadyExistsException taken) {
        // Another run was first to take this name: the next number may be free.
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Protobuf event(long step) {
    return new Protobuf()
        .doubleValue(WALL_TIME, System.currentTimeMillis() * 1e-3)
        .varint(STEP, step);
  }

  @Override
  public void onEpoch(EpochReport report) {
    Vitals vitals = report.vitals();
    Protobuf summary = new Protobuf();
    scalar(summary, "loss/train", report.trainLoss());
    scalar(summary, "loss/validation", report.validation().loss());
    metrics(summary, "/validation", report.validation());
    if (report.train() != null) {
      metrics(summary, "/train", report.train());
    }
    scalar(summary, "training/learning-rate", vitals.learningRate());
    scalar(summary, "training/gradient-norm", vitals.gradientNorm());
    scalar(summary, "training/distance", vitals.distance());
    scalar(summary, "training/rows-per-second", report.rowsPerSecond());
    for (Vitals.OfParameter parameter : vitals.parameters()) {
      scalar(summary, "gradient-norm/" + parameter.name(), parameter.gradientNorm());
      scalar(summary, "update-ratio/" + parameter.name(), parameter.updateRatio());
    }
    shares(summary, "dead/", vitals.dead());
    shares(summary, "saturated/", vitals.saturated());
    for (Slot slot : model.slots()) {
      if (slot.trained()) {
        Protobuf value = new Protobuf().bytes(TAG, utf8(slot.name()));
        value.message(HISTOGRAM, Histogram.of(slot.parameter().values()).toMessage());
        summary.message(VALUE, value);
      }
    }
    write(event(vitals.steps()).message(SUMMARY, summary));
  }

  private static void metrics(Protobuf summary, String part, Evaluation evaluation) {
    for (MetricValue metric : evaluation.metrics()) {
      if (!metric.name().equals("loss")) {
        scalar(summary, metric.name() + part, metric.value());
      }
    }
  }

  private static void shares(Protobuf summary, String group, Map<String, Share> shares) {
    shares.forEach((layer, share) -> scalar(summary, group + layer, share.fraction()));
  }

  private static void scalar(Protobuf summary, String tag, double value) {
    if (!Double.isNaN(value)) {
      Protobuf scalar =
          new Protobuf().bytes(TAG, utf8(tag)).floatValue(SIMPLE_VALUE, (float) value);
      summary.message(VALUE, scalar);
    }
  }

  private void write(Protobuf event) {
    try {
      file.write(event.toBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
