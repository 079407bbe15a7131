package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import lanewise.conventions.Repository;

/** The Java that a Markdown file shows, and how to run it as a reader would who pastes it. */
final class MarkdownJava {
  private static final List<String> BRIEFLY =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlanewise.simd=scalar");

  private MarkdownJava() {}

  /** The first block of a file in the root folder. */
  static String block(String file) {
    return block(file, 0);
  }

  /** A block of a file in the root folder, numbered from 0. */
  static String block(String file, int number) {
    List<String> all = all(file);
    assertThat(all).as(file + " has a Java block " + number).hasSizeGreaterThan(number);
    return all.get(number);
  }

  /** All blocks of a file, one after the other. */
  static String blocks(String file) {
    return String.join("\n", all(file));
  }

  private static List<String> all(String file) {
    return Snippet.blocks(Repository.ROOT.resolve(file))
        .filter(block -> block.language().equals("java"))
        .map(Snippet::text)
        .toList();
  }

  /** Java's source launcher compiles the program in memory, then runs it in the folder. */
  static String launch(Path folder, String program) throws IOException, InterruptedException {
    write(folder, program);
    return java(folder, List.of(), System.getProperty("java.class.path"), "Example.java");
  }

  /** Compiles the program in this JVM and runs it in the folder, in a JVM as its reader's. */
  static String run(Path folder, String program) throws IOException, InterruptedException {
    return java(folder, List.of(), compiled(folder, program), "Example");
  }

  /**
   * The same without the optimizing compiler, for which a short program has no use, nor vectors.
   */
  static String runBriefly(Path folder, String program) throws IOException, InterruptedException {
    return java(folder, BRIEFLY, compiled(folder, program), "Example");
  }

  private static Path write(Path folder, String program) throws IOException {
    return Files.writeString(folder.resolve("Example.java"), program);
  }

  /** Compiles the program, and returns the class path that it runs with. */
  private static String compiled(Path folder, String program) throws IOException {
    Path file = write(folder, program);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String path = System.getProperty("java.class.path");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "--add-modules",
              "jdk.incubator.vector",
              "-cp",
              path,
              "-d",
              classes.toString());
      boolean compiles =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      assertThat(compiles).as(said.toString()).isTrue();
    }
    return classes + File.pathSeparator + path;
  }

  private static String java(Path folder, List<String> options, String classPath, String program)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(optionsFromTheBuild());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, "--add-modules", "jdk.incubator.vector", program));
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
