package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --find-rate}. */
@Tag("once")
final class RateSearchTest {
  @TempDir private Path folder;

  @Test
  void suggestsARateThatTrainsAndLeavesNothing() {
    Path out = folder.resolve("models");
    Cli.Outcome outcome =
        Cli.run("train", "--optimizer", "adam", "--find-rate", "--json", "--out", out);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(out).doesNotExist();
    JsonCursor json = outcome.json();
    double rate = json.get("suggestion").asDouble();
    assertThat(json.get("points").elements()).hasSizeGreaterThan(50);
    assertThat(json.get("points").at(0).get("rate").asDouble()).isEqualTo(1e-7);
    assertThat(outcome.err()).contains("begin with --lr ");

    Cli.Outcome trained =
        Cli.run(
            "train", "--optimizer", "adam", "--lr", rate, "--epochs", 5, "--json", "--out", out);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.json().get("testAccuracy").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void theSuggestionDoesNotDependOnTheRateOfTheJob() {
    String low = Cli.run("train", "--data", "iris", "--lr", "1e-9", "--find-rate").out();
    assertThat(Cli.run("train", "--data", "iris", "--lr", "5", "--find-rate").out())
        .isEqualTo(low)
        .startsWith("learning rate  loss\n")
        .contains("The loss falls fastest at a learning rate of ");
  }

  @Test
  void saysWhereNoRateHelps() {
    Path job = Samples.write(folder.resolve("job.yaml"), "groups: {'*': {rate-factor: 0}}");
    Cli.Outcome frozen = Cli.run("train", job, "--data", "iris", "--batch", 105, "--find-rate");
    assertThat(frozen.out()).contains("The loss falls at no rate; look at the data");
  }
}
