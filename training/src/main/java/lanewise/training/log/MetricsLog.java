package lanewise.training.log;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonNull;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonSize;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import lanewise.layers.inspect.Share;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.TrainingListener;
import lanewise.training.Vitals;
import lanewise.training.doctor.Finding;
import lanewise.training.doctor.TrainingDoctor;
import lanewise.training.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/**
 * Appends a line of JSON to a file after every epoch, by convention {@code metrics.jsonl}:
 *
 * <pre>
 *   epoch          the number of the epoch, from 1
 *   step           the number of steps of the run so far
 *   learningRate   of the last step
 *   trainLoss      the mean loss of the training rows, each before the step that used it
 *   train          {"rows", "loss" and the metrics} of training rows after the epoch, or null
 *   validation     {"rows", "loss" and the metrics} of the validation rows after the epoch
 *   best           whether this is the best epoch so far
 *   gradientNorm   the norm of all gradients
 *   distance       of the parameters from their first values
 *   parameters     by name: {"gradientNorm", "updateRatio"}
 *   dead           by ReLU layer: the share of the units that were always 0
 *   saturated      by hidden sigmoid or tanh layer: the share of the saturated activations
 *   findings       the sentences of the training doctor
 *   seconds        the duration of the epoch
 *   rowsPerSecond  the training rows per second, without the validation
 * </pre>
 *
 * <p>A figure that is not a finite number is null. Later versions may add members; those above
 * stay. {@link lanewise.training.Vitals} defines the figures of the health. All but the last two
 * members are the same whenever the run is repeated.
 *
 * <p>Each line is written at once, so a program may read the file while the run goes on. An error
 * of the disk is thrown as an {@link UncheckedIOException}, which ends the run.
 */
public final class MetricsLog implements TrainingListener, Closeable {
  private final Path file;
  private final BufferedWriter out;
  private final TrainingDoctor doctor;

  private MetricsLog(Path file, TrainingDoctor doctor, OpenOption... options) throws IOException {
    this.file = file;
    this.doctor = doctor;
    try {
      this.out = Files.newBufferedWriter(file, options);
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(file, failure);
    }
  }

  /**
   * Begins a new file.
   *
   * @param file the file; an older one is replaced
   * @param doctor the doctor whose findings are written; it must receive each event before this log
   * @return the log
   * @throws IOException if the file cannot be written
   */
  public static MetricsLog create(Path file, TrainingDoctor doctor) throws IOException {
    return new MetricsLog(file, doctor);
  }

  /**
   * Continues the file of a run that is resumed. Lines of epochs that the run will repeat are
   * removed, as is what follows a line that is broken, because the process was killed or the power
   * was cut; the doctor is told of those that remain.
   *
   * @param file the file; it may be missing
   * @param epochs the number of epochs that the resumed run has finished
   * @param doctor the doctor whose findings are written; it must receive each event before this log
   * @return the log
   * @throws IOException if the file cannot be read or written
   */
  public static MetricsLog resume(Path file, int epochs, TrainingDoctor doctor) throws IOException {
    StringBuilder kept = new StringBuilder();
    for (JsonObject line : wholeIfThere(file)) {
      JsonCursor cursor = JsonCursor.of("metrics", line);
      try {
        if (cursor.get("epoch").asInt() <= epochs) {
          doctor.remember(
              number(cursor.get("trainLoss")),
              number(cursor.get("validation").get("loss")),
              number(cursor.get("gradientNorm")));
          kept.append(Json.write(line)).append('\n');
        }
      } catch (JsonException noLineOfALog) {
        break;
      }
    }
    AtomicFiles.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
    return new MetricsLog(file, doctor, StandardOpenOption.APPEND);
  }

  private static List<JsonObject> wholeIfThere(Path file) throws IOException {
    try {
      List<JsonObject> whole = new ArrayList<>();
      whole(file, whole);
      return whole;
    } catch (NoSuchFileException missing) {
      return List.of();
    }
  }

  private static double number(JsonCursor value) {
    return value.isNull() ? Double.NaN : value.asDouble();
  }

  /**
   * Reads the lines of a file. A last line that was cut short, because the process was killed, is
   * left out.
   *
   * @param file the file
   * @return the lines in order
   * @throws lanewise.tensor.io.ReadLimitException if its values take more memory than {@link
   *     ReadLimits#defaults} grant
   * @throws FormatException if another line is not a JSON object
   * @throws IOException if the file cannot be read
   */
  public static List<JsonObject> read(Path file) throws IOException {
    List<JsonObject> objects = new ArrayList<>();
    IOException broken = whole(file, objects);
    if (broken != null) {
      throw broken;
    }
    return objects;
  }

  /**
   * Adds the lines up to the first that is broken, and returns what is wrong with that; null if it
   * is the last line. A character that was cut in two is none of a whole line.
   */
  private static @Nullable IOException whole(Path file, List<JsonObject> objects)
      throws IOException {
    byte[] bytes = bytes(file);
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    long wanted = 0;
    for (String line : lines) {
      wanted += JsonSize.of(line);
    }
    ReadLimits.defaults().requireJson(file.toString(), "the log", wanted, bytes.length);
    for (int i = 0; i < lines.size(); i++) {
      try {
        objects.add(JsonCursor.of("line " + (i + 1), Json.parse(lines.get(i))).object());
      } catch (JsonException broken) {
        return i == lines.size() - 1
            ? null
            : new FormatException(
                "%s, line %s".formatted(file, i + 1), String.valueOf(broken.getMessage()), broken);
      }
    }
    return null;
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException failure) {
      throw new IOException(
          "cannot read %s: %s".formatted(file, AtomicFiles.reason(failure)), failure);
    }
  }

  @Override
  public void onEpoch(EpochReport report) {
    try {
      out.write(Json.write(line(report, doctor)) + "\n");
      out.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(AtomicFiles.cannotWrite(file, failure));
    }
  }

  /**
   * The line of an epoch as an object, for those who send it elsewhere.
   *
   * @param report the epoch
   * @param doctor the doctor whose findings it has
   * @return a new object with the members above
   */
  public static JsonObject line(EpochReport report, TrainingDoctor doctor) {
    Vitals vitals = report.vitals();
    JsonObject.Builder parameters = JsonObject.builder();
    for (Vitals.OfParameter parameter : vitals.parameters()) {
      parameters.put(
          parameter.name(),
          JsonObject.builder()
              .put("gradientNorm", json(parameter.gradientNorm()))
              .put("updateRatio", json(parameter.updateRatio()))
              .build());
    }
    List<JsonValue> findings = new ArrayList<>();
    for (Finding finding : doctor.findings()) {
      findings.add(new JsonString(finding.sentence()));
    }
    return JsonObject.builder()
        .put("epoch", report.epoch())
        .put("step", vitals.steps())
        .put("learningRate", json(vitals.learningRate()))
        .put("trainLoss", json(report.trainLoss()))
        .put("train", json(report.train()))
        .put("validation", json(report.validation()))
        .put("best", report.best())
        .put("gradientNorm", json(vitals.gradientNorm()))
        .put("distance", json(vitals.distance()))
        .put("parameters", parameters.build())
        .put("dead", json(vitals.dead()))
        .put("saturated", json(vitals.saturated()))
        .put("findings", new JsonArray(findings))
        .put("seconds", json(report.seconds()))
        .put("rowsPerSecond", json(report.rowsPerSecond()))
        .build();
  }

  private static JsonValue json(double value) {
    return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
  }

  private static JsonValue json(@Nullable Evaluation evaluation) {
    if (evaluation == null) {
      return JsonNull.NULL;
    }
    JsonObject.Builder object =
        JsonObject.builder().put("rows", evaluation.rows()).put("loss", json(evaluation.loss()));
    for (MetricValue metric : evaluation.metrics()) {
      if (!metric.name().equals("loss") && !metric.name().equals("rows")) {
        object.put(metric.name(), json(metric.value()));
      }
    }
    return object.build();
  }

  private static JsonValue json(SequencedMap<String, Share> shares) {
    JsonObject.Builder object = JsonObject.builder();
    shares.forEach((layer, share) -> object.put(layer, json(share.fraction())));
    return object.build();
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException failure) {
      throw AtomicFiles.cannotWrite(file, failure);
    }
  }
}
