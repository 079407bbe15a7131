package lanewise.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.training.Fixtures;
import lanewise.training.schedule.OneCycle.Anneal;
import lanewise.training.schedule.ReduceOnPlateau.ThresholdMode;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reference of schedules does not show: lengths, epochs, combinations and limits. */
@Tag("once")
public final class ScheduleTest {
  ScheduleTest() {}

  /** A schedule by its name. */
  record Row(String name, Schedule schedule) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row("constant", new Constant(0.5)),
        new Row("step", new StepDecay(3, 0.5)),
        new Row("step by epoch", new StepDecay(1, 0.5).byEpoch()),
        new Row("multi-step", new MultiStepDecay(List.of(2L, 5L, 9L), 0.5)),
        new Row("exponential", new ExponentialDecay(0.9)),
        new Row("cosine", CosineAnnealing.wholeRun()),
        new Row("cosine by epoch", new CosineAnnealing(3, 0.1).byEpoch()),
        new Row("warm restarts", new CosineWarmRestarts(3, 2, 0.1)),
        new Row("polynomial", new PolynomialDecay(TimedSchedule.WHOLE_RUN, 2)),
        new Row("warm-up", LinearWarmUp.of(5)),
        new Row("one cycle", OneCycle.wholeRun()),
        new Row("one cycle linear", new OneCycle(0, 0.3, Anneal.LINEAR, 25, 1e4, true)),
        new Row("plateau", ReduceOnPlateau.of().withFactor(0.5).withPatience(0)),
        new Row(
            "warm-up, then plateau",
            ChainedSchedule.of(
                LinearWarmUp.of(5), ReduceOnPlateau.of().withFactor(0.5).withPatience(0))),
        new Row(
            "warm-up, then cosine",
            SequentialSchedule.of(LinearWarmUp.of(3), 3, CosineAnnealing.wholeRun())));
  }

  /** The same schedules for other tests. */
  public static List<Object[]> schedules() {
    return rows().stream().map(row -> new Object[] {row.name, row.schedule}).toList();
  }

  private record Step(long steps, int stepsPerEpoch, int epochs) implements Progress {}

  private static double at(Schedule schedule, long step) {
    return schedule.factor(new Step(step, 10, 5), schedule.start());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesFactorsFromZeroToOneWithinTheRunAndAfterIt(Row row) {
    for (long step = 0; step < 200; step++) {
      assertThat(at(row.schedule, step)).as("step %d", step).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void allocatesNothing(Row row) {
    Memory memory = row.schedule.start();
    Progress[] steps = new Progress[50];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = new Step(i, 10, 5);
    }
    long least = Long.MAX_VALUE;
    double sum = 0;
    for (int round = 0; round < 20_000 && least > 0; round++) {
      long before = Fixtures.ownAllocatedBytes();
      for (Progress step : steps) {
        sum += row.schedule.factor(step, memory);
      }
      row.schedule.validated(1, false, memory);
      least = Math.min(least, Fixtures.ownAllocatedBytes() - before);
    }
    assertThat(least).isZero();
    assertThat(sum).isPositive();
  }

  @Test
  void countsStepsOrEpochs() {
    assertThat(at(new StepDecay(2, 0.5), 19)).isEqualTo(StrictMath.pow(0.5, 9));
    Schedule byEpoch = new StepDecay(2, 0.5).byEpoch();
    assertThat(at(byEpoch, 19)).isEqualTo(1);
    assertThat(at(byEpoch, 20)).isEqualTo(0.5);
    assertThat(at(byEpoch, 39)).isEqualTo(0.5);
    assertThat(at(CosineAnnealing.wholeRun().byEpoch(), 29))
        .isEqualTo((1 + Math.cos(Math.PI * 2 / 5)) / 2);
  }

  @Test
  void aLengthOfTheWholeRunGrowsWithTheRun() {
    for (int epochs : new int[] {1, 4}) {
      Progress middle = new Step(5L * epochs, 10, epochs);
      assertThat(CosineAnnealing.wholeRun().factor(middle, Memory.none()))
          .isCloseTo(0.5, within(1e-15));
      assertThat(new PolynomialDecay(0, 2).factor(middle, Memory.none())).isEqualTo(0.25);
    }
  }

  @Test
  void aWarmUpEndsAtTheFullRate() {
    for (int step = 0; step < 8; step++) {
      assertThat(at(LinearWarmUp.of(4), step))
          .isCloseTo(Math.min(1, (step + 1) / 5.0), within(1e-15));
    }
  }

  @Test
  void aSequenceGivesEachPartItsOwnTimeAndLength() {
    SequentialSchedule three =
        new SequentialSchedule(
            List.of(
                new PolynomialDecay(0, 1), new ExponentialDecay(0.5), new PolynomialDecay(0, 1)),
            List.of(4L, 6L));
    double[] expected = {1, 0.75, 0.5, 0.25, 1, 0.5, 1, 0.75, 0.5, 0.25};
    for (int step = 0; step < expected.length; step++) {
      assertThat(three.factor(new Step(step, 10, 1), Memory.none())).isEqualTo(expected[step]);
    }
  }

  @Test
  void aChainMultipliesAndGivesEachPartItsOwnMemory() {
    ReduceOnPlateau half = ReduceOnPlateau.of().withFactor(0.5).withPatience(0);
    ChainedSchedule chain =
        ChainedSchedule.of(half, new Constant(0.5), half.withPatience(1), half.withFactor(0.25));
    Memory memory = chain.start();
    Progress now = new Step(0, 1, 9);
    assertThat(chain.factor(now, memory)).isEqualTo(0.5);
    chain.validated(1, false, memory);
    chain.validated(2, false, memory);
    assertThat(chain.factor(now, memory)).isEqualTo(0.5 * 0.5 * 0.25);
    chain.validated(2, false, memory);
    assertThat(chain.factor(now, memory)).isEqualTo(0.5 * 0.25 * 0.5 * 0.0625);
  }

  @Test
  void moreSchedulesThanTenHaveNamesAsWell() {
    List<Schedule> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(ReduceOnPlateau.of().withPatience(0).withFactor(0.5));
    }
    ChainedSchedule chain = new ChainedSchedule(many);
    Memory memory = chain.start();
    chain.validated(1, true, memory);
    chain.validated(1, true, memory);
    assertThat(chain.factor(new Step(0, 1, 9), memory)).isEqualTo(0x1p-12);
    assertThat(memory.names()).contains("12/best");
  }

  @Test
  void aMetricThatIsNoNumberIsNotBetter() {
    ReduceOnPlateau plateau = ReduceOnPlateau.of().withPatience(0);
    Memory memory = plateau.start();
    plateau.validated(Double.NaN, false, memory);
    assertThat(plateau.factor(new Step(0, 1, 9), memory)).isEqualTo(0.1);
    plateau.validated(5, false, memory);
    plateau.validated(Double.NaN, false, memory);
    assertThat(memory.doubles("best")).containsExactly(5);
  }

  @Test
  void aCycleOfAnyLengthBeginsAndEndsWhereItShould() {
    for (boolean three : new boolean[] {false, true}) {
      for (Anneal anneal : Anneal.values()) {
        for (int length : new int[] {1, 2, 3, 4, 10, 100}) {
          OneCycle cycle = new OneCycle(length, 0.25, anneal, 10, 100, three);
          for (int step = 0; step < length; step++) {
            assertThat(at(cycle, step)).as("%s, step %d", cycle, step).isBetween(1e-3, 1.0);
          }
          assertThat(at(cycle, length - 1)).isEqualTo(0.1 / 100);
          assertThat(at(cycle, length + 5)).isEqualTo(0.1 / 100);
        }
        OneCycle cycle = new OneCycle(100, 0.25, anneal, 10, 100, three);
        assertThat(at(cycle, 0)).isCloseTo(0.1, within(1e-15));
        assertThat(at(cycle, 24)).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    List<String> refused = new ArrayList<>();
    List<Runnable> settings =
        List.of(
            () -> new StepDecay(0, 0.1),
            () -> new StepDecay(1, -1),
            () -> new MultiStepDecay(List.of(3L, 2L), 0.1),
            () -> new ExponentialDecay(Double.NaN),
            () -> new CosineAnnealing(-1, 0),
            () -> new CosineWarmRestarts(0, 1, 0),
            () -> new CosineWarmRestarts(1, 0, 0),
            () -> new PolynomialDecay(1, 0),
            () -> new LinearWarmUp(0, 1, 1),
            () -> new LinearWarmUp(1, 0, 1),
            () -> new OneCycle(1, 2, Anneal.LINEAR, 1, 1, false),
            () -> new OneCycle(1, 0.6, Anneal.LINEAR, 1, 1, true),
            () -> ReduceOnPlateau.of().withFactor(1),
            () -> ReduceOnPlateau.of().withPatience(-1),
            () -> new ReduceOnPlateau(0.1, 1, -1, ThresholdMode.ABSOLUTE, 0, 0, 0),
            () -> new ChainedSchedule(List.of()),
            () -> new SequentialSchedule(List.of(Constant.of()), List.of(1L)),
            () -> SequentialSchedule.of(Constant.of(), 0, Constant.of()));
    for (Runnable setting : settings) {
      assertThatThrownBy(setting::run)
          .isInstanceOfSatisfying(
              IllegalArgumentException.class, refusal -> refused.add(refusal.getMessage()));
    }
    assertThat(refused)
        .containsExactly(
            "step decay: every 0: use at least 1",
            "step decay: gamma -1.0: use a finite number from 0 on",
            "multi-step decay: milestones [3, 2]: use times from 0 on in ascending order",
            "exponential decay: gamma NaN: use a finite number from 0 on",
            "cosine annealing: steps -1: use at least 1, or 0 for the whole run",
            "cosine warm restarts: first 0: use at least 1",
            "cosine warm restarts: growth 0: use at least 1",
            "polynomial decay: power 0.0: use a finite number above 0",
            "linear warm-up: steps 0: use at least 1",
            "linear warm-up: start 0.0: use a finite number above 0",
            "one cycle: rise 2.0: use 0 to 1",
            "one cycle: rise 0.6: use at most 0.5 with three phases, of which the second is as long"
                + " as the first",
            "reduce on plateau: factor 1.0: use above 0 and below 1",
            "reduce on plateau: patience -1: use at least 0",
            "reduce on plateau: threshold -1.0: use at least 0",
            "chained schedule: schedules []: use at least one",
            "sequential schedule: milestones [1]: use one less than the 1 schedules",
            "sequential schedule: milestones [0]: use times above 0 in ascending order");
  }
}
