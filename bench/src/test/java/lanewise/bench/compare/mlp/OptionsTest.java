package lanewise.bench.compare.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionsTest {
  private static final Path ROOT = Path.of("clone");

  @TempDir private Path folder;

  @Test
  void allMayBeGivenOrNone() {
    assertThat(Options.of(ROOT)).isEqualTo(new Options(ROOT, null, false, ""));
    assertThat(Options.of(ROOT, "--only", "4-16-3", "--quick", "--json", "lines"))
        .isEqualTo(new Options(ROOT, Path.of("lines"), true, "4-16-3"));
  }

  @Test
  void whatIsUnknownOrIncompleteIsRefused() {
    assertThatThrownBy(() -> Options.of(ROOT, "--fast"))
        .hasMessage("compare: --fast? known are --json FILE, --quick and --only TEXT");
    assertThatThrownBy(() -> Options.of(ROOT, "--json"))
        .hasMessage("compare: --json lacks its value");
  }

  @Test
  void linesAreAppended() throws IOException {
    Path lines = folder.resolve("lines");
    Options options = new Options(ROOT, lines, false, "");

    options.append("{}");
    options.append("[]");
    new Options(ROOT, null, false, "").append("nowhere");

    assertThat(Files.readAllLines(lines)).containsExactly("{}", "[]");
  }
}
