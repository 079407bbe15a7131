package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of the rounds, and what becomes of a seat that fails, with seats that only write. */
final class ContestTest {
  private static final Contest CONTEST = new Contest(1, 3, 1, 1);

  private final List<String> log = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();

  /** Fails at its n-th round, never if that is beyond the last. */
  private final class Scripted implements Seat {
    private final String name;
    private final double nanos;
    private final int failsAt;
    private int round;

    Scripted(String name, double nanos, int failsAt) {
      this.name = name;
      this.nanos = nanos;
      this.failsAt = failsAt;
    }

    @Override
    public void warmUp(long periodNanos, long sliceNanos) throws IOException {
      log.add("warm " + name);
      fail(-1);
    }

    @Override
    public double round() throws IOException {
      log.add(name);
      fail(round++);
      return nanos;
    }

    private void fail(int now) throws IOException {
      if (now == failsAt) {
        throw new IOException("gone");
      }
    }

    @Override
    public Map<String, Double> figures() {
      return Map.of("bytesPerCall", nanos);
    }

    @Override
    public void close() {
      log.add("close " + name);
    }
  }

  private Contest.Entrant entrant(String name, int failsAt, double... forks) {
    List<Seat> seats = new ArrayList<>();
    for (double nanos : forks) {
      seats.add(new Scripted(name, nanos, failsAt));
    }
    return new Contest.Entrant(Library.LANEWISE, name, seats);
  }

  private List<Result> run(Contest.Entrant... entrants) throws IOException {
    return CONTEST.run(
        List.of(entrants),
        (library, way, reason) ->
            absent.add(library.name() + " " + way + " " + reason.getMessage()));
  }

  @Test
  void everyRoundBeginsWithAnother() throws IOException {
    run(entrant("a", 9, 1), entrant("b", 9, 1));

    assertThat(log).containsExactly("warm a", "warm b", "a", "b", "b", "a", "a", "b");
  }

  @Test
  void allForksCount() throws IOException {
    Result result = run(entrant("a", 9, 10, 30, 20)).getFirst();

    assertThat(result.nanos().median()).isEqualTo(20);
    assertThat(result.nanos().forks()).containsExactly(10.0, 30.0, 20.0);
    assertThat(result.nanos().split()).isTrue();
    assertThat(result.figures()).containsEntry("bytesPerCall", 20.0);
  }

  @Test
  void whoFailsLeavesAndTheOthersGoOn() throws IOException {
    List<Result> results =
        run(entrant("cold", -1, 1), entrant("late", 1, 1), entrant("good", 9, 5));

    assertThat(results).extracting(Result::way).containsExactly("good");
    assertThat(results.getFirst().nanos().median()).isEqualTo(5);
    assertThat(absent).containsExactly("lanewise cold gone", "lanewise late gone");
    assertThat(log.stream().filter("late"::equals)).hasSize(2);
  }
}
