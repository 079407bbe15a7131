package lanewise.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lanewise.cli.Cli;
import lanewise.cli.JsonMembers;
import lanewise.cli.Samples;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.Engine;
import lanewise.tensor.SelfCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change nothing: inspect and describe. */
@Tag("once")
final class InspectCommandsTest {
  @TempDir private Path folder;

  @Test
  void inspects() throws IOException {
    Path trained = Samples.irisModel(folder);
    assertThat(Cli.run("inspect", trained).out())
        .contains("dense-1", "relu-1", "weight [", "setosa, versicolor, virginica", "seed");
    JsonCursor json = Cli.run("inspect", trained, "--json").json();
    assertThat(json.get("labels").elements()).hasSize(3);
    assertThat(json.get("layers").elements().getFirst().get("kind").asString()).isEqualTo("dense");
    assertThat(json.get("provenance").get("label").asString()).isEqualTo("species");
    assertThat(json.get("bytes").asLong()).isEqualTo(trained.toFile().length());
    assertThat(json.get("model").asString()).isEqualTo(trained.toString());
    Classifier saved = Classifier.load(trained);
    assertThat(json.get("weightsSha256").asString()).isEqualTo(saved.weightsSha256());
    assertThat(json.get("parameters").asLong()).isEqualTo(saved.model().parameterCount());
    assertThat(json.get("input").elements().getFirst().asInt()).isEqualTo(4);
    JsonCursor dense = json.get("layers").elements().getFirst();
    assertThat(dense.get("name").asString()).isEqualTo("dense-1");
    assertThat(dense.get("parameters").asInt()).isEqualTo(4 * 256 + 256);
    assertThat(dense.get("shapes").get("weight").elements().stream().map(JsonCursor::asInt))
        .containsExactly(256, 4);
    JsonCursor means = json.get("scaler").get("mean");
    assertThat(means.elements().getFirst().asFloat())
        .isEqualTo(((ColumnTransformer) saved.transform()).scaler().mean()[0]);
    assertThat(json.get("scaler").get("scale").elements()).hasSize(4);
  }

  /** Training rows of each type of column, of which one lacks a value. */
  @Test
  void thePageHasTheMembersOfEveryLine() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int row = 0; row < 40; row++) {
      text.append(row % 9 == 0 ? "-" : String.valueOf(row % 7));
      text.append(row % 3 == 0 ? ",yes" : ",no").append(",c").append(row % 4);
      text.append(row % 2 == 0 ? ",p\n" : ",q\n");
    }
    Path rows = Samples.write(folder.resolve("rows.csv"), text.toString());
    Cli.Outcome trained =
        Cli.run(
            "train",
            "--data",
            rows,
            "--label",
            "y",
            "--epochs",
            1,
            "--missing",
            "-",
            "--out",
            folder);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    JsonCursor json = Cli.run("inspect", folder.resolve("rows.safetensors"), "--json").json();
    assertThat(JsonMembers.documented("member of the line of `inspect`"))
        .isEqualTo(JsonMembers.of(json.object(), "layers.config", "layers.shapes", "provenance"));
    assertThat(json.get("missing").elements().getFirst().asString()).isEqualTo("-");
    assertThat(json.get("columns").at(0).get("indicator").asBoolean()).isTrue();
    assertThat(json.get("columns").at(0).get("fill").asFloat()).isBetween(0f, 6f);
    assertThat(json.get("columns").at(2).get("values").elements()).hasSize(4);

    SelfCheck check = new SelfCheck(List.of(operation(true)), true);
    Cli.Outcome described =
        Cli.with(
            session -> {
              DescribeCommand command = new DescribeCommand(session);
              command.common.json = true;
              return command.report(Engine.describe(), check);
            });
    assertThat(JsonMembers.documented("member of the line of `describe`"))
        .isEqualTo(JsonMembers.of(described.json().object()));
  }

  /** Only what is one word is longer than a line, such as a digest or a path. */
  @Tag("once")
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80})
  void fitsNarrowTerminals(int columns) throws IOException {
    Path trained = Samples.irisModel(folder);
    for (Cli.Outcome outcome :
        List.of(
            Cli.onTerminal(columns, "inspect", trained),
            Cli.onTerminal(columns, "inspect", Samples.tableModel(folder.resolve("t.safetensors"))),
            Cli.onTerminal(columns, "describe"))) {
      assertThat(outcome.outLines())
          .isNotEmpty()
          .allSatisfy(
              line -> {
                if (line.length() > columns) {
                  assertThat(line.strip().replaceFirst("^(Model|Weights)", "").strip())
                      .doesNotContain(" ");
                }
              });
    }
  }

  @Test
  void describes() {
    assertThat(Cli.run("describe").out()).contains("JDK", "Vectors", "gemm");
    JsonCursor json = Cli.run("describe", "--json").json();
    assertThat(json.get("jdk").asString()).isEqualTo(Runtime.version().toString());
    assertThat(json.get("kernels").elements())
        .isNotEmpty()
        .allSatisfy(kernel -> assertThat(kernel.get("reason").asString()).isNotBlank());
    assertThat(json.get("reason").asString().toLowerCase(Locale.ROOT)).isNotBlank();
  }

  @Test
  void showsACheckAsATableAndEndsWithAnErrorWhereItFailed() {
    SelfCheck.Operation sound = operation(true);
    SelfCheck.Operation wrong = operation(false);
    Cli.Outcome passed = report(new SelfCheck(List.of(sound, sound), true));
    assertThat(passed.exitCode()).isZero();
    assertThat(passed.out())
        .contains("Vectors", "main tile", "All 2 operations agree with scalar code bit for bit.");
    Cli.Outcome failed = report(new SelfCheck(List.of(sound, wrong), true));
    assertThat(failed.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failed.out()).contains("OTHER", "1 of 2 operations FAILED.");
  }

  private static SelfCheck.Operation operation(boolean sameBits) {
    return new SelfCheck.Operation("gemm", "main tile", "gemm-6x4-f32x16", sameBits, 20, 400, 0);
  }

  private static Cli.Outcome report(SelfCheck check) {
    return Cli.with(session -> new DescribeCommand(session).report(Engine.describe(), check));
  }
}
