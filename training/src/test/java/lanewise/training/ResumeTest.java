package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.Slot;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.FormatException;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.norm.BatchNorm;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Tensor;
import lanewise.training.TrainingResult.StopReason;
import lanewise.training.averaging.ExponentialMovingAverage;
import lanewise.training.averaging.StochasticWeightAverage;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.constraint.MaxNorm;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.gradient.ClipByGlobalNorm;
import lanewise.training.gradient.ClipByNorm;
import lanewise.training.gradient.ClipByValue;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.gradient.WeightPenalty;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.AdamW;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.OptimizerContractTest;
import lanewise.training.optimizer.ParameterGroups;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.ChainedSchedule;
import lanewise.training.schedule.Constant;
import lanewise.training.schedule.LinearWarmUp;
import lanewise.training.schedule.Progress;
import lanewise.training.schedule.ReduceOnPlateau;
import lanewise.training.schedule.Schedule;
import lanewise.training.schedule.ScheduleTest;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of everything that takes part in a run: stopped at any step, turned into bytes, and
 * resumed in a new run on a new model, it gives the same states, reports and weights, bit for bit.
 * A new metric or kind of part is a row here; optimizers and schedules are those of their own
 * tests.
 */
@Tag("once")
final class ResumeTest {
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;
  private static final int EPOCHS = 4;

  /** A part of a run under its name. */
  record Row<T>(String name, T part) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Row<Optimizer>> OPTIMIZERS =
      List.of(
          new Row<>("sgd", new Sgd(0.1f, 0)),
          new Row<>("momentum", new Sgd(0.1f, 0.9f)),
          new Row<>("every kind of memory", new Rememberer(0.1)));

  private static final List<Row<Schedule>> SCHEDULES =
      List.of(
          new Row<>("constant", new Constant(0.5)),
          new Row<>("decay", (progress, memory) -> 1 / (1 + 0.1 * progress.steps())),
          new Row<>("plateau", new Plateau()));

  private static final List<Row<List<GradientTransform>>> TRANSFORMS =
      List.of(
          new Row<>("none", List.of()),
          new Row<>("clip", List.of(new ClipByGlobalNorm(0.5))),
          new Row<>("clip, noise", List.of(new ClipByGlobalNorm(0.5), new Noise())));

  /** What is learned, and the metric that picks the best epoch; null for the validation loss. */
  record Task(String name, Loss loss, Supplier<Samples> rows, Metric metric, boolean selects) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Task> TASKS =
      List.of(
          new Task("classes", SoftmaxCrossEntropy.of(), ResumeTest::classes, Accuracy.of(), false),
          new Task(
              "best accuracy", SoftmaxCrossEntropy.of(), ResumeTest::classes, Accuracy.of(), true),
          new Task(
              "weighted values",
              MeanSquaredError.of(),
              ResumeTest::weightedValues,
              MeanLoss.of("mse", MeanSquaredError.of()),
              true));

  private static Samples classes() {
    return Fixtures.gaussians(1, 22, FEATURES, CLASSES);
  }

  private static Samples weightedValues() {
    Tensor features = Fixtures.gaussians(1, 22, FEATURES, 1).features();
    Tensor targets = Fixtures.gaussians(2, 22, CLASSES, 1).features();
    float[] weights = new float[22];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = row % 4;
    }
    return ValueRows.of("made up", features, targets).weighted(weights);
  }

  /** Remembers floats that start from other values than zeros, doubles and longs. */
  private record Rememberer(double learningRate) implements Optimizer {
    @Override
    public Memory start(Slot slot) {
      float[] first = new float[slot.size()];
      Arrays.fill(first, 0.01f);
      return Memory.none().withFloats("m", first).withDoubles("sum", 0).withLongs("calls", 7);
    }

    @Override
    public void update(long step, double rate, Slot slot, float[] gradient, Memory memory) {
      float[] values = slot.parameter().values();
      float[] m = memory.floats("m");
      double[] sum = memory.doubles("sum");
      float scale = (float) rate / (memory.longs("calls")[0]++ + step);
      for (int i = 0; i < values.length; i++) {
        m[i] = 0.9f * m[i] + gradient[i];
        sum[0] += m[i];
        values[i] -= scale * (m[i] + (float) (1e-3 * sum[0]));
      }
    }
  }

  /** Halves the rate whenever an epoch is not better than the one before. */
  private record Plateau() implements Schedule {
    @Override
    public Memory start() {
      return Memory.none().withDoubles("factor", 1).withDoubles("last", Double.NaN);
    }

    @Override
    public double factor(Progress progress, Memory memory) {
      return memory.doubles("factor")[0];
    }

    @Override
    public void validated(double value, boolean higherIsBetter, Memory memory) {
      double last = memory.doubles("last")[0];
      if (higherIsBetter ? value <= last : value >= last) {
        memory.doubles("factor")[0] /= 2;
      }
      memory.doubles("last")[0] = value;
    }
  }

  /** Adds random numbers to the gradients; the position of the stream is its memory. */
  private record Noise() implements GradientTransform {
    private static final long KEY = RandomStream.of(3).key();

    @Override
    public Memory start(List<Slot> slots) {
      return Memory.none().withLongs("position", 0);
    }

    @Override
    public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
      RandomStream random = RandomStream.resume(KEY, memory.longs("position")[0]);
      gradients.forEach(gradient -> gradient[0] += 0.01f * (float) random.nextGaussian());
      memory.longs("position")[0] = random.position();
    }
  }

  private static Trainer trainer(
      Task task,
      Optimizer optimizer,
      Schedule schedule,
      List<GradientTransform> transforms,
      int patience) {
    TrainingConfig config =
        new TrainingConfig(EPOCHS, 6, 11, EarlyStopping.patience(patience)); // 6, 6, 6 and 4 rows
    Trainer trainer =
        Trainer.of(config, task.loss, optimizer)
            .withSchedule(schedule)
            .withGradientTransforms(transforms.toArray(GradientTransform[]::new))
            .withMetrics(task.metric)
            .withTrainEvaluation(task.rows.get());
    return task.selects ? trainer.withSelection(task.metric) : trainer;
  }

  /** Layers that draw, that track statistics, and whose weights come from a seed. */
  private static Model model(long seed) {
    Model model =
        Sequential.of(
            FEATURES,
            GaussianNoise.of(0.1),
            Dense.of(FEATURES, 8),
            BatchNorm.of(8),
            Relu.of(),
            Dropout.of(0.3),
            Dense.of(8, CLASSES));
    Initializer.heNormal().initialize(model, seed);
    return model;
  }

  /** What a listener is told, but for the times: something in every step. */
  private static final class Log implements TrainingListener {
    private final List<String> events = new ArrayList<>();

    @Override
    public void onStep(TrainingStep step) {
      events.add(
          "%d, %d: %d/%d, %d rows, %s, %s, rate %s"
              .formatted(
                  step.step(),
                  step.epoch(),
                  step.batch(),
                  step.batches(),
                  step.rows(),
                  step.loss(),
                  step.meanLoss(),
                  step.learningRate()));
    }

    @Override
    public void onEpoch(EpochReport report) {
      events.add(
          "%d done, %s, %s, %s, best %s, %s"
              .formatted(
                  report.epoch(),
                  report.trainLoss(),
                  report.train(),
                  report.validation(),
                  report.best(),
                  report.vitals()));
    }
  }

  static List<Object[]> combinations() {
    List<Object[]> all = new ArrayList<>();
    for (Task task : TASKS) {
      for (Row<Optimizer> optimizer : OPTIMIZERS) {
        for (Row<Schedule> schedule : SCHEDULES) {
          for (Row<List<GradientTransform>> transforms : TRANSFORMS) {
            all.add(new Object[] {task, optimizer, schedule, transforms});
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
  @MethodSource("combinations")
  void continuesFromEveryStepWithTheSameBits(
      Task task,
      Row<Optimizer> optimizer,
      Row<Schedule> schedule,
      Row<List<GradientTransform>> transforms)
      throws FormatException {
    Trainer trainer = trainer(task, optimizer.part, schedule.part, transforms.part, 2);
    List<TrainingState> states =
        continuesFromEveryStep(trainer, task.rows.get(), ResumeTest::model);
    assertThat(states).hasSizeBetween(15, 20).doesNotHaveDuplicates();
  }

  /** A part that is one of many of its kind, in a trainer that is otherwise plain. */
  record Part(String name, Optimizer optimizer, UnaryOperator<Trainer> rest) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Part> parts() {
    Optimizer momentum = new Sgd(0.1, 0.9);
    List<Part> all = new ArrayList<>();
    for (Object[] each : OptimizerContractTest.optimizers()) {
      if (!each[0].equals("groups")) { // whose pattern is for one parameter
        all.add(new Part((String) each[0], (Optimizer) each[1], UnaryOperator.identity()));
      }
    }
    all.add(
        new Part(
            "groups",
            ParameterGroups.of(AdamW.of(0.01)).with("*.bias", momentum).frozen("dense-2.weight"),
            UnaryOperator.identity()));
    for (Object[] each : ScheduleTest.schedules()) {
      all.add(
          new Part(
              (String) each[0], momentum, trainer -> trainer.withSchedule((Schedule) each[1])));
    }
    for (GradientTransform transform :
        List.of(
            new ClipByValue(0.1),
            new ClipByNorm(0.1),
            new ClipByGlobalNorm(0.1, 1),
            WeightPenalty.elasticNet(0.1, 0.1))) {
      all.add(
          new Part(
              transform.toString(),
              momentum,
              trainer -> trainer.withGradientTransforms(transform)));
    }
    for (WeightAveraging rule :
        List.of(
            ExponentialMovingAverage.of(0.9),
            ExponentialMovingAverage.of(0.9).withWarmUp(),
            StochasticWeightAverage.from(2))) {
      all.add(new Part(rule.toString(), momentum, trainer -> trainer.withAveraging(rule)));
    }
    all.add(new Part("max norm", momentum, trainer -> trainer.withConstraints(new MaxNorm(0.5))));
    for (int batches = 2; batches <= 5; batches++) {
      int count = batches;
      all.add(new Part("of " + count, momentum, trainer -> trainer.withAccumulation(count)));
    }
    all.add(
        new Part(
            "all together",
            Adam.of(0.01).withAmsgrad(),
            trainer ->
                trainer
                    .withSchedule(
                        ChainedSchedule.of(
                            LinearWarmUp.of(3), ReduceOnPlateau.of().withPatience(0)))
                    .withGradientTransforms(new ClipByGlobalNorm(0.5), WeightPenalty.l1(0.01))
                    .withConstraints(new MaxNorm(2))
                    .withAccumulation(3)
                    .withAveraging(ExponentialMovingAverage.of(0.9))));
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parts")
  void everyPartContinuesFromEveryStepWithTheSameBits(Part part) throws FormatException {
    Task task = TASKS.getFirst();
    Trainer trainer =
        part.rest.apply(trainer(task, part.optimizer, new Constant(1), List.of(), EPOCHS));
    List<TrainingState> states =
        continuesFromEveryStep(trainer, task.rows.get(), ResumeTest::model);
    assertThat(states).hasSize(EPOCHS * 5).doesNotHaveDuplicates();
  }

  /** Two dense layers of one weight: the optimizer remembers it once. */
  private static Model tied(long seed) {
    Dense first = Dense.of(FEATURES, FEATURES);
    Parameter bias = Parameter.bias("bias", Tensor.zeros(FEATURES));
    Model model =
        Sequential.of(
            FEATURES,
            first,
            Relu.of(),
            Dense.of(first.weight(), bias),
            Dropout.of(0.2),
            Dense.of(FEATURES, CLASSES));
    Initializer.heNormal().initialize(model, seed);
    return model;
  }

  @Test
  void layersThatShareAWeightTrainAndContinueFromEveryStep() throws FormatException {
    Task task = TASKS.getFirst();
    Trainer trainer =
        trainer(task, new Sgd(0.1f, 0.9f), new Constant(1), List.of(new ClipByGlobalNorm(1)), 4);
    List<TrainingState> states = continuesFromEveryStep(trainer, task.rows.get(), ResumeTest::tied);
    assertThat(states).hasSize(EPOCHS * 5).doesNotHaveDuplicates();

    Model model = tied(5);
    TrainingResult result = trainer.fit(model, task.rows.get(), task.rows.get());
    assertThat(result.validation().loss()).isLessThan(Math.log(CLASSES));
    assertThat(model.slots())
        .extracting(Slot::name)
        .containsExactly(
            "dense-1.weight", "dense-1.bias", "dense-2.bias", "dense-3.weight", "dense-3.bias");
    assertThat(model.slots().getFirst().parameter().values())
        .isNotEqualTo(tied(5).slots().getFirst().parameter().values());
  }

  /** The states between all steps of a run, from each of which another run was seen to continue. */
  private static List<TrainingState> continuesFromEveryStep(
      Trainer trainer, Samples rows, LongFunction<Model> model) throws FormatException {
    Model whole = model.apply(5);
    Log told = new Log();
    TrainingRun run = trainer.withListener(told).start(whole, rows, rows);
    List<TrainingState> states = new ArrayList<>(List.of(run.state()));
    while (run.step()) {
      states.add(run.state());
    }
    TrainingResult expected = run.finish();
    for (int at = 0; at < states.size(); at++) {
      Model other = model.apply(6);
      byte[] bytes = states.get(at).toBytes();
      Log toldAgain = new Log();
      TrainingRun resumed =
          trainer
              .withListener(toldAgain)
              .start(other, rows, rows)
              .restore(TrainingState.fromBytes(bytes, "state " + at));
      assertThat(resumed.state().toBytes()).as("state %s", at).isEqualTo(bytes);
      int step = at;
      while (resumed.step()) {
        step++;
        assertThat(resumed.state())
            .as("resumed at %s, state %s", at, step)
            .isEqualTo(states.get(step));
      }
      TrainingResult result = resumed.finish();
      assertThat(toldAgain.events)
          .as("reports, resumed at %s", at)
          .isEqualTo(told.events.subList(at, told.events.size()));
      assertThat(result.stoppedBy()).isEqualTo(expected.stoppedBy());
      assertThat(result.epochs()).isEqualTo(expected.epochs());
      assertThat(result.bestEpoch()).isEqualTo(expected.bestEpoch());
      assertThat(result.validation()).isEqualTo(expected.validation());
      assertThat(Fixtures.weights(other))
          .as("weights, resumed at %s", at)
          .usingElementComparator(Arrays::compare)
          .isEqualTo(Fixtures.weights(whole));
    }
    return states;
  }

  /** One that stops early and one whose epochs end, so that the contract has seen both. */
  @Test
  void theContractSeesEveryWayToEnd() {
    Samples rows = classes();
    Task task = TASKS.get(1);
    List<StopReason> reasons = new ArrayList<>();
    for (Row<Optimizer> optimizer : OPTIMIZERS) {
      for (Row<Schedule> schedule : SCHEDULES) {
        reasons.add(
            trainer(task, optimizer.part, schedule.part, List.of(), 2)
                .fit(model(5), rows, rows)
                .stoppedBy());
      }
    }
    assertThat(reasons).contains(StopReason.EPOCHS, StopReason.EARLY_STOPPING);
  }

  private static Trainer plain(int epochs) {
    return Trainer.of(
        new TrainingConfig(epochs, 6, 11, EarlyStopping.patience(9)),
        SoftmaxCrossEntropy.of(),
        new Sgd(0.1f, 0.9f));
  }

  @Test
  void isAValueThatLaterStepsDoNotChange() {
    TrainingRun run = plain(2).start(model(5), classes(), classes());
    run.step();
    TrainingState state = run.state();
    byte[] bytes = state.toBytes();
    assertThat(run.state()).isEqualTo(state).hasSameHashCodeAs(state);
    run.step();
    assertThat(state.toBytes()).isEqualTo(bytes);
    assertThat(run.state()).isNotEqualTo(state);
    state.memory().longs("progress")[0] = 99;
    assertThat(state.epochs()).isZero();
    assertThat(state.steps()).isEqualTo(1);
    assertThat(state).hasToString("TrainingState[1 steps, 0 epochs]");
  }

  @Test
  void moreEpochsProlongARun() {
    Model once = model(5);
    TrainingRun whole = plain(5).start(once, classes(), classes());
    Model parts = model(5);
    TrainingRun first = plain(2).start(parts, classes(), classes());
    while (first.step()) {
      whole.step();
    }
    whole.step();
    TrainingState state = first.state();
    assertThat(state.epochs()).isEqualTo(2);
    assertThat(state).isEqualTo(whole.state());
    plain(5).start(parts, classes(), classes()).restore(state).finish();
    whole.finish();
    assertThat(Fixtures.weights(parts))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(Fixtures.weights(once));
  }

  @Test
  void refusesAStateOfAnotherModelOrOfOtherParts() {
    TrainingState state = plain(2).start(model(5), classes(), classes()).state();
    Model wider = Sequential.of(FEATURES, Dense.of(FEATURES, CLASSES));
    TrainingRun other = plain(2).start(wider, classes(), classes());
    assertThatThrownBy(() -> other.restore(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory: weights/dense-1.weight must be 15 floats, but is 40 floats");
    Trainer without =
        Trainer.of(
            new TrainingConfig(2, 6, 11, EarlyStopping.patience(9)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.1f, 0));
    Model model = model(7);
    List<float[]> before = Fixtures.weights(model);
    TrainingRun run = without.start(model, classes(), classes());
    assertThatThrownBy(() -> run.restore(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory: nothing here remembers updates/dense-1.weight/velocity");
    assertThat(Fixtures.weights(model)).usingElementComparator(Arrays::compare).isEqualTo(before);
    TrainingConfig otherSeed = new TrainingConfig(2, 6, 12, EarlyStopping.patience(9));
    TrainingRun elsewhere =
        Trainer.of(otherSeed, SoftmaxCrossEntropy.of(), new Sgd(0.1f, 0.9f))
            .start(model, classes(), classes());
    assertThatThrownBy(() -> elsewhere.restore(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training: the state is of a run with seed 11 and batches of 6, not 12 and 6");
  }

  @Test
  void aFinishedRunHasNoStateAndTakesNone() {
    TrainingRun run = plain(1).start(model(5), classes(), classes());
    TrainingState state = run.state();
    TrainingResult result = run.finish();
    assertThat(run.step()).isFalse();
    assertThat(run.epoch()).isEmpty();
    assertThat(run.finish().validation()).isEqualTo(result.validation());
    assertThatThrownBy(run::state)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("training: the run is finished: take its state before");
    assertThatThrownBy(() -> run.restore(state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("training: the run is finished: start another");
  }

  @Test
  void bytesThatAreNoStateAreRefused() {
    byte[] bytes = plain(1).start(model(5), classes(), classes()).state().toBytes();
    bytes[bytes.length - 1] ^= 1;
    assertThatThrownBy(() -> TrainingState.fromBytes(bytes, "run.state"))
        .isInstanceOf(FormatException.class)
        .hasMessage("run.state: the file is damaged: its SHA-256 digest does not match");
  }

  @Test
  void stepsEpochAfterEpoch() {
    TrainingRun run = plain(2).start(model(5), classes(), classes());
    assertThat(run.epoch().orElseThrow().epoch()).isEqualTo(1);
    assertThat(run.state().steps()).isEqualTo(4);
    assertThat(run.epoch().orElseThrow().epoch()).isEqualTo(2);
    assertThat(run.epoch()).isEmpty();
    assertThat(run.finish().epochs()).isEqualTo(2);
  }
}
