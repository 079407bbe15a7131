package lanewise.bench.compare.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompetitorTest {
  @TempDir private Path root;

  @Test
  void theReasonIsTheInnermostCauseInOneLine() {
    Throwable failure =
        new RuntimeException("outer", new ExceptionInInitializerError(new IOException("a\nb")));

    assertThat(Competitor.reason(failure)).isEqualTo("IOException: a");
    assertThat(Competitor.reason(new UnsatisfiedLinkError())).isEqualTo("UnsatisfiedLinkError");
  }

  @Test
  void aPeerThatIsNotBuiltIsNamedSo() {
    assertThatThrownBy(() -> Competitor.PEERS.getFirst().jars(root))
        .isInstanceOf(IOException.class)
        .hasMessage("not built: there is no folder bench/peers/onnx/target/lib");
  }

  @Test
  void ourProcessGetsTheVectorModuleAndNoNativeAccess() {
    List<String> command =
        Competitor.LANEWISE
            .process(root, List.of(), List.of(Path.of("a.jar")), "Main", "x")
            .command();

    assertThat(command)
        .contains("--add-modules=jdk.incubator.vector")
        .doesNotContain("--enable-native-access=ALL-UNNAMED")
        .endsWith("-cp", "a.jar", "Main", "x");
  }

  @Test
  void oursIsFoundByItsName() throws ReflectiveOperationException {
    assertThat(Competitor.contestant(Competitor.LANEWISE.className()))
        .isInstanceOf(LanewisePlan.class);
  }
}
