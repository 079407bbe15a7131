package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.conventions.Repository;

/** The Java that a Markdown file shows, and how to run it as a reader would who pastes it. */
final class MarkdownJava {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private MarkdownJava() {}

  /** The first block of a file in the root folder. */
  static String block(String file) {
    return block(file, 0);
  }

  /** A block of a file in the root folder, numbered from 0. */
  static String block(String file, int number) {
    Matcher block = JAVA_BLOCK.matcher(Repository.text(Repository.ROOT.resolve(file)));
    for (int i = 0; i <= number; i++) {
      assertThat(block.find()).as(file + " has a Java block " + i).isTrue();
    }
    return block.group(1);
  }

  /** All blocks of a file, one after the other. */
  static String blocks(String file) {
    return JAVA_BLOCK
        .matcher(Repository.text(Repository.ROOT.resolve(file)))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining("\n"));
  }

  /** Java's source launcher compiles the program in memory, then runs it in the folder. */
  static String run(Path folder, String program) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("Example.java"), program);
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(optionsFromTheBuild());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "Example.java"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(30, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as("the example ends: " + text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> optionsFromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }
}
