package lanewise.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that the guide to jobs shows are jobs, and a search, that run. */
@Tag("once")
final class JobGuideTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static List<String> blocks() throws IOException {
    String guide = Files.readString(Path.of("../docs/job-files.md"));
    return BLOCK.matcher(guide).results().map((MatchResult block) -> block.group(1)).toList();
  }

  /** Its own data in the first, images of digits in those that show a part of a job. */
  private String withData(String job) throws IOException {
    if (!job.contains("data:\n")) {
      return "data: {source: digits}\n" + job;
    }
    Path flowers = folder.resolve("flowers.csv");
    Samples.write(flowers, Files.readAllBytes(Path.of("../examples/flowers.csv")));
    return job.replace("source: flowers.csv", "source: " + flowers);
  }

  @Test
  void everyJobTrains() throws IOException {
    int jobs = 0;
    for (String block : blocks()) {
      if (block.startsWith("job:") || block.startsWith("#")) {
        continue;
      }
      Path job = Samples.write(folder.resolve("job" + jobs++ + ".yaml"), withData(block));
      Cli.Outcome outcome =
          Cli.run("train", job, "--epochs", "1", "--out", folder.resolve("out"), "--restart");
      assertThat(outcome.exitCode()).as(block + outcome.err()).isZero();
    }
    assertThat(jobs).isGreaterThan(5);
  }

  @Test
  void theSearchRuns() throws IOException {
    Path job =
        Samples.write(
            folder.resolve("job.yaml"), withData(blocks().getFirst()) + "training: {epochs: 1}\n");
    String block =
        blocks().stream().filter(each -> each.startsWith("job:")).findFirst().orElseThrow();
    String search =
        block
            .replace("job: job.yaml", "job: " + job)
            .replace("output: ", "output: " + folder + "/")
            .replace("trials: 20", "trials: 2");
    Cli.Outcome outcome = Cli.run("search", Samples.write(folder.resolve("s.yaml"), search));
    assertThat(outcome.exitCode()).as(search + outcome.err()).isZero();
    assertThat(outcome.out()).contains("optimizer.rate", "model.hidden");
  }
}
