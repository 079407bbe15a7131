package lanewise.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import lanewise.training.EpochReport;
import lanewise.training.TrainingStep;
import lanewise.training.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/**
 * A line that is redrawn at most ten times a second, and above it a line for finished epochs, at
 * most one a second, so that short epochs do not flood the screen.
 *
 * <p>Figures that do not fit are left out. A terminal may be made narrower: a longer line is cut,
 * as wrapping is off while it is drawn, the cursor rests at its start, and drawing clears all
 * below, so that what the terminal wrapped is gone with the next drawing.
 */
public final class ProgressLine implements Progress {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long KEEP_NANOS = 1_000_000_000;

  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_BEHIND = "\u001b[J";

  /** Before that the JVM still compiles, and a guess of the time left would be far too high. */
  private static final long WARM_UP_NANOS = 2_000_000_000;

  /** How much a new measurement counts in the speed that is shown. */
  private static final double NEW_SHARE = 0.2;

  private final PrintStream out;
  private final int epochs;
  private final int rowsPerEpoch;
  private final int columns;
  private final LongSupplier clock;

  private final long started;
  private long lastDrawn;
  private long lastKept;
  private long rowsWhenDrawn = -1;
  private double rowsPerSecond = Double.NaN;
  private String validation = "-";
  private @Nullable String unkept;

  /**
   * The progress of a training.
   *
   * @param columns the length of a line of the terminal
   * @param clock gives nanoseconds
   */
  public ProgressLine(
      PrintStream out, int epochs, int rowsPerEpoch, int columns, LongSupplier clock) {
    this.out = out;
    this.epochs = epochs;
    this.rowsPerEpoch = rowsPerEpoch;
    // A cursor behind the last column rests on it, so that clearing would take its character.
    this.columns = columns - 1;
    this.clock = clock;
    this.started = clock.getAsLong();
    this.lastDrawn = started;
    this.lastKept = started;
  }

  @Override
  public void onStep(TrainingStep step) {
    long done = (step.epoch() - 1L) * rowsPerEpoch + step.rows();
    if (rowsWhenDrawn < 0) {
      rowsWhenDrawn = done - step.rows() / step.batch(); // those before a run was resumed
    }
    long now = clock.getAsLong();
    if (now - lastDrawn < REDRAW_NANOS) {
      return;
    }
    double speed = (done - rowsWhenDrawn) / ((now - lastDrawn) * 1e-9);
    rowsPerSecond =
        Double.isNaN(rowsPerSecond) ? speed : NEW_SHARE * speed + (1 - NEW_SHARE) * rowsPerSecond;
    lastDrawn = now;
    rowsWhenDrawn = done;
    double secondsLeft =
        now - started < WARM_UP_NANOS
            ? Double.NaN
            : ((long) epochs * rowsPerEpoch - done) / rowsPerSecond;
    draw(line(step, secondsLeft));
  }

  private String line(TrainingStep step, double secondsLeft) {
    return new FittedLine()
        .with(
            0, String.format(Locale.ROOT, "epoch %" + width(epochs) + "d/%d", step.epoch(), epochs))
        .with(
            3,
            String.format(
                Locale.ROOT,
                "batch %" + width(step.batches()) + "d/%d",
                step.batch(),
                step.batches()))
        .with(4, String.format(Locale.ROOT, "loss %.3f", step.meanLoss()))
        .with(1, "val " + validation)
        .with(2, "ETA " + Durations.clock(secondsLeft))
        .with(5, String.format(Locale.ROOT, "%,.0f rows/s", rowsPerSecond))
        .fit(columns);
  }

  private static int width(int number) {
    return String.valueOf(number).length();
  }

  @Override
  public void onEpoch(EpochReport report) {
    List<MetricValue> metrics = report.validation().metrics();
    validation =
        metrics.isEmpty()
            ? String.format(Locale.ROOT, "loss %.4f", report.validation().loss())
            : MetricText.named(metrics.getFirst()).replaceAll("acc +", "");
    unkept = EpochLines.line(report, epochs, columns);
    long now = clock.getAsLong();
    if (now - lastKept >= KEEP_NANOS) {
      lastKept = now;
      keep();
    }
  }

  /** Keeps the line of the epoch that the sentence is about, and the sentence below it, wrapped. */
  @Override
  public void note(String sentence) {
    keep();
    out.print("\r" + CLEAR_BEHIND);
    FoldedText.lines(EpochLines.NOTE + sentence, columns).forEach(out::println);
    out.flush();
  }

  private void keep() {
    if (unkept != null) {
      draw(unkept + "\n");
      unkept = null;
    }
  }

  private void draw(String line) {
    out.print(
        NO_WRAP
            + "\r"
            + line.stripTrailing()
            + CLEAR_BEHIND
            + WRAP
            + (line.endsWith("\n") ? "\n" : "\r"));
    out.flush();
  }

  /** Leaves the last epoch's line, and the cursor below it. */
  @Override
  public void close() {
    draw("");
    keep();
  }
}
