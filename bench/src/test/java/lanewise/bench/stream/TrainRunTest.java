package lanewise.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of trainings, and what is said of them. */
final class TrainRunTest {
  private static final String RESULT = "{\"testAccuracy\":0.875,\"weightsSha256\":\"ab\"}";

  private static String epoch(int number, double rowsPerSecond) {
    return "{\"epoch\":%s,\"rowsPerSecond\":%s}".formatted(number, rowsPerSecond);
  }

  @Test
  void theFirstEpochsDoNotCount() throws IOException {
    TrainRun run =
        TrainRun.of(
            List.of(epoch(1, 1), epoch(2, 2), epoch(3, 300), epoch(4, 100), epoch(5, 200), RESULT));
    assertThat(run).isEqualTo(new TrainRun(200, 0.875, "ab"));
  }

  @Test
  void somethingElseIsNoTraining() {
    for (List<String> lines :
        List.of(
            List.<String>of(),
            List.of(epoch(1, 1), RESULT),
            List.of(epoch(3, 1), "{\"error\":\"no\"}"),
            List.of("no JSON", RESULT))) {
      assertThatThrownBy(() -> TrainRun.of(lines)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLineHasTheMediansAndTheSharesOfRounds() {
    Pairs pairs =
        new Pairs(
            List.of(
                new Pairs.Round(new TrainRun(1_000, 0.9, "ab"), new TrainRun(900, 0.9, "ab")),
                new Pairs.Round(new TrainRun(3_000, 0.9, "ab"), new TrainRun(2_400, 0.9, "ab")),
                new Pairs.Round(new TrainRun(2_000, 0.9, "ab"), new TrainRun(2_000, 0.9, "ab"))));
    assertThat(pairs.line(2).strip().split("\\s+"))
        .containsExactly("2", "cores", "2,000", "2,000", "90%", "[80%,", "100%]");
    assertThat(pairs.allLeft("ab")).isTrue();
    assertThat(pairs.allLeft("cd")).isFalse();
    TrainRun other = new TrainRun(1, 0.9, "cd");
    assertThat(new Pairs(List.of(new Pairs.Round(other, other))).allLeft("cd")).isTrue();
    TrainRun one = new TrainRun(1, 0.9, "ab");
    assertThat(new Pairs(List.of(new Pairs.Round(one, other))).allLeft("ab")).isFalse();
  }
}
