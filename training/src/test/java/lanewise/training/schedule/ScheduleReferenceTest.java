package lanewise.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lanewise.layers.format.JsonCursor;
import lanewise.training.ReferenceCases;
import lanewise.training.schedule.OneCycle.Anneal;
import lanewise.training.schedule.ReduceOnPlateau.ThresholdMode;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schedules give the rates that PyTorch's schedulers give. */
@Tag("once")
final class ScheduleReferenceTest {
  static Stream<JsonCursor> cases() {
    return ReferenceCases.group("schedule").stream();
  }

  /** Epochs of one step, after each of which the metric is known. */
  private record Step(long steps, int stepsPerEpoch, int epochs) implements Progress {}

  private static double number(JsonCursor attrs, String name, double other) {
    return attrs.find(name).map(JsonCursor::asDouble).orElse(other);
  }

  private static String word(JsonCursor attrs, String name, String other) {
    return attrs.find(name).map(JsonCursor::asString).orElse(other);
  }

  private static List<Long> longs(JsonCursor list) {
    return list.elements().stream().map(JsonCursor::asLong).toList();
  }

  /** The schedule of a case, with PyTorch's defaults for what it does not say. */
  private static Schedule scheduleOf(String name, JsonCursor attrs) {
    double base = attrs.get("base_lr").asDouble();
    if (name.startsWith("multi")) {
      return new MultiStepDecay(longs(attrs.get("milestones")), number(attrs, "gamma", 0.1));
    }
    if (name.startsWith("step")) {
      return new StepDecay(attrs.get("step_size").asLong(), number(attrs, "gamma", 0.1));
    }
    if (name.startsWith("exponential")) {
      return new ExponentialDecay(attrs.get("gamma").asDouble());
    }
    if (name.startsWith("constant")) {
      long steps = (long) number(attrs, "total_iters", 0);
      Constant factor = new Constant(number(attrs, "factor", steps == 0 ? 1 : 1.0 / 3));
      return steps == 0 ? factor : SequentialSchedule.of(factor, steps, Constant.of());
    }
    if (name.startsWith("linear") || name.startsWith("warm")) {
      return new LinearWarmUp(
          (long) number(attrs, "total_iters", 5),
          number(attrs, "start_factor", 1.0 / 3),
          number(attrs, "end_factor", 1));
    }
    if (name.contains("restart")) {
      return new CosineWarmRestarts(
          attrs.get("T_0").asLong(),
          (int) number(attrs, "T_mult", 1),
          number(attrs, "eta_min", 0) / base);
    }
    if (name.startsWith("cosine")) {
      return new CosineAnnealing(attrs.get("T_max").asLong(), number(attrs, "eta_min", 0) / base);
    }
    if (name.startsWith("polynomial")) {
      return new PolynomialDecay((long) number(attrs, "total_iters", 5), number(attrs, "power", 1));
    }
    if (name.startsWith("one")) {
      boolean linear =
          word(attrs, "anneal", word(attrs, "anneal_strategy", "cos")).startsWith("lin");
      return new OneCycle(
          attrs.get("total_steps").asLong(),
          number(attrs, "pct_start", 0.3),
          linear ? Anneal.LINEAR : Anneal.COSINE,
          number(attrs, "div_factor", 25),
          number(attrs, "final_div_factor", 1e4),
          attrs.find("three_phase").map(JsonCursor::asBoolean).orElse(false));
    }
    if (name.contains("plateau")) {
      return new ReduceOnPlateau(
          number(attrs, "factor", 0.1),
          (int) number(attrs, "patience", 10),
          number(attrs, "threshold", 1e-4),
          word(attrs, "threshold_mode", "rel").equals("abs")
              ? ThresholdMode.ABSOLUTE
              : ThresholdMode.RELATIVE,
          (int) number(attrs, "cooldown", 0),
          number(attrs, "min_lr", 0) / base,
          number(attrs, "eps", 1e-8) / base);
    }
    if (name.startsWith("chained")) {
      return new ChainedSchedule(List.copyOf(parts(attrs)));
    }
    if (name.startsWith("sequential")) {
      return new SequentialSchedule(parts(attrs), longs(attrs.get("milestones")));
    }
    throw new IllegalArgumentException("no schedule is called " + name);
  }

  /** The schedules of a combination: a word and its numbers each. */
  private static List<TimedSchedule> parts(JsonCursor attrs) {
    List<TimedSchedule> parts = new ArrayList<>();
    for (JsonCursor each : attrs.get("schedulers").elements()) {
      String[] words = each.asString().split(" ", -1);
      double first = Double.parseDouble(words[1]);
      parts.add(
          switch (words[0]) {
            case "constant" ->
                SequentialSchedule.of(new Constant(first), Long.parseLong(words[2]), Constant.of());
            case "exponential" -> new ExponentialDecay(first);
            case "linear" ->
                new LinearWarmUp(Long.parseLong(words[3]), first, Double.parseDouble(words[2]));
            case "cosine" -> new CosineAnnealing((long) first, 0);
            default -> throw new IllegalArgumentException(words[0]);
          });
    }
    return parts;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheRatesOfPyTorch(JsonCursor each) {
    String name = each.get("name").asString().toLowerCase(Locale.ROOT).replace('_', ' ');
    JsonCursor attrs = each.get("attrs");
    Schedule schedule = scheduleOf(name, attrs);
    // A cycle's highest rate is the optimizer's here.
    double rate = number(attrs, "max_lr", attrs.get("base_lr").asDouble());
    double[] expected =
        each.get("lr").elements().stream().mapToDouble(JsonCursor::asDouble).toArray();
    boolean higher = word(attrs, "mode", "min").equals("max");
    Memory memory = schedule.start();
    for (int step = 0; step < expected.length; step++) {
      double actual = rate * schedule.factor(new Step(step, 1, expected.length), memory);
      double tolerance = 1e-12 * rate;
      assertThat(actual)
          .as("%s, step %d", name, step)
          .isBetween(expected[step] - tolerance, expected[step] + tolerance);
      if (each.find("metrics").isPresent()) {
        schedule.validated(each.get("metrics").at(step).asDouble(), higher, memory);
      }
    }
    assertThat(expected).hasSizeGreaterThanOrEqualTo(20);
  }
}
