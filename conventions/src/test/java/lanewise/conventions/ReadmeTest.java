package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the program that the README shows, as a reader would who pastes it. */
class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String IMPORTS =
      """
      import java.nio.file.Path;
      import java.util.*;
      import lanewise.layers.*;
      import lanewise.tensor.*;
      import lanewise.training.*;
      import lanewise.training.data.*;

      """;

  @TempDir Path folder;

  @Test
  void theLibraryExampleTrainsSavesLoadsAndPredicts() throws Exception {
    String program = IMPORTS + "void main() throws Exception {\n" + example() + "}\n";
    Files.writeString(folder.resolve("Example.java"), program);

    String output = run("--add-modules", "jdk.incubator.vector", "Example.java");

    assertThat(output).containsPattern("(?m)^label [0-9]$");
    Matcher accuracy = Pattern.compile("(?m)^accuracy (0\\.\\d+|1\\.0)$").matcher(output);
    assertThat(accuracy.find()).as(output).isTrue();
    assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThanOrEqualTo(0.97);
    assertThat(folder.resolve("digits.safetensors")).isNotEmptyFile();
  }

  private static String example() {
    Matcher block = JAVA_BLOCK.matcher(Repository.text(Repository.ROOT.resolve("README.md")));
    assertThat(block.find()).as("README.md has a Java block").isTrue();
    return block.group(1);
  }

  /** Java's source launcher compiles the file in memory, then runs it. */
  private String run(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as("the example ends within 60 s: " + text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
