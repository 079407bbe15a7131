package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.session.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by a job file. */
@Tag("once")
final class TrainJobTest {
  @TempDir private Path folder;

  @Test
  void aPrintedJobGivesTheSameRunBitForBit() throws IOException {
    Path data = Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    Path first = folder.resolve("first");
    Object[] options = {
      "train",
      "--data",
      data,
      "--label",
      "species",
      "--hidden",
      "12,5",
      "--activation",
      "silu",
      "--epochs",
      4,
      "--lr",
      "0.0371",
      "--seed",
      99,
      "--validation",
      "0.2",
      "--out",
      first
    };
    assertThat(Cli.run(options).exitCode()).isZero();
    Object[] printing = Arrays.copyOf(options, options.length + 1);
    printing[options.length] = "--print-job";
    Path job = Samples.write(folder.resolve("job.yaml"), Cli.run(printing).out());

    Path second = folder.resolve("second");
    Cli.Outcome again = Cli.run("train", job, "--out", second);
    assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.OK);
    assertThat(second.resolve("flowers.safetensors"))
        .hasSameBinaryContentAs(first.resolve("flowers.safetensors"));

    // The job in the folder of the run is the same job too.
    Path third = folder.resolve("third");
    Path kept = first.resolve("flowers/job.yaml");
    assertThat(Cli.run("train", kept, "--out", third).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(third.resolve("flowers.safetensors"))
        .hasSameBinaryContentAs(first.resolve("flowers.safetensors"));
  }

  @Test
  void printingAJobReadsAndWritesNothing() {
    Cli.Outcome outcome =
        Cli.run("train", "--data", folder.resolve("nosuch.csv"), "--print-job", "--out", folder);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("nosuch.csv", "optimizer:\n  kind: sgd\n  rate: 0.01\n");
    assertThat(folder).isEmptyDirectory();
  }
}
