package lanewise.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.lab.tiles.BoxingTile;
import lanewise.bench.lab.tiles.LosesASignTile;
import lanewise.bench.lab.tiles.SoundTile;
import lanewise.bench.lab.tiles.SpillingTile;
import lanewise.bench.lab.tiles.WritesBeyondTile;
import lanewise.bench.lab.tiles.WrongInTheTailTile;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemm.MicroKernel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The verdicts on tiles, each with one fault; {@code LabGuideIT} runs the lab on a sound one. */
@ResourceLock(Resources.SYSTEM_OUT)
final class LabTest {
  private static final boolean READ = System.getProperty("os.arch").equals("amd64");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Path json;

  @BeforeEach
  void nameTheResults(@TempDir Path folder) {
    json = folder.resolve("lines");
  }

  private int lab(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
    try {
      return Lab.COMMAND.run(List.of(words));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private int code(Class<? extends MicroKernel> type) {
    return lab(type.getName(), "--code", "--width", "128", "--json", json.toString());
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void oursAndASoundTileKeepTheContract() {
    assertThat(Contract.check(new SoundTile())).isGreaterThan(1000);
    assertThat(Contract.check(GemmVariants.ACTIVE.kernel().get().main())).isGreaterThan(1000);
  }

  @Test
  void oneWrongElementOfATailIsNamed() {
    assertThatThrownBy(() -> Contract.check(new WrongInTheTailTile()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "wrong answer: row 0, column \\d+ is \\S+, not \\S+ \\(rows 1, depth 17, A plain,.*");
  }

  @Test
  void theSignOfAZeroIsAPartOfTheAnswer() {
    assertThatThrownBy(() -> Contract.check(new LosesASignTile()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("wrong answer: row 0, column 0 is 0.0, not -0.0 (rows 1, depth 0,");
  }

  @Test
  void aCellOutsideTheTileIsNamed() {
    assertThatThrownBy(() -> Contract.check(new WritesBeyondTile()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrote outside its tile: a cell 1 floats after the end of the last")
        .hasMessageContaining("rows 3");
  }

  /** Of each width a line, with why. */
  @Test
  void whatIsRejectedIsNotMeasured() throws IOException {
    String type = WritesBeyondTile.class.getName();

    assertThat(lab(type, "--width", "128", "--json", json.toString())).isEqualTo(1);
    assertThat(lab(WrongInTheTailTile.class.getName(), "--width", "128")).isEqualTo(1);

    assertThat(printed())
        .contains("REJECTED      wrote outside its tile", "REJECTED      wrong answer: row 0")
        .doesNotContain("warm-up");
    List<String> lines = Files.readAllLines(json);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("\"quick\":false,\"forks\":3");
    assertThat(lines.getLast())
        .startsWith(
            "{\"work\":\"lab\",\"case\":\"128 bits\",\"competitor\":\"%s\",\"variant\":\"128 bits\","
                    .formatted(type)
                + "\"threads\":1,\"verdict\":\"rejected\",\"rows\":4,\"columns\":8,")
        .contains("\"reasons\":[\"wrote outside its tile: ");
  }

  @Test
  void aTileThatBoxesIsFlagged() throws IOException {
    int result = code(BoxingTile.class);

    assertThat(printed())
        .containsPattern("FLAGGED       boxes: a call allocates [1-9]\\d{2,} bytes");
    if (READ) {
      assertThat(printed()).containsPattern("boxes: the hot loop has [1-9] allocations");
    }
    assertThat(result).isEqualTo(1);
    List<String> lines = Files.readAllLines(json);
    assertThat(lines.getFirst()).contains("\"quick\":false,\"forks\":1");
    assertThat(lines.getLast()).contains("\"verdict\":\"flagged\"", "\"reasons\":[\"boxes: ");
  }

  @Test
  void aTileThatSpillsIsFlagged() {
    int result = code(SpillingTile.class);

    assertThat(printed()).contains(READ ? "FLAGGED       spills: " : "not read");
    assertThat(result).isEqualTo(READ ? 1 : 0);
  }

  @Test
  void wordsThatAreWrongEndInASentence() {
    assertThat(lab()).isEqualTo(2);
    assertThat(lab("a.Tile", "--width", "7")).isEqualTo(2);
    assertThat(lab("a.Tile", "--code", "--forks", "2")).isEqualTo(2);
    assertThat(lab("no.such.Tile", "--width", "128")).isEqualTo(2);
    assertThat(lab("java.lang.Object", "--width", "128")).isEqualTo(2);
    assertThat(lab(MicroKernel.class.getName(), "--width", "128")).isEqualTo(2);
    assertThat(printed())
        .contains("lab: name a class; see --help", "lab: --width: 7 is not 128, 256 or 512")
        .contains("lab: --forks: with --code nothing is timed; leave one out")
        .contains(
            "lab: there is no class no.such.Tile on the class path; --class-path names where it is")
        .contains("lab: java.lang.Object does not implement " + MicroKernel.class.getName())
        .contains("lab: " + MicroKernel.class.getName() + " is no public class with a public")
        .doesNotContain("Exception");
  }
}
