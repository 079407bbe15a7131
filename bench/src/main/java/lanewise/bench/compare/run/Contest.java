package lanewise.bench.compare.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.report.Estimate;

/**
 * Measures the entrants of one case in turn: after each fork of each has been warmed up, rounds of
 * short slices, each round beginning with another, so that a machine that slows down slows all.
 *
 * @param forks processes of each entrant
 * @param rounds of a fork
 * @param periodNanos of warming up, repeated while it helps
 * @param sliceNanos of a round
 */
record Contest(int forks, int rounds, long periodNanos, long sliceNanos) {
  static final Contest THOROUGH = new Contest(3, 15, 1_000_000_000L, 5_000_000L);
  static final Contest QUICK = new Contest(1, 7, 300_000_000L, 2_000_000L);

  Contest withForks(int count) {
    return new Contest(count, rounds, periodNanos, sliceNanos);
  }

  Contest withRounds(int count) {
    return new Contest(forks, count, periodNanos, sliceNanos);
  }

  /** Slices so many times as long. */
  Contest patient(int times) {
    return new Contest(forks, rounds, periodNanos, times * sliceNanos);
  }

  /**
   * One way of one library in its forks.
   *
   * @param library whose
   * @param way how
   * @param seats one a fork
   */
  record Entrant(Library library, String way, List<Seat> seats) {}

  /** Takes the reason for which an entrant cannot be measured. */
  @FunctionalInterface
  interface Absence {
    /** An entrant drops out. */
    void of(Library library, String way, IOException reason) throws IOException;
  }

  /** An entrant and the nanoseconds of its forks' rounds. */
  private record Lane(Entrant entrant, List<double[]> nanos) {}

  /** The results of those that stay to the end. */
  List<Result> run(List<Entrant> entrants, Absence absence) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    for (Entrant entrant : entrants) {
      lanes.add(new Lane(entrant, entrant.seats().stream().map(_ -> new double[rounds]).toList()));
    }
    keep(lanes, lanes, absence, lane -> warmUp(lane.entrant()));
    for (int round = 0; round < rounds; round++) {
      int now = round;
      List<Lane> order = new ArrayList<>(lanes);
      Collections.rotate(order, -round);
      keep(order, lanes, absence, lane -> round(lane, now));
    }
    List<Result> results = new ArrayList<>();
    keep(lanes, lanes, absence, lane -> results.add(result(lane)));
    return results;
  }

  private void warmUp(Entrant entrant) throws IOException {
    for (Seat seat : entrant.seats()) {
      seat.warmUp(periodNanos, sliceNanos);
    }
  }

  private static void round(Lane lane, int round) throws IOException {
    for (int fork = 0; fork < lane.nanos().size(); fork++) {
      lane.nanos().get(fork)[round] = lane.entrant().seats().get(fork).round();
    }
  }

  private static Result result(Lane lane) throws IOException {
    Entrant entrant = lane.entrant();
    return new Result(
        entrant.library(), entrant.way(), Estimate.of(lane.nanos()), figures(entrant.seats()));
  }

  /** Of each figure the median of the forks. */
  private static Map<String, Double> figures(List<Seat> seats) throws IOException {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (Seat seat : seats) {
      seat.figures()
          .forEach((name, value) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    all.forEach(
        (name, values) ->
            figures.put(name, values.stream().sorted().toList().get(values.size() / 2)));
    return figures;
  }

  private interface Step {
    void of(Lane lane) throws IOException;
  }

  /** Takes a step with each; who fails leaves the lanes. */
  private static void keep(List<Lane> order, List<Lane> lanes, Absence absence, Step step)
      throws IOException {
    for (Lane lane : List.copyOf(order)) {
      try {
        step.of(lane);
      } catch (IOException e) {
        lanes.remove(lane);
        absence.of(lane.entrant().library(), lane.entrant().way(), e);
      }
    }
  }
}
