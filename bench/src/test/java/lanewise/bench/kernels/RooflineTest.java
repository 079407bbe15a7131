package lanewise.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@Tag("once")
final class RooflineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int roofline(String... words) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      return Roofline.COMMAND.run(List.of(words));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** The one kernel of one width that is asked for, and how it was measured. */
  @Test
  void aKernelIsToldWithTheIntervalOfItsShare() throws IOException {
    Path json = folder.resolve("lines");

    assertThat(
            roofline("--quick", "--width", "128", "--only", "add, L1", "--json", json.toString()))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("add, L1 .* \\d+% \\[\\d+%, \\d+%] of (bandwidth|multiply-adds)")
        .doesNotContain("bits,");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("roofline: kernels (1), 1 thread");
    List<String> lines = Files.readAllLines(json);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("\"quick\":true,\"forks\":1");
    assertThat(lines.getLast())
        .contains("\"case\":\"add, L1\",\"competitor\":\"lanewise\",\"variant\":\"elementwise-")
        .contains("\"shareOfBound\":", "\"shareLow\":", "\"shareHigh\":");
  }

  @Test
  void whatIsWrongIsNamedBeforeAnythingIsMeasured() {
    Path json = folder.resolve("lines");

    assertThat(roofline("--only", "sorting", "--json", json.toString())).isEqualTo(2);
    assertThat(roofline("--width", "64")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "roofline: --only: no limit and no kernel has \"sorting\" in its name",
            "roofline: --width: 64 is not 128, 256 or 512");
    assertThat(json).doesNotExist();
  }
}
