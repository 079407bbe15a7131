package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  private static Options of(String line) {
    return Options.of(new Words(List.of(line.split(" ", -1))));
  }

  @Test
  void allMayBeGivenOrNone() {
    assertThat(of("mlp"))
        .isEqualTo(new Options(Work.of("mlp"), null, false, List.of(), "", 1, 0, ""));
    assertThat(
            of(
                "gemm --only square --quick --json lines --peers onnx,openblas --threads 2 --forks"
                    + " 5"))
        .isEqualTo(
            new Options(
                Work.of("gemm"),
                Path.of("lines"),
                true,
                List.of("onnx", "openblas"),
                "square",
                2,
                5,
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--quick | name a work; see --help",
        "sorting | there is no work \"sorting\": choose one of ",
        "mlp gemm | unknown: gemm; see --help",
        "mlp --fast | unknown: --fast; see --help",
        "mlp --json | --json lacks its value",
        "mlp --threads 0 | --threads: 0 is no number from 1 to 999",
        "gemv --only square | gemv has no case whose name contains \"square\"; its cases are gemv"
            + " 128x784, ",
        "gemv --peers blas,torch9 | --peers: no library is called \"torch9\"; see --help",
        "startup --forks 2 | --forks: each round of startup is a process of its own; leave it out",
        "gemv --python nowhere/python | --python: nowhere/python is no program"
      })
  void whatIsWrongIsNamed(String line, String message) {
    assertThatThrownBy(() -> of(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theNumberOfProcessesIsKnown() {
    assertThat(of("gemm").processes()).isEqualTo(3);
    assertThat(of("gemm --quick").processes()).isEqualTo(1);
    assertThat(of("gemm --forks 5").processes()).isEqualTo(5);
    assertThat(of("startup").processes()).as("the rounds").isEqualTo(15);
  }

  @Test
  void oursAndTheMachineAreAlwaysThere() {
    assertThat(of("gemm --peers onnx").libraries())
        .extracting(Library::name)
        .containsExactly("lanewise", "machine", "ONNX Runtime");
  }

  /** Each work has a line of its own. */
  @Test
  void helpNamesEveryWorkAndLibrary() {
    String help = Compare.COMMAND.help();

    for (Work work : Work.all()) {
      assertThat(help).containsPattern("(?m)^  " + work.name() + " +\\S+ ");
    }
    String words = help.replaceAll("\\s+", " ");
    for (Library library : Library.ALL) {
      if (!library.machine() && !library.ours()) {
        assertThat(words).containsPattern("[ ,]" + library.name() + "[ ,;]");
      }
    }
  }
}
