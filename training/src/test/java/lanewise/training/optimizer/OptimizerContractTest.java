package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.DoubleFunction;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.Slot;
import lanewise.layers.linear.Dense;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.Fixtures;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimizer: a new one is a row here, and one of the reference test. */
public final class OptimizerContractTest {
  OptimizerContractTest() {}

  /** An optimizer by its learning rate, with a rate that suits a bowl, and its memory. */
  record Row(String name, double rate, DoubleFunction<Optimizer> byRate, List<String> memory) {
    Optimizer optimizer() {
      return byRate.apply(rate);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    List<String> two = List.of("mean", "square");
    List<String> three = List.of("mean", "square", "largest-square");
    return List.of(
        new Row("sgd", 0.1, rate -> new Sgd(rate, 0), List.of()),
        new Row("momentum", 0.05, rate -> new Sgd(rate, 0.5), List.of("velocity")),
        new Row(
            "dampening", 0.1, rate -> new Sgd(rate, 0.5).withDampening(0.5), List.of("velocity")),
        new Row("nesterov", 0.05, rate -> new Sgd(rate, 0.5).withNesterov(), List.of("velocity")),
        new Row("sgd decay", 0.1, rate -> new Sgd(rate, 0).withWeightDecay(1e-4), List.of()),
        new Row("adam", 0.05, Adam::of, two),
        new Row("adam decay", 0.05, rate -> Adam.of(rate).withWeightDecay(1e-4), two),
        new Row("amsgrad", 0.05, rate -> Adam.of(rate).withAmsgrad(), three),
        new Row("adamw", 0.05, AdamW::of, two),
        new Row("adamw amsgrad", 0.05, rate -> AdamW.of(rate).withAmsgrad(), three),
        new Row("nadam", 0.05, NAdam::of, List.of("mean", "square", "momentum-product")),
        new Row(
            "nadam decoupled",
            0.05,
            rate -> NAdam.of(rate).withDecoupledWeightDecay(1e-4),
            List.of("mean", "square", "momentum-product")),
        new Row("rmsprop", 0.02, RmsProp::of, List.of("square")),
        new Row(
            "rmsprop momentum",
            0.01,
            rate -> RmsProp.of(rate).withMomentum(0.5),
            List.of("square", "velocity")),
        new Row(
            "rmsprop centred",
            0.01,
            rate -> RmsProp.of(rate).withCentring(),
            List.of("square", "mean")),
        new Row(
            "rmsprop all",
            0.01,
            rate -> RmsProp.of(rate).withCentring().withMomentum(0.5).withWeightDecay(1e-4),
            List.of("square", "mean", "velocity")),
        new Row("adagrad", 0.5, Adagrad::of, List.of("squares")),
        new Row("adadelta", 20, Adadelta::of, List.of("square", "delta-square")),
        new Row("lion", 0.02, Lion::of, List.of("mean")),
        new Row(
            "groups",
            0.1,
            rate -> ParameterGroups.of(new Sgd(rate, 0)).with("*w*", new Sgd(rate / 2, 0.5)),
            List.of("velocity")));
  }

  /** The same optimizers for other tests. */
  public static List<Object[]> optimizers() {
    return rows().stream().map(row -> new Object[] {row.name, row.optimizer()}).toList();
  }

  private static Slot slot(float... values) {
    Parameter parameter = Parameter.scale("w", Tensor.of(Shape.of(values.length), values));
    return new Slot(0, "w", parameter, true);
  }

  private static float[] random(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** The weights after some steps with random gradients. */
  private static float[] run(Optimizer optimizer, int n, int steps) {
    RandomStream numbers = RandomStream.of(1);
    float[] start = random(numbers, 9_000);
    Slot slot = slot(Arrays.copyOf(start, n));
    Memory memory = optimizer.start(slot);
    for (int step = 1; step <= steps; step++) {
      float[] gradient = random(numbers, 9_000);
      optimizer.update(step, optimizer.learningRate(), slot, Arrays.copyOf(gradient, n), memory);
    }
    return slot.parameter().values();
  }

  /** Scalar code for small ones, whole vectors, blocks, and what is left of each: the same bits. */
  @ParameterizedTest
  @MethodSource("rows")
  void anElementDoesNotDependOnTheLengthOfItsParameter(Row row) {
    float[] all = run(row.optimizer(), 9_000, 5);
    for (int n : new int[] {1, 7, 100, 511, 512, 513, 2_047, 2_048, 2_049, 2_063, 5_000}) {
      assertThat(run(row.optimizer(), n, 5)).as("%d elements", n).isEqualTo(Arrays.copyOf(all, n));
    }
  }

  /** Threads share a step: the parts of a parameter in any order, with the bits of the whole. */
  @ParameterizedTest
  @MethodSource("rows")
  void threadsShareAStepWithTheSameBits(Row row) {
    Model alone = model();
    Model shared = model();
    WeightUpdates one = WeightUpdates.of(row.optimizer(), alone);
    WeightUpdates three = WeightUpdates.of(row.optimizer(), shared);
    RandomStream numbers = RandomStream.of(3);
    try (Workers workers = Workers.of(3)) {
      for (int step = 1; step <= 5; step++) {
        List<float[]> gradients = new ArrayList<>();
        for (Slot slot : one.slots()) {
          gradients.add(random(numbers, slot.size()));
        }
        three.step(gradients.stream().map(float[]::clone).toList(), 0.5, workers);
        one.step(gradients, 0.5, Workers.caller());
      }
    }
    for (Slot slot : alone.slots()) {
      assertThat(shared.slots().get(slot.index()).parameter().values())
          .as(slot.name())
          .isEqualTo(slot.parameter().values());
    }
    assertThat(three.memory()).isEqualTo(one.memory());
  }

  /** Parameters of several parts, of a part and an element, and of one element. */
  private static Model model() {
    return Sequential.of(
        200, Dense.of(200, 250), Dense.withoutBias(250, 1), Dense.withoutBias(1, 16_385));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void remembersOnlyWhatItNeeds(Row row) {
    Memory memory = row.optimizer().start(slot(1, 2, 3));
    SequencedSet<String> names = memory.names();
    assertThat(names).containsExactlyInAnyOrderElementsOf(row.memory);
    memory.forEach(
        (name, floats) -> assertThat(floats).as(name).hasSize(3),
        (name, doubles) -> assertThat(doubles).as(name).hasSize(1),
        (name, longs) -> assertThat(longs).as(name).hasSize(1));
  }

  /** A bowl that is ten times as steep in one direction as in the other. */
  @ParameterizedTest
  @MethodSource("rows")
  void findsTheBottomOfABowl(Row row) {
    Optimizer optimizer = row.optimizer();
    Slot slot = slot(1, -1);
    float[] w = slot.parameter().values();
    Memory memory = optimizer.start(slot);
    for (int step = 1; step <= 500; step++) {
      float[] gradient = {10 * (w[0] - 0.5f), w[1] - 0.25f};
      optimizer.update(step, optimizer.learningRate(), slot, gradient, memory);
    }
    assertThat(w[0]).isBetween(0.45f, 0.55f);
    assertThat(w[1]).isBetween(0.2f, 0.3f);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void usesTheRateOfTheStepAndNotItsOwn(Row row) {
    Slot one = slot(1, -2, 0.5f);
    Slot other = slot(1, -2, 0.5f);
    Optimizer doubled = row.byRate.apply(2 * row.rate);
    Memory memory = row.optimizer().start(one);
    Memory otherMemory = doubled.start(other);
    for (int step = 1; step <= 3; step++) {
      row.optimizer().update(step, 0.01, one, new float[] {1, 2, -3}, memory);
      doubled.update(step, 0.01, other, new float[] {1, 2, -3}, otherMemory);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(other.parameter().values()[i])
          .isCloseTo(one.parameter().values()[i], within(1e-7f));
    }
    assertThat(row.byRate.apply(0.125).learningRate()).isEqualTo(0.125);
  }

  /** A NaN shows in the weights, so that the loss is no number and the run ends. */
  @ParameterizedTest
  @MethodSource("rows")
  void doesNotHideAGradientThatIsNoNumber(Row row) {
    Slot slot = slot(1, 1);
    Optimizer optimizer = row.optimizer();
    optimizer.update(
        1, optimizer.learningRate(), slot, new float[] {Float.NaN, 1}, optimizer.start(slot));
    assertThat(slot.parameter().values()[0]).isNaN();
    assertThat(slot.parameter().values()[1]).isFinite();
  }

  @Tag("once")
  @ParameterizedTest
  @MethodSource("rows")
  void aStepAllocatesNothing(Row row) {
    Optimizer optimizer = row.optimizer();
    Slot slot = slot(random(RandomStream.of(1), 5_000));
    float[] gradient = random(RandomStream.of(2), 5_000);
    float[] scratch = gradient.clone();
    Memory memory = optimizer.start(slot);
    int[] step = {1};
    Runnable update =
        () -> {
          System.arraycopy(gradient, 0, scratch, 0, scratch.length);
          optimizer.update(step[0]++, 1e-9, slot, scratch, memory);
        };
    assertThat(Fixtures.leastAllocatedBytes(50, update)).isZero();
  }

  /** Lion is not in PyTorch: its formula in double precision is the measure. */
  @Test
  void lionFollowsItsFormula() {
    RandomStream numbers = RandomStream.of(3);
    Slot slot = slot(random(numbers, 50));
    float[] w = slot.parameter().values();
    double[] expected = new double[50];
    Arrays.setAll(expected, i -> w[i]);
    double[] mean = new double[50];
    Lion lion = new Lion(0.01, 0.8, 0.95, 0.1);
    Memory memory = lion.start(slot);
    for (int step = 1; step <= 20; step++) {
      float[] gradient = random(numbers, 50);
      lion.update(step, 0.01, slot, gradient, memory);
      for (int i = 0; i < 50; i++) {
        double direction = Math.signum(0.8 * mean[i] + 0.2 * gradient[i]);
        expected[i] -= 0.01 * (direction + 0.1 * expected[i]);
        mean[i] = 0.95 * mean[i] + 0.05 * gradient[i];
      }
    }
    for (int i = 0; i < 50; i++) {
      assertThat((double) w[i]).isBetween(expected[i] - 1e-6, expected[i] + 1e-6);
    }
  }

  /** Decoupled decay shrinks a weight that has no gradient by the rate times the decay. */
  @Test
  void decoupledDecayDoesNotPassThroughTheMeans() {
    List<Optimizer> decoupled =
        List.of(
            AdamW.of(0.1).withWeightDecay(0.5),
            NAdam.of(0.1).withDecoupledWeightDecay(0.5),
            Lion.of(0.1).withWeightDecay(0.5));
    for (Optimizer optimizer : decoupled) {
      Slot slot = slot(2);
      optimizer.update(1, 0.1, slot, new float[1], optimizer.start(slot));
      assertThat(slot.parameter().values()).containsExactly(2 * 0.95f);
    }
    Slot slot = slot(2);
    Adam coupled = Adam.of(0.1).withWeightDecay(0.5);
    coupled.update(1, 0.1, slot, new float[1], coupled.start(slot));
    assertThat(slot.parameter().values()[0]).isBetween(1.8999f, 1.9001f);
  }

  @Test
  void refusesSettingsOutOfRange() {
    List<String> refused = new ArrayList<>();
    for (double rate : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (Row row : rows()) {
        assertThatThrownBy(() -> row.byRate.apply(rate))
            .as(row.name)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith(": learning rate %s: use above 0".formatted(rate));
      }
    }
    List<Runnable> settings =
        List.of(
            () -> new Sgd(1, 1),
            () -> new Sgd(1, -0.1),
            () -> new Sgd(1, Double.NaN),
            () -> new Sgd(1, 0.5).withDampening(1),
            () -> new Sgd(1, 0.5).withWeightDecay(-1),
            () -> new Sgd(1, 0).withNesterov(),
            () -> Adam.of(1).withBetas(1, 0.5),
            () -> Adam.of(1).withBetas(0.5, -1),
            () -> Adam.of(1).withEpsilon(-1),
            () -> AdamW.of(1).withWeightDecay(Double.POSITIVE_INFINITY),
            () -> new NAdam(1, 0.9, 0.9, 0, -1, 0, false),
            () -> new RmsProp(1, 1, 0, 0, false, 0),
            () -> RmsProp.of(1).withMomentum(1),
            () -> new Adagrad(1, -1, 0, 0, 0),
            () -> new Adagrad(1, 0, -1, 0, 0),
            () -> new Adadelta(1, 1, 0, 0),
            () -> new Lion(1, 0.9, 1, 0));
    for (Runnable setting : settings) {
      assertThatThrownBy(setting::run)
          .isInstanceOfSatisfying(
              IllegalArgumentException.class, refusal -> refused.add(refusal.getMessage()));
    }
    assertThat(refused)
        .containsExactly(
            "sgd: momentum 1.0: use 0 to below 1",
            "sgd: momentum -0.1: use 0 to below 1",
            "sgd: momentum NaN: use 0 to below 1",
            "sgd: dampening 1.0: use 0 to below 1",
            "sgd: weight decay -1.0: use a finite number from 0 on",
            "sgd: nesterov with momentum 0.0 and dampening 0.0:"
                + " use momentum above 0 and no dampening",
            "adam: beta1 1.0: use 0 to below 1",
            "adam: beta2 -1.0: use 0 to below 1",
            "adam: epsilon -1.0: use a finite number from 0 on",
            "adamw: weight decay Infinity: use a finite number from 0 on",
            "nadam: momentum decay -1.0: use a finite number from 0 on",
            "rmsprop: alpha 1.0: use 0 to below 1",
            "rmsprop: momentum 1.0: use 0 to below 1",
            "adagrad: rate decay -1.0: use a finite number from 0 on",
            "adagrad: initial squares -1.0: use a finite number from 0 on",
            "adadelta: rho 1.0: use 0 to below 1",
            "lion: beta2 1.0: use 0 to below 1");
  }
}
