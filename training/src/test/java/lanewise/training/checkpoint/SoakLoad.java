package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.faults.AllocationFaults;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.faults.Kills;
import lanewise.layers.Model;
import lanewise.layers.file.SavedModel;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.serving.BatchSettings;
import lanewise.layers.serving.LivePlan;
import lanewise.layers.serving.MicroBatcher;
import lanewise.tensor.RandomStream;
import lanewise.training.Fixtures;
import org.jspecify.annotations.Nullable;

/**
 * Everything at once: threads ask a live plan and a batcher, while models are saved, loaded and
 * published, trainings write checkpoints and resume, and faults that a seed draws strike them.
 * Every answer and every trained weight is compared, bit by bit. The plan, the batcher and the
 * files live as long as the load.
 */
final class SoakLoad implements AutoCloseable {
  private static final int IN = 37;
  private static final int OUT = 11;
  private static final int MODELS = 4;
  private static final int ROWS = 64;
  private static final int CAPACITY = 24;
  private static final int KILLED_EPOCHS = 6;
  private static final int MOST_MILLIS = 1_500;
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final BatchSettings SETTINGS = new BatchSettings(8, 100, CAPACITY, 2);

  private final Path folder;
  private final Path file;
  private final DisturbedRun run = new DisturbedRun();
  private final List<SavedModel> models = new ArrayList<>();
  private final float[] rows = gaussians(ROWS * IN);

  /** The right answers of each model to each row. */
  private final float[][][] answers = new float[MODELS][ROWS][];

  private final LivePlan live;
  private final MicroBatcher batcher;
  private int published;
  private int tries;
  private @Nullable String killed;

  final AtomicLong answered = new AtomicLong();
  final AtomicLong batched = new AtomicLong();
  final AtomicLong rejected = new AtomicLong();
  final AtomicLong interrupts = new AtomicLong();
  long publications;
  long trainings;
  long fileFaults;
  long powerCuts;
  long allocationFaults;
  long kills;

  SoakLoad(Path folder) throws IOException {
    this.folder = folder;
    this.file = folder.resolve("model.safetensors");
    for (int m = 0; m < MODELS; m++) {
      Model model = Fixtures.mlp(m, IN, 53, OUT);
      models.add(SavedModel.of(model));
      answers[m] = answers(InferencePlan.of(model), rows);
    }
    models.getFirst().save(file);
    this.live = LivePlan.of(InferencePlan.load(file));
    this.batcher = MicroBatcher.of(live, SETTINGS);
    KilledTraining.writeRows(folder.resolve("data"));
  }

  private static float[] gaussians(int count) {
    RandomStream random = RandomStream.of(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[][] answers(InferencePlan plan, float[] rows) {
    float[][] answers = new float[rows.length / IN][OUT];
    for (int row = 0; row < answers.length; row++) {
      plan.predict(rows, row * IN, answers[row], 0);
    }
    return answers;
  }

  /** Loads for a while, in which some works are done that the seed draws. */
  void round(long seed) throws Exception {
    Random random = new Random(seed);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> callers = new ArrayList<>();
    callers.add(caller(failure, random.nextLong(), this::askPlan));
    callers.add(caller(failure, random.nextLong(), this::askBatcher));
    callers.add(caller(failure, random.nextLong(), this::askBatcherAsync));
    try {
      for (int work = 1 + random.nextInt(4); work > 0; work--) {
        callers.get(1).interrupt();
        switch (random.nextInt(20)) {
          case 0 -> kill(random);
          case 1, 2 -> failAllocations(random);
          case 3, 4, 5, 6, 7, 8 -> train(random);
          case 9, 10 -> cutPower(random);
          default -> publish(random);
        }
      }
    } finally {
      stopping = true;
      for (Thread caller : callers) {
        caller.join();
      }
      stopping = false;
    }
    if (failure.get() != null) {
      throw new AssertionError("a caller failed", failure.get());
    }
  }

  private volatile boolean stopping;

  private interface Call {
    void run(Random random) throws Exception;
  }

  /** A thread that calls until the round ends, at most some thousand times a second. */
  private Thread caller(AtomicReference<Throwable> failure, long seed, Call call) {
    return Thread.ofPlatform()
        .start(
            () -> {
              Random random = new Random(seed);
              while (!stopping && failure.get() == null) {
                try {
                  for (int i = 0; i < 20; i++) {
                    call.run(random);
                  }
                  Thread.sleep(1);
                } catch (InterruptedException interrupted) {
                  interrupts.incrementAndGet();
                } catch (RejectedExecutionException full) {
                  rejected.incrementAndGet();
                } catch (Throwable thrown) {
                  failure.compareAndSet(null, thrown);
                }
              }
            });
  }

  private void askPlan(Random random) {
    int count = 1 + random.nextInt(5);
    int row = random.nextInt(ROWS - count);
    float[] out = new float[count * OUT];
    live.predict(count, rows, row * IN, out, 0);
    for (int i = 0; i < count; i++) {
      assertRight(Arrays.copyOfRange(out, i * OUT, (i + 1) * OUT), row + i);
    }
    answered.addAndGet(count);
  }

  private void askBatcher(Random random) throws InterruptedException {
    int row = random.nextInt(ROWS);
    float[] out = new float[OUT];
    batcher.predict(rows, row * IN, out, 0);
    assertRight(out, row);
    batched.incrementAndGet();
  }

  private void askBatcherAsync(Random random) throws Exception {
    int first = random.nextInt(ROWS / 2);
    int end = first + random.nextInt(CAPACITY + 4);
    List<CompletableFuture<float[]>> futures = new ArrayList<>();
    for (int row = first; row < end; row++) {
      try {
        futures.add(batcher.predictAsync(rows, row * IN));
      } catch (RejectedExecutionException full) {
        rejected.incrementAndGet();
        break;
      }
    }
    for (int i = 0; i < futures.size(); i++) {
      assertRight(futures.get(i).get(60, TimeUnit.SECONDS), first + i);
      batched.incrementAndGet();
    }
  }

  /** An answer is that of one of the models, in all its bits. */
  private void assertRight(float[] answer, int row) {
    for (int m = 0; m < MODELS; m++) {
      if (Arrays.equals(answer, answers[m][row])) {
        return;
      }
    }
    throw new AssertionError("row %d: %s".formatted(row, Arrays.toString(answer)));
  }

  private static Fault draw(Random random) {
    return FAULTS.get(random.nextInt(FAULTS.size()));
  }

  /** Saves another model while a call of the file system fails, and publishes what is there. */
  private void publish(Random random) throws IOException {
    int next = random.nextInt(MODELS);
    Fault fault = draw(random);
    int failing = random.nextInt(25);
    FaultyFiles files = new FaultyFiles(fault, failing);
    boolean saved = false;
    try {
      models.get(next).save(files.path(file));
      saved = true;
    } catch (IOException | Crash fallen) {
      assertThat(files.happened()).as("%s", fallen).isTrue();
    }
    Thread.interrupted();
    fileFaults += files.happened() ? 1 : 0;
    InferencePlan plan = InferencePlan.load(file);
    float[] answer = new float[OUT];
    plan.predict(rows, 0, answer, 0);
    boolean isNext = Arrays.equals(answer, answers[next][0]);
    assertThat(isNext || (!saved && Arrays.equals(answer, answers[published][0])))
        .as("the file after %s in call %d", fault, failing)
        .isTrue();
    published = isNext ? next : published;
    live.publish(plan);
    publications++;
  }

  private void train(Random random) throws IOException {
    Path checkpoints = folder.resolve("run-" + tries++);
    for (int disturbances = random.nextInt(3); disturbances >= 0; disturbances--) {
      FaultyFiles files = new FaultyFiles(draw(random), random.nextInt(120));
      DisturbedRun.disturbed(files.path(checkpoints));
      Thread.interrupted();
      fileFaults += files.happened() ? 1 : 0;
    }
    run.assertContinues("the run " + checkpoints, checkpoints);
    trainings++;
    delete(checkpoints);
  }

  private void cutPower(Random random) throws IOException {
    Path checkpoints = folder.resolve("run-" + tries++);
    FaultyFiles files = new FaultyFiles(Fault.CRASH, random.nextInt(120));
    DisturbedRun.disturbed(files.path(checkpoints));
    fileFaults += files.happened() ? 1 : 0;
    files.powerCut(random.nextLong());
    powerCuts++;
    run.assertContinues("the run " + checkpoints, checkpoints);
    trainings++;
    delete(checkpoints);
  }

  private void failAllocations(Random random) throws Exception {
    int step = 5 + random.nextInt(20);
    allocationFaults += AllocationFaults.sweep(Requests.class, random.nextInt(step), step).faults();
  }

  /** Rows on their way through a live plan and a batcher, of which each allocation may fail. */
  static final class Requests implements AllocationFaults.Scenario {
    private final float[] row = gaussians(IN);
    private final float[] answer = answers(InferencePlan.of(Fixtures.mlp(0, IN, 53, OUT)), row)[0];
    private final InferencePlan next = InferencePlan.of(Fixtures.mlp(0, IN, 53, OUT));
    private LivePlan plan;
    private MicroBatcher batcher;

    @Override
    public void prepare() {
      plan = LivePlan.of(InferencePlan.of(Fixtures.mlp(0, IN, 53, OUT)));
      batcher = MicroBatcher.of(plan, SETTINGS);
    }

    @Override
    public void act() throws Exception {
      try {
        plan.publish(next);
        for (int i = 0; i < 4; i++) {
          assertThat(batcher.predictAsync(row, 0).get(60, TimeUnit.SECONDS))
              .containsExactly(answer);
        }
      } catch (ExecutionException | CompletionException told) {
        assertThat(AllocationFaults.isInjected(told)).as("%s", told).isTrue();
      }
    }

    @Override
    public void check() throws Exception {
      for (int i = 0; i < 2 * CAPACITY; i++) {
        assertThat(batcher.predictAsync(row, 0).get(60, TimeUnit.SECONDS)).containsExactly(answer);
      }
      batcher.close();
    }
  }

  /** A process that trains is killed at moments that are drawn, until one ends by itself. */
  private void kill(Random random) throws Exception {
    KilledTraining.Kind kind = KilledTraining.Kind.ADAM_STREAMED;
    if (killed == null) {
      Path whole = folder.resolve("whole");
      ProcessBuilder process = KilledTraining.process(kind, folder, whole, KILLED_EPOCHS);
      assertThat(process.start().waitFor()).isZero();
      killed = Files.readString(folder.resolve("out"));
      assertThat(killed).startsWith("weights ");
      delete(whole);
    }
    Path checkpoints = folder.resolve("run-" + tries++);
    Kills all = new Kills(random.nextLong(), checkpoints, MOST_MILLIS);
    ProcessBuilder process = KilledTraining.process(kind, folder, checkpoints, KILLED_EPOCHS);
    if (all.kill(process)) {
      kills++;
      assertThat(process.start().waitFor()).isZero();
    }
    assertThat(Files.readString(folder.resolve("out"))).isEqualTo(killed);
    trainings++;
    delete(checkpoints);
  }

  private static void delete(Path checkpoints) throws IOException {
    try (var files = Files.list(checkpoints)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(checkpoints);
  }

  @Override
  public void close() {
    batcher.close();
  }

  @Override
  public String toString() {
    return """
    answers compared      %,d of a live plan, %,d of a batcher; %,d rejected, %,d interrupted
    models published      %,d
    trainings compared    %,d
    faults of files       %,d, and %,d power cuts
    faults of allocations %,d
    processes killed      %,d\
    """
        .formatted(
            answered.get(),
            batched.get(),
            rejected.get(),
            interrupts.get(),
            publications,
            trainings,
            fileFaults,
            powerCuts,
            allocationFaults,
            kills);
  }
}
