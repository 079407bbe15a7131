package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.cli.settings.Values;
import lanewise.training.schedule.ByEpoch;
import lanewise.training.schedule.ChainedSchedule;
import lanewise.training.schedule.Constant;
import lanewise.training.schedule.CosineAnnealing;
import lanewise.training.schedule.CosineWarmRestarts;
import lanewise.training.schedule.ExponentialDecay;
import lanewise.training.schedule.LinearWarmUp;
import lanewise.training.schedule.MultiStepDecay;
import lanewise.training.schedule.OneCycle;
import lanewise.training.schedule.OneCycle.Anneal;
import lanewise.training.schedule.PolynomialDecay;
import lanewise.training.schedule.ReduceOnPlateau;
import lanewise.training.schedule.ReduceOnPlateau.ThresholdMode;
import lanewise.training.schedule.Schedule;
import lanewise.training.schedule.SequentialSchedule;
import lanewise.training.schedule.StepDecay;
import lanewise.training.schedule.TimedSchedule;

/** The kinds of schedules of the learning rate and their keys. */
public final class ScheduleSettings {
  private ScheduleSettings() {}

  /** What times are counted in. */
  private enum Unit {
    STEP,
    EPOCH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A kind of schedules that are functions of time. Its keys take their settings out of the
   * schedule itself or of one that counts it in epochs.
   *
   * @param word the word for it
   * @param type its class
   * @param unit what its times are counted in where nothing else is said
   * @param meaning what it does, in one sentence
   * @param keys its own keys
   * @param constructor makes the schedule
   */
  private record Timed(
      String word,
      Class<? extends TimedSchedule> type,
      Unit unit,
      String meaning,
      List<Key<Schedule, ?>> keys,
      Function<Values, TimedSchedule> constructor) {

    /** The kind with the key that says what its times are counted in. */
    Alternative<Schedule> withUnit() {
      Key<Schedule, Unit> unitKey =
          Key.<Schedule, Unit>of(
                  "unit",
                  Types.oneOf(List.of(Unit.values())),
                  schedule -> schedule instanceof ByEpoch ? Unit.EPOCH : Unit.STEP,
                  "What its times are counted in.")
              .withDefault(unit);
      List<Key<Schedule, ?>> all = new ArrayList<>(keys);
      all.add(unitKey);
      return alternative(
          all,
          values -> {
            TimedSchedule schedule = constructor.apply(values);
            return values.get(unitKey) == Unit.EPOCH ? schedule.byEpoch() : schedule;
          });
    }

    /** The kind as a part of another schedule, which says what is counted. */
    Alternative<Schedule> withoutUnit() {
      return alternative(keys, constructor::apply);
    }

    private Alternative<Schedule> alternative(
        List<Key<Schedule, ?>> all, Function<Values, Schedule> made) {
      return new Alternative<>(
          word,
          Schedule.class,
          Section.of(meaning, all, made),
          schedule -> type.isInstance(counted(schedule)));
    }
  }

  /** The word for the kind of a schedule. */
  public static String word(Schedule schedule) {
    return choice().kindOf(schedule);
  }

  static Choice<Schedule> choice() {
    List<Alternative<? extends Schedule>> kinds = simple();
    kinds.add(new Alternative<>("chained", ChainedSchedule.class, chained()));
    return Choice.of("schedule", kinds);
  }

  /** The kinds that a chained schedule may have. */
  private static List<Alternative<? extends Schedule>> simple() {
    List<Alternative<? extends Schedule>> kinds = new ArrayList<>();
    kinds.add(new Alternative<>("constant", Constant.class, constant()));
    timed().forEach(kind -> kinds.add(kind.withUnit()));
    kinds.add(sequential().withUnit());
    kinds.add(new Alternative<>("plateau", ReduceOnPlateau.class, plateau()));
    return kinds;
  }

  private static List<Timed> timed() {
    return List.of(
        step(),
        multiStep(),
        exponential(),
        cosine(),
        warmRestarts(),
        polynomial(),
        warmUp(),
        oneCycle());
  }

  private static Section<Constant> constant() {
    var factor =
        Key.of(
                "factor",
                Types.real(Range.above(0), 1),
                (Constant schedule) -> schedule.factor(),
                "What the optimizer's rate is multiplied by.")
            .withDefault(1.0);
    return Section.of(
        "The same rate in every step.",
        List.of(factor),
        values -> new Constant(values.get(factor)));
  }

  private static Timed step() {
    Key<Schedule, Integer> every =
        Key.of(
            "every",
            Types.count(),
            of(StepDecay.class, schedule -> Math.toIntExact(schedule.every())),
            "The time from one change to the next.");
    Key<Schedule, Double> gamma = gamma(0.1, of(StepDecay.class, StepDecay::gamma));
    return new Timed(
        "step",
        StepDecay.class,
        Unit.EPOCH,
        "Multiplies the rate by gamma at regular times.",
        List.of(every, gamma),
        values -> new StepDecay(values.get(every), values.get(gamma)));
  }

  private static Timed multiStep() {
    Key<Schedule, List<Integer>> milestones =
        milestones(
            of(MultiStepDecay.class, MultiStepDecay::milestones), "The times of the changes.");
    Key<Schedule, Double> gamma = gamma(0.1, of(MultiStepDecay.class, MultiStepDecay::gamma));
    return new Timed(
        "multistep",
        MultiStepDecay.class,
        Unit.EPOCH,
        "Multiplies the rate by gamma at given times.",
        List.of(milestones, gamma),
        values -> new MultiStepDecay(longs(values.get(milestones)), values.get(gamma)));
  }

  private static Timed exponential() {
    Key<Schedule, Double> gamma = gamma(0.95, of(ExponentialDecay.class, ExponentialDecay::gamma));
    return new Timed(
        "exponential",
        ExponentialDecay.class,
        Unit.EPOCH,
        "Multiplies the rate by gamma every time.",
        List.of(gamma),
        values -> new ExponentialDecay(values.get(gamma)));
  }

  private static Timed cosine() {
    Key<Schedule, Optional<Integer>> length =
        length(of(CosineAnnealing.class, CosineAnnealing::steps));
    Key<Schedule, Double> least = least(of(CosineAnnealing.class, CosineAnnealing::minFactor));
    return new Timed(
        "cosine",
        CosineAnnealing.class,
        Unit.EPOCH,
        "Falls along half a wave (Loshchilov and Hutter, 2017).",
        List.of(length, least),
        values -> new CosineAnnealing(steps(values.get(length)), values.get(least)));
  }

  private static Timed warmRestarts() {
    Key<Schedule, Integer> first =
        Key.of(
            "first",
            Types.count(),
            of(CosineWarmRestarts.class, schedule -> Math.toIntExact(schedule.first())),
            "The length of the first fall.");
    Key<Schedule, Integer> growth =
        Key.of(
                "growth",
                Types.count(),
                of(CosineWarmRestarts.class, CosineWarmRestarts::growth),
                "How many times as long as the one before the next fall is.")
            .withDefault(1);
    Key<Schedule, Double> least =
        least(of(CosineWarmRestarts.class, CosineWarmRestarts::minFactor));
    return new Timed(
        "warm-restarts",
        CosineWarmRestarts.class,
        Unit.EPOCH,
        "Falls along half a wave, again and again (Loshchilov and Hutter, 2017).",
        List.of(first, growth, least),
        values -> new CosineWarmRestarts(values.get(first), values.get(growth), values.get(least)));
  }

  private static Timed polynomial() {
    Key<Schedule, Optional<Integer>> length =
        length(of(PolynomialDecay.class, PolynomialDecay::steps));
    Key<Schedule, Double> power =
        Key.of(
                "power",
                Types.real(Range.above(0), 1),
                of(PolynomialDecay.class, PolynomialDecay::power),
                "The power; 1 is a straight line.")
            .withDefault(1.0);
    return new Timed(
        "polynomial",
        PolynomialDecay.class,
        Unit.EPOCH,
        "Falls to 0 along a power of the time that is left.",
        List.of(length, power),
        values -> new PolynomialDecay(steps(values.get(length)), values.get(power)));
  }

  private static Timed warmUp() {
    Key<Schedule, Integer> length =
        Key.of(
            "length",
            Types.count(),
            of(LinearWarmUp.class, schedule -> Math.toIntExact(schedule.steps())),
            "How long it takes.");
    Key<Schedule, Optional<Double>> start =
        Key.optional(
            "start",
            Types.orWord("auto", Types.real(Range.above(0), 0.1)),
            of(LinearWarmUp.class, LinearWarmUp::startFactor)::apply,
            "The first factor of the rate; auto is 1 / (length + 1).");
    Key<Schedule, Double> end =
        Key.of(
                "end",
                Types.real(Range.from(0), 1),
                of(LinearWarmUp.class, LinearWarmUp::endFactor),
                "The last factor of the rate, which stays.")
            .withDefault(1.0);
    return new Timed(
        "warm-up",
        LinearWarmUp.class,
        Unit.STEP,
        "Rises along a straight line and stays there (Goyal et al., 2017).",
        List.of(length, start, end),
        values -> {
          int steps = values.get(length);
          double first = values.get(start).orElse(LinearWarmUp.of(steps).startFactor());
          return new LinearWarmUp(steps, first, values.get(end));
        });
  }

  private static Timed oneCycle() {
    OneCycle usual = OneCycle.wholeRun();
    Key<Schedule, Optional<Integer>> length = length(of(OneCycle.class, OneCycle::steps));
    Key<Schedule, Double> rise =
        Key.of(
                "rise",
                Types.real(Range.from(0).upTo(1), usual.rise()),
                of(OneCycle.class, OneCycle::rise),
                "The share of the cycle in which the rate rises.")
            .withDefault(usual.rise());
    Key<Schedule, Shape> shape =
        Key.of(
                "shape",
                Types.oneOf(List.of(Shape.values())),
                of(OneCycle.class, schedule -> Shape.valueOf(schedule.anneal().name())),
                "The shape of rise and fall.")
            .withDefault(Shape.COSINE);
    Key<Schedule, Double> div =
        Key.of(
                "div",
                Types.real(Range.above(0), usual.div()),
                of(OneCycle.class, OneCycle::div),
                "The optimizer's rate over the first one.")
            .withDefault(usual.div());
    Key<Schedule, Double> finalDiv =
        Key.of(
                "final-div",
                Types.real(Range.above(0), usual.finalDiv()),
                of(OneCycle.class, OneCycle::finalDiv),
                "The first rate over the last one.")
            .withDefault(usual.finalDiv());
    Key<Schedule, Boolean> threePhases =
        Key.of(
                "three-phases",
                Types.flag(),
                of(OneCycle.class, OneCycle::threePhases),
                "Whether the rate falls as fast as it rose before it falls on.")
            .withDefault(usual.threePhases());
    return new Timed(
        "one-cycle",
        OneCycle.class,
        Unit.STEP,
        "Rises to the optimizer's rate and falls to almost nothing (Smith and Topin, 2018).",
        List.of(length, rise, shape, div, finalDiv, threePhases),
        values ->
            new OneCycle(
                steps(values.get(length)),
                values.get(rise),
                Anneal.valueOf(values.get(shape).name()),
                values.get(div),
                values.get(finalDiv),
                values.get(threePhases)));
  }

  /** The shapes of {@link Anneal}, as job files call them. */
  private enum Shape {
    COSINE,
    LINEAR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Timed sequential() {
    Key<Schedule, List<Schedule>> schedules =
        Key.of(
            "schedules",
            Types.itemsOf(
                Types.lazily(
                    () ->
                        Choice.ofRequired(
                            "schedule", timed().stream().map(Timed::withoutUnit).toList()))),
            of(SequentialSchedule.class, schedule -> List.copyOf(schedule.schedules())),
            "The schedules, one after the other; each counts time from its own beginning.");
    Key<Schedule, List<Integer>> milestones =
        milestones(
            of(SequentialSchedule.class, SequentialSchedule::milestones),
            "The times at which the next one begins.");
    return new Timed(
        "sequential",
        SequentialSchedule.class,
        Unit.STEP,
        "One schedule after the other, such as a warm-up and a cosine.",
        List.of(schedules, milestones),
        values ->
            new SequentialSchedule(
                values.get(schedules).stream().map(TimedSchedule.class::cast).toList(),
                longs(values.get(milestones))));
  }

  private static Section<ChainedSchedule> chained() {
    var schedules =
        Key.of(
            "schedules",
            Types.itemsOf(Types.lazily(() -> Choice.ofRequired("schedule", simple()))),
            ChainedSchedule::schedules,
            "The schedules that are multiplied.");
    return Section.of(
        "The product of several schedules, such as a warm-up and a plateau.",
        List.of(schedules),
        values -> new ChainedSchedule(values.get(schedules)));
  }

  private static Section<ReduceOnPlateau> plateau() {
    ReduceOnPlateau usual = ReduceOnPlateau.of();
    var factor =
        Key.of(
                "factor",
                Types.real(Range.above(0).below(1), usual.factor()),
                (ReduceOnPlateau schedule) -> schedule.factor(),
                "What the rate is multiplied by.")
            .withDefault(usual.factor());
    var patience =
        Key.of(
                "patience",
                Types.whole(0, Integer.MAX_VALUE),
                ReduceOnPlateau::patience,
                "The number of epochs without improvement that are still accepted.")
            .withDefault(usual.patience());
    var threshold =
        Key.of(
                "threshold",
                Types.real(Range.from(0), usual.threshold()),
                ReduceOnPlateau::threshold,
                "The improvement that counts.")
            .withDefault(usual.threshold());
    var relative =
        Key.<ReduceOnPlateau, Boolean>of(
                "relative",
                Types.flag(),
                schedule -> schedule.mode() == ThresholdMode.RELATIVE,
                "Whether the threshold is a share of the best metric, or a difference from it.")
            .withDefault(usual.mode() == ThresholdMode.RELATIVE);
    var cooldown =
        Key.of(
                "cooldown",
                Types.whole(0, Integer.MAX_VALUE),
                ReduceOnPlateau::cooldown,
                "The number of epochs after a change that do not count.")
            .withDefault(usual.cooldown());
    var least = least(ReduceOnPlateau::minFactor);
    var leastChange =
        Key.of(
                "least-change",
                Types.real(Range.from(0), usual.minChange()),
                ReduceOnPlateau::minChange,
                "The smallest change of the factor that is made.")
            .withDefault(usual.minChange());
    return Section.of(
        "Lowers the rate when training.metric no longer improves; it counts epochs.",
        List.of(factor, patience, threshold, relative, cooldown, least, leastChange),
        values ->
            new ReduceOnPlateau(
                values.get(factor),
                values.get(patience),
                values.get(threshold),
                values.get(relative) ? ThresholdMode.RELATIVE : ThresholdMode.ABSOLUTE,
                values.get(cooldown),
                values.get(least),
                values.get(leastChange)));
  }

  /** The schedule itself, whatever it counts. */
  private static Schedule counted(Schedule schedule) {
    return schedule instanceof ByEpoch epochs ? epochs.schedule() : schedule;
  }

  private static <S extends TimedSchedule, T> Function<Schedule, T> of(
      Class<S> type, Function<S, T> getter) {
    return schedule -> getter.apply(type.cast(counted(schedule)));
  }

  private static Key<Schedule, Double> gamma(double fallback, Function<Schedule, Double> getter) {
    return Key.of("gamma", Types.real(Range.from(0), fallback), getter, "The factor of a change.")
        .withDefault(fallback);
  }

  private static <R> Key<R, Double> least(Function<R, Double> getter) {
    return Key.of(
            "least", Types.real(Range.from(0), 0.01), getter, "The smallest factor of the rate.")
        .withDefault(0.0);
  }

  private static Key<Schedule, List<Integer>> milestones(
      Function<Schedule, List<Long>> getter, String meaning) {
    return Key.of(
        "milestones",
        Types.listOf(Types.count()),
        schedule -> getter.apply(schedule).stream().map(Math::toIntExact).toList(),
        meaning);
  }

  private static Key<Schedule, Optional<Integer>> length(Function<Schedule, Long> getter) {
    return Key.optional(
        "length",
        Types.orWord("run", Types.count()),
        schedule -> {
          long length = getter.apply(schedule);
          return length == TimedSchedule.WHOLE_RUN ? null : (Integer) Math.toIntExact(length);
        },
        "How long it takes; run is the whole training, or the part of a sequence.");
  }

  private static long steps(Optional<Integer> length) {
    return length.map(Integer::longValue).orElse(TimedSchedule.WHOLE_RUN);
  }

  private static List<Long> longs(List<Integer> times) {
    return times.stream().map(Integer::longValue).toList();
  }
}
