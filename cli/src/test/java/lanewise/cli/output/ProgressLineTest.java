package lanewise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.TrainingStep;
import lanewise.training.Vitals;
import lanewise.training.metric.MetricValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a terminal is sent while a training runs. */
@Tag("once")
final class ProgressLineTest {
  private static final long MILLISECOND = 1_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 77;

  private ProgressLine progress(int epochs, int rows) {
    return progress(epochs, rows, 80);
  }

  private ProgressLine progress(int epochs, int rows, int columns) {
    return new ProgressLine(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), epochs, rows, columns, () -> now);
  }

  /** Each drawing, without the control characters. */
  private List<String> drawings() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[\\?7l\r", "\u0000")
        .replaceAll("\u001b\\[(J|\\?7h)", "")
        .lines()
        .flatMap(line -> List.of(line.split("\u0000")).stream())
        .map(text -> text.replace("\r", ""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static EpochReport report(int epoch, double accuracy) {
    return new EpochReport(
        epoch,
        0.5,
        null,
        new Evaluation(10, 0.25, List.of(new MetricValue("accuracy", accuracy))),
        true,
        new Vitals(1, 0.1, 1, 1, List.of(), new LinkedHashMap<>(), new LinkedHashMap<>()),
        1,
        12_345);
  }

  /** A step whose mean loss is given. */
  private record Step(
      long step,
      int epoch,
      int batch,
      int batches,
      int rows,
      double loss,
      double meanLoss,
      double learningRate)
      implements TrainingStep {}

  private static TrainingStep step(int epoch, int batch, int batches, int rows, double meanLoss) {
    return new Step(batch, epoch, batch, batches, rows, meanLoss, meanLoss, 0.1);
  }

  @Test
  void drawsTenTimesASecondAtMost() {
    ProgressLine progress = progress(3, 64_000);
    for (int batch = 1; batch <= 1000; batch++) {
      now += 5 * MILLISECOND;
      progress.onStep(step(1, batch, 1000, 64 * batch, 0.5));
    }
    assertThat(drawings()).hasSize(50);
    assertThat(drawings().getFirst()).contains("epoch 1/3", "batch   20/1000", "val -", "ETA -:--");
    assertThat(drawings().getLast())
        .contains("batch 1000/1000", "loss 0.500", "12,800 rows/s", "ETA 0:10");
  }

  /** The rows of the process before count for nothing. */
  @Test
  void showsTheSpeedOfAResumedRun() {
    ProgressLine progress = progress(120, 1_000);
    for (int batch = 11; batch <= 20; batch++) {
      now += 50 * MILLISECOND;
      progress.onStep(step(46, batch, 40, 25 * batch, 0.5));
    }
    assertThat(drawings()).hasSize(5).allSatisfy(line -> assertThat(line).contains(" 500 rows/s"));
  }

  @Test
  void keepsALineASecondAndTheLast() {
    ProgressLine progress = progress(100, 10);
    for (int epoch = 1; epoch <= 100; epoch++) {
      now += 30 * MILLISECOND;
      progress.onStep(step(epoch, 1, 1, 10, 0.5));
      progress.onEpoch(report(epoch, 0.9));
    }
    progress.close();
    List<String> kept = drawings().stream().filter(line -> line.contains("val loss")).toList();
    assertThat(kept).hasSize(3);
    assertThat(kept.getFirst()).startsWith("epoch  34/100");
    assertThat(kept.getLast()).startsWith("epoch 100/100");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[J\u001b[?7h\n");
  }

  @Test
  void fitsAnUsualTerminal() {
    ProgressLine progress = progress(100, 60_000);
    now += 2_500 * MILLISECOND;
    progress.onStep(step(1, 1, 1875, 32, 2.3));
    progress.onEpoch(report(1, 0.91));
    now += 1_000 * MILLISECOND;
    progress.onStep(step(2, 1875, 1875, 60_000, 2.3));
    assertThat(drawings()).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  /** From 40 columns on, the accuracy and the star of the best epoch are kept. */
  @Test
  void leavesOutWhatMattersLess() {
    EpochReport report = report(34, 0.9722);
    assertThat(EpochLines.line(report, 100, 40)).isEqualTo("epoch  34/100  val acc  97.22% *");
    assertThat(EpochLines.line(report, 100, 60))
        .isEqualTo("epoch  34/100  val loss 0.2500  val acc  97.22% *");
    ProgressLine progress = progress(100, 60_000, 40);
    now += 2_500 * MILLISECOND;
    progress.onStep(step(1, 20, 1875, 640, 2.3));
    progress.onEpoch(report);
    now += 1_000 * MILLISECOND;
    progress.onStep(step(35, 20, 1875, 640, 2.3));
    assertThat(drawings().getLast()).startsWith("epoch  35/100  val 97.22%  ETA ");
    assertThat(drawings()).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(41));
  }

  /** What is cleared behind the cursor would begin with a character in the last column. */
  @Test
  void leavesTheLastColumnFree() {
    for (int columns = 40; columns <= 130; columns++) {
      bytes.reset();
      ProgressLine progress = progress(300, 1_257, columns);
      now += 2_500 * MILLISECOND;
      progress.onStep(step(19, 28, 40, 896, 0.041));
      progress.onEpoch(report(19, 0.9815));
      progress.close();
      int most = columns - 1;
      assertThat(drawings()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(most));
    }
  }

  /** From 40 columns on each figure is shown where there is room; at 120 there is for all. */
  @Test
  void showsEverythingInAWideTerminal() {
    ProgressLine progress = progress(300, 60_000, 120);
    now += 2_500 * MILLISECOND;
    progress.onStep(step(19, 28, 938, 1_792, 0.041));
    progress.onEpoch(report(19, 0.9815));
    now += 200 * MILLISECOND;
    progress.onStep(step(20, 100, 938, 6_400, 0.04));
    progress.close();
    assertThat(drawings().getFirst())
        .matches("epoch  19/300  batch  28/938  loss 0\\.041  val -  ETA \\S+ +\\S+ rows/s");
    assertThat(drawings())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "epoch  20/300  batch 100/938  loss 0\\.040  val 98\\.15%  ETA \\S+"
                            + " +\\S+ rows/s"));
    assertThat(drawings())
        .contains(
            "epoch  19/300  loss 0.5000  val loss 0.2500  val acc  98.15%    12,345 rows/s *");
    assertThat(drawings()).allSatisfy(line -> assertThat(line).hasSizeLessThan(120));
  }

  /** A note stays below the line of its epoch, and the next drawing does not remove it. */
  @Test
  void keepsNotes() {
    ProgressLine progress = progress(9, 10);
    now += 200 * MILLISECOND;
    progress.onStep(step(1, 1, 1, 10, 0.5));
    progress.onEpoch(report(1, 0.9));
    progress.note("relu-1: try something");
    now += 200 * MILLISECOND;
    progress.onStep(step(2, 1, 1, 10, 0.5));
    assertThat(drawings().get(1)).startsWith("epoch 1/9  loss 0.5000");
    assertThat(drawings().get(2)).isEqualTo("note: relu-1: try something");
    assertThat(drawings().get(3)).startsWith("epoch 2/9  batch 1/1  loss 0.500  val 90.00%");
  }

  @Test
  void showsAnyMetric() {
    Evaluation validation =
        new Evaluation(10, 0.25, List.of(new MetricValue("r2", 0.93), new MetricValue("mae", 2)));
    EpochReport report = report(1, 0.9);
    EpochReport values =
        new EpochReport(1, 0.5, null, validation, false, report.vitals(), 1, 12_345);
    assertThat(EpochLines.line(values, 9, 200))
        .isEqualTo(
            "epoch 1/9  loss 0.5000  val loss 0.2500  val r2 0.9300  val mae 2.0000    12,345"
                + " rows/s");
    assertThat(EpochLines.line(report, 9, 80))
        .isEqualTo("epoch 1/9  loss 0.5000  val loss 0.2500  val acc  90.00%    12,345 rows/s *");
  }

  /** An error is in the units of the data, whatever their size. */
  @Test
  void showsErrorsOfAnySize() {
    assertThat(MetricText.of(new MetricValue("mae", 17.40312))).isEqualTo("17.403");
    assertThat(MetricText.of(new MetricValue("rmse", 0.00271828))).isEqualTo("0.0027183");
    assertThat(MetricText.of(new MetricValue("mae", 250_123.4))).isEqualTo("250123");
    assertThat(MetricText.of(new MetricValue("mse", 3e-9))).isEqualTo("3.0000e-09");
    assertThat(MetricText.of(new MetricValue("mse", 2.5e15))).isEqualTo("2.5000e+15");
    assertThat(MetricText.of(new MetricValue("balanced-accuracy", 0.875))).isEqualTo("87.50%");
    assertThat(MetricText.of(new MetricValue("auc", 0.98765))).isEqualTo("0.9877");
  }

  @Test
  void tellsTimeAsPeopleDo() {
    assertThat(Durations.clock(6.2)).isEqualTo("0:07");
    assertThat(Durations.clock(750)).isEqualTo("12:30");
    assertThat(Durations.clock(3723)).isEqualTo("1:02:03");
    assertThat(Durations.clock(Double.NaN)).isEqualTo("-:--");
    assertThat(Durations.clock(1e9)).isEqualTo("-:--");
    assertThat(Durations.text(0.841)).isEqualTo("0.84 s");
    assertThat(Durations.text(61)).isEqualTo("1:01");
  }
}
