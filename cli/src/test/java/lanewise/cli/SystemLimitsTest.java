package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.cli.session.ExitCode;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
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

  /**
   * With no file to open, with one, with two, and so on, until there are enough: the commands say
   * that the system has too few, with its exit code, and leave a whole result or none.
   */
  @Test
  void eachNumberOfFilesThatMayBeOpenedIsEnoughOrTold() throws Exception {
    Path model = Samples.tableModel(folder.resolve("m.safetensors"));
    Path rows = Samples.write(folder.resolve("rows.csv"), "a,b\n1,2\n3,4\n");
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"));
    Path irises = Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    words.addAll(ChildCommand.program(FewDescriptors.class, folder, model, rows, irises));

    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("internal error", "Exception", "\tat ");
    for (String command : List.of("predict", "train")) {
      List<Integer> codes = new ArrayList<>();
      for (int free = 0; free <= FewDescriptors.MOST; free++) {
        Matcher ended =
            Pattern.compile("(?m)^" + command + " with " + free + " ends with (\\d)$")
                .matcher(said);
        assertThat(ended.find()).as(said).isTrue();
        codes.add(Integer.valueOf(ended.group(1)));
        Path result = FewDescriptors.result(folder, command, free);
        boolean done = codes.getLast() == ExitCode.OK;
        if (command.equals("predict")) {
          assertThat(Files.exists(result)).as(result.toString()).isEqualTo(done);
        }
        if (Files.exists(result) && command.equals("predict")) {
          assertThat(result).content().hasLineCount(3);
        } else if (done || Files.exists(result)) {
          assertThat(Predictor.load(result)).isInstanceOf(Classifier.class);
        }
      }
      assertThat(codes).as(said).containsOnly(ExitCode.OK, ExitCode.SYSTEM);
      assertThat(codes.getFirst()).as(said).isEqualTo(ExitCode.SYSTEM);
      assertThat(codes.getLast()).as(said).isEqualTo(ExitCode.OK);
    }
    assertThat(said.split("lanewise: .*Too many open files", -1)).hasSizeGreaterThan(3);
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
