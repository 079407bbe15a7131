package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lanewise.cli.Cli;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training by the command has the same weights on every machine, in scalar code and by vectors:
 * those that the library has at every width, as {@code TrainingRunTest} requires.
 */
final class SameWeightsTest {
  @TempDir private Path folder;

  /** After 50 epochs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void seed42GivesTheWeightsOfEveryMachine(int threads) {
    Cli.Outcome outcome =
        Cli.run("train", "--seed", 42, "--threads", threads, "--json", "--out", folder);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("weightsSha256").asString())
        .isEqualTo("e95f05f7df1a0e86173d7e9dcafb1f59e293ef8f7913145824d82698058e4761");
  }
}
