package lanewise.training.log;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import lanewise.training.CheckpointReport;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingStep;

/**
 * Emits events of the JDK's flight recorder for steps, epochs and checkpoints, named {@code
 * lanewise.TrainingStep}, {@code lanewise.TrainingEpoch} and {@code lanewise.TrainingCheckpoint}.
 * An event lasts as long as what it is about, so a recording shows a step beside the garbage
 * collections and compilations during it:
 *
 * <pre>
 *   java -XX:StartFlightRecording:filename=run.jfr …
 *   jfr print --events lanewise.TrainingEpoch run.jfr
 * </pre>
 *
 * <p>While nothing is recorded, an event costs a test of a flag. Emitting a step allocates nothing.
 */
public final class FlightEvents implements TrainingListener {
  private final Step step = new Step();
  private final Epoch epoch = new Epoch();

  private FlightEvents() {
    step.begin();
    epoch.begin();
  }

  /**
   * Returns a listener for one run, whose first step begins now.
   *
   * @return a new listener
   */
  public static FlightEvents of() {
    return new FlightEvents();
  }

  /** A step: reused, so that a step allocates nothing. */
  @Name("lanewise.TrainingStep")
  @Label("Training Step")
  @Category({"Lanewise", "Training"})
  @Description("A step of a training run, from the end of the one before it")
  @StackTrace(false)
  static final class Step extends Event {
    @Label("Step")
    long step;

    @Label("Epoch")
    int epoch;

    @Label("Batch")
    int batch;

    @Label("Loss")
    double loss;

    @Label("Learning Rate")
    double learningRate;
  }

  /** An epoch with its validation. */
  @Name("lanewise.TrainingEpoch")
  @Label("Training Epoch")
  @Category({"Lanewise", "Training"})
  @Description("An epoch of a training run and its validation")
  @StackTrace(false)
  static final class Epoch extends Event {
    @Label("Epoch")
    int epoch;

    @Label("Step")
    long step;

    @Label("Training Loss")
    double trainLoss;

    @Label("Validation Loss")
    double validationLoss;

    @Label("Best so far")
    boolean best;

    @Label("Rows per Second")
    double rowsPerSecond;
  }

  /** A checkpoint that is complete. */
  @Name("lanewise.TrainingCheckpoint")
  @Label("Training Checkpoint")
  @Category({"Lanewise", "Training"})
  @Description("A checkpoint of a training run is complete")
  @StackTrace(false)
  static final class Checkpoint extends Event {
    @Label("File")
    String file = "";

    @Label("Step")
    long step;

    @Label("Epoch")
    int epoch;

    @Label("Size")
    @DataAmount
    long bytes;

    @Label("Seconds to write")
    double seconds;
  }

  @Override
  public void onStep(TrainingStep now) {
    step.end();
    if (step.shouldCommit()) {
      step.step = now.step();
      step.epoch = now.epoch();
      step.batch = now.batch();
      step.loss = now.loss();
      step.learningRate = now.learningRate();
      step.commit();
    }
    step.begin();
  }

  @Override
  public void onEpoch(EpochReport report) {
    epoch.end();
    if (epoch.shouldCommit()) {
      epoch.epoch = report.epoch();
      epoch.step = report.vitals().steps();
      epoch.trainLoss = report.trainLoss();
      epoch.validationLoss = report.validation().loss();
      epoch.best = report.best();
      epoch.rowsPerSecond = report.rowsPerSecond();
      epoch.commit();
    }
    epoch.begin();
    step.begin(); // the first step of an epoch does not contain the validation before it
  }

  @Override
  public void onCheckpoint(CheckpointReport report) {
    Checkpoint checkpoint = new Checkpoint();
    if (checkpoint.shouldCommit()) {
      checkpoint.file = report.file().toString();
      checkpoint.step = report.step();
      checkpoint.epoch = report.epoch();
      checkpoint.bytes = report.bytes();
      checkpoint.seconds = report.seconds();
      checkpoint.commit();
    }
  }
}
