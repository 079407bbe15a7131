package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says where the system gives it too little. */
@Tag("once")
@Timeout(1_800)
final class SystemLimitsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {6, 8, 10, 12, 16})
  void fewOpenFilesAreNoInternalError(int files) throws Exception {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    List<String> words =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\""));
    words.add("sh");
    words.addAll(ChildCommand.words("inspect", model));

    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).as("exit code %d", process.waitFor()).doesNotContain("internal error");
  }

  @Test
  void aSmallHeapIsToldByOneSentence() throws Exception {
    Path models = folder.resolve("models");
    List<String> words =
        ChildCommand.words("train", "--data", "digits", "--hidden", 300_000, "--out", models);
    words.add(ChildCommand.endOfOptions(words), "-Xmx24m");

    Process process = new ProcessBuilder(words).redirectOutput(Redirect.DISCARD).start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said.lines().filter(ChildCommand::isOfTheCommand).toList())
        .last()
        .asString()
        .matches(
            "lanewise: the memory does not suffice \\(.*\\); give the JVM more, as in"
                + " LANEWISE_JAVA_OPTS=-Xmx4g");
    assertThat(models).doesNotExist();
  }

  @Test
  void aLackOfThreadsIsNoLackOfHeap() {
    assertThat(Failures.lackOfMemory("unable to create native thread: possibly out of memory"))
        .isEqualTo(
            "the system gives the process no more threads (unable to create native thread:"
                + " possibly out of memory); allow more (ulimit -u), or end other programs");
    assertThat(Failures.lackOfMemory("Java heap space"))
        .isEqualTo(
            "the memory does not suffice (Java heap space); give the JVM more, as in"
                + " LANEWISE_JAVA_OPTS=-Xmx4g");
  }
}
