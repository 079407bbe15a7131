package lanewise.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command replaces a file that it reads. */
@Tag("once")
final class ResultFileTest {
  private static final String ROWS = "a,y\n1,2\n2,4\n3,6\n4,8\n5,10\n6,12\n7,14\n8,16\n9,18\n";

  @TempDir private Path folder;

  private static void assertRefused(String option, Path file, Object... words) throws IOException {
    byte[] before = Files.readAllBytes(file);
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(2);
    assertThat(outcome.errLines())
        .containsExactly(
            "lanewise: %s: this file is read, and would be lost; name another file"
                .formatted(option));
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aTrainingKeepsItsRowsAndItsJob() throws IOException {
    Path rows = Samples.write(folder.resolve("rows.csv"), ROWS);
    Path link = Files.createSymbolicLink(folder.resolve("link"), rows);
    Path job = Samples.write(folder.resolve("job.yaml"), "data:\n  source: iris\n");
    Path out = folder.resolve("models");
    assertRefused(
        "--metrics " + rows,
        rows,
        "train",
        "--data",
        rows,
        "--label",
        "y",
        "--out",
        out,
        "--metrics",
        rows);
    assertRefused(
        "--metrics " + link,
        rows,
        "train",
        "--data",
        rows,
        "--label",
        "y",
        "--out",
        out,
        "--metrics",
        link);
    assertRefused(
        "--metrics " + rows,
        rows,
        "train",
        "--data",
        "iris",
        "--validation",
        rows,
        "--out",
        out,
        "--metrics",
        rows);
    assertRefused("--metrics " + job, job, "train", job, "--out", out, "--metrics", job);
  }

  @Test
  void anEvaluationKeepsItsRowsAndItsModel() throws IOException {
    Path rows = Samples.write(folder.resolve("rows.csv"), ROWS);
    Path models = folder.resolve("models");
    assertThat(
            Cli.run("train", "--data", rows, "--label", "y", "--epochs", 1, "--out", models)
                .exitCode())
        .isZero();
    Path model = models.resolve("rows.safetensors");
    for (Path file : new Path[] {rows, model}) {
      assertRefused(
          "--residuals " + file, file, "evaluate", model, "--data", rows, "--residuals", file);
    }
    Path run = models.resolve("rows");
    Path metrics = run.resolve("metrics.jsonl");
    assertRefused("--out " + metrics, metrics, "report", run, "--out", metrics);
    assertThat(Cli.run("report", run, "--out", folder.resolve("page.html")).exitCode()).isZero();
  }

  /** What is read of a folder, and beside npy files what is to be predicted. */
  @Test
  void theFilesOfAFolderAreKept() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path rows = Samples.write(parts.resolve("a.csv"), ROWS);
    Path elsewhere = Samples.write(folder.resolve("elsewhere.csv"), ROWS);
    Files.createSymbolicLink(parts.resolve("b.csv"), elsewhere);
    Path models = folder.resolve("models");
    for (Path file : new Path[] {rows, parts.resolve("b.csv"), elsewhere}) {
      assertRefused(
          "--metrics " + file,
          file,
          "train",
          "--data",
          parts,
          "--label",
          "y",
          "--out",
          models,
          "--metrics",
          file);
    }
    Path x = folder.resolve("x.npy");
    Path y = folder.resolve("y.npy");
    Npy.write(x, Tensor.zeros(8, 2));
    Npy.write(y, Tensor.of(Shape.of(8), 1, 2, 3, 4, 5, 6, 7, 8.5f));
    assertRefused(
        "--metrics " + y, y, "train", "--data", x, "--label", y, "--out", models, "--metrics", y);
    assertRefused(
        "--residuals " + y, y, "evaluate", x, "--data", x, "--label", y, "--residuals", y);
    assertRefused(
        "--residuals " + y,
        y,
        "evaluate",
        x,
        "--data",
        x,
        "--label",
        x,
        "--weights",
        y,
        "--residuals",
        y);
  }

  /** The further file of figures may be that of the run: each line is there once. */
  @Test
  void theFiguresOfTheRunAreWrittenOnce() throws IOException {
    Path models = folder.resolve("models");
    Path metrics = models.resolve("iris/metrics.jsonl");
    Files.createDirectories(metrics.getParent());
    Files.writeString(metrics, "");
    Path link = Files.createSymbolicLink(folder.resolve("figures"), metrics);
    Cli.Outcome outcome =
        Cli.run("train", "--data", "iris", "--epochs", 3, "--out", models, "--metrics", link);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(Files.readAllLines(metrics)).hasSize(3);
  }
}
