package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.compare.Work;
import lanewise.bench.compare.peer.LanewisePeer;
import lanewise.bench.machine.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of libraries, and how their processes are started. */
final class LibraryTest {
  @TempDir private Path root;

  private Launcher launcher(int threads, String cores) {
    return new Launcher(root, root.resolve("logs"), threads, "", cores);
  }

  private static Library library(String name) {
    return Library.ALL.stream().filter(each -> each.named(name)).findFirst().orElseThrow();
  }

  @Test
  void theReasonIsTheInnermostCauseInOneLine() {
    Throwable failure =
        new RuntimeException("outer", new ExceptionInInitializerError(new IOException("a\nb")));

    assertThat(Child.reason(failure)).isEqualTo("IOException: a");
    assertThat(Child.reason(new UnsatisfiedLinkError())).isEqualTo("UnsatisfiedLinkError");
  }

  @Test
  void aPeerThatIsNotBuiltIsNamedSo() {
    assertThatThrownBy(() -> launcher(1, "").child(library("onnx")))
        .isInstanceOf(IOException.class)
        .hasMessage("not built: there is no folder bench/peers/onnx/target/lib");
  }

  /** A Python without the module, played by a shell. */
  @Test
  void aProcessThatEndsLeavesItsReason() throws IOException {
    Launcher shell = new Launcher(root, root.resolve("logs"), 1, "/bin/sh", "");
    Path peer = root.resolve("bench/peers/python/jax_peer.py");
    Files.createDirectories(peer.getParent());
    Files.writeString(peer, "echo 'Traceback:' >&2; echo \"No module named 'jax'\" >&2; exit 1");

    try (ChildSeat seat = ChildSeat.start(shell, library("JAX"))) {
      assertThatThrownBy(() -> seat.problem("training", "Adam", root))
          .isInstanceOf(IOException.class)
          .hasMessage("the process ended: No module named 'jax'");
    }
  }

  @Test
  void ourProcessIsPinnedAndGetsTheVectorModuleAndNoNativeAccess() throws IOException {
    List<String> command = launcher(2, "0-1").child(Library.LANEWISE).command();

    assertThat(command)
        .startsWith("taskset", "-c", "0-1")
        .contains("--add-modules=jdk.incubator.vector", "-Dbench.threads=2")
        .doesNotContain("--enable-native-access=ALL-UNNAMED")
        .endsWith(Child.class.getName(), LanewisePeer.class.getName());
  }

  @Test
  void theThreadsOfNativeLibrariesAreTold() throws IOException {
    ProcessBuilder builder = launcher(3, "").child(Library.LANEWISE);

    assertThat(builder.environment())
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("OPENBLAS_NUM_THREADS", "3");
    assertThat(builder.command()).doesNotContain("taskset");
  }

  /** Some systems set these for older programs, with kernels that are slow here. */
  @Test
  void whatOtherProgramsTellOpenBlasIsNotInherited() throws IOException {
    String best = Launcher.openBlas(Map.of());
    assertThat(best).isIn("Haswell", "SkylakeX", "Cooperlake");
    for (boolean python : new boolean[] {false, true}) {
      Map<String, String> environment = new HashMap<>();
      environment.put("OPENBLAS_CORETYPE", "Prescott");
      environment.put("OPENBLAS_L2_SIZE", "512");

      Launcher.tellOpenBlas(environment, python);
      assertThat(environment)
          .isEqualTo(python && !Jvm.narrow() ? Map.of() : Map.of("OPENBLAS_CORETYPE", best));

      environment.put("LANEWISE_OPENBLAS", "Zen");
      Launcher.tellOpenBlas(environment, python);
      assertThat(environment).containsEntry("OPENBLAS_CORETYPE", "Zen");
    }
    assertThat(launcher(1, "").child(Library.LANEWISE).environment())
        .containsEntry("OPENBLAS_CORETYPE", Launcher.openBlas(System.getenv()))
        .doesNotContainKey("OPENBLAS_L2_SIZE");
  }

  @Test
  void everyLibraryTakesPartInWorksThatExistAndEveryWorkHasOurs() {
    List<String> works = Work.all().stream().map(Work::name).toList();

    assertThat(Library.ALL).allSatisfy(each -> assertThat(works).containsAll(each.works()));
    assertThat(Library.LANEWISE.works()).containsExactlyInAnyOrderElementsOf(works);
  }

  @Test
  void ownPeersAreFoundByTheirNames() {
    assertThat(Library.ALL.stream().filter(each -> each.module().isEmpty()))
        .allSatisfy(each -> assertThat(Library.peer(each.type())).isNotNull());
  }
}
