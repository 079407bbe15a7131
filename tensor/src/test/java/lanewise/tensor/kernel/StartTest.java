package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When operations change over to vectors; each JVM has one start. */
@Tag("once")
class StartTest {
  @TempDir Path folder;

  @Test
  void anOperationChangesOverOnceItHasDoneWork() throws IOException, InterruptedException {
    assertThat(told(100_000))
        .containsExactly(
            "true within the start",
            "true within the start",
            "false at its end",
            "false after it",
            "true rare after it",
            "false frequent after it",
            "false once it is ended");
  }

  @Test
  void withoutAStartNothingIsCovered() throws IOException, InterruptedException {
    assertThat(told(0)).hasSize(7).allSatisfy(line -> assertThat(line).startsWith("false"));
  }

  private List<String> told(long work) throws IOException, InterruptedException {
    List<String> options =
        List.of("--add-modules=jdk.incubator.vector", "-D" + Start.PROPERTY + "=" + work);
    ForkedJvm.Run run = ForkedJvm.run(folder, options, StartCalls.class);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out().lines().toList();
  }
}
