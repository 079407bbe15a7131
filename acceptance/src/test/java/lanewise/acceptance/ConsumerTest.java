package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.conventions.TestJvm;
import lanewise.layers.Model;
import lanewise.tensor.Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of others, which have the two jars that the README names and the JDK, and nothing else:
 * compiled and run on the class path, on the module path and as an image of jlink.
 */
@Timeout(1_800)
final class ConsumerTest {
  private static final String PROGRAM =
      """
      package app;

      import java.util.Arrays;
      import lanewise.layers.*;
      import lanewise.layers.activation.*;
      import lanewise.layers.inference.*;
      import lanewise.layers.linear.*;
      import lanewise.tensor.*;

      public final class Main {
        public static void main(String[] args) {
          Model model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2));
          for (Parameter parameter : model.parameters().values()) {
            Arrays.fill(parameter.values(), 0.5f);
          }
          float[] out = new float[2];
          InferencePlan.of(model).predict(new float[] {1, 2, 3}, 0, out, 0);
          System.out.println(Arrays.toString(out) + " " + Engine.describe().vectorBits());
        }
      }
      """;

  @TempDir private Path folder;
  private String jars;

  /** Where the reactor has the artifact: its jar after the phase package. */
  private static Path artifact(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file = Objects.requireNonNull(type.getResource("/" + name)).toString();
    file = file.substring(0, file.length() - name.length());
    if (file.startsWith("jar:")) {
      file = file.substring("jar:".length(), file.length() - "!/".length());
    }
    return Path.of(URI.create(file));
  }

  @BeforeEach
  void writeProgram() throws IOException {
    jars =
        Stream.of(Engine.class, Model.class)
            .map(type -> artifact(type).toString())
            .collect(Collectors.joining(File.pathSeparator));
    write("src/app/Main.java", PROGRAM);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String java(String... arguments) throws Exception {
    return run(TestJvm.tool("java"), arguments);
  }

  /** A tool of the JDK that is written in Java and lives for some seconds. */
  private String tool(String name, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    all.addAll(List.of(arguments));
    return run(TestJvm.tool(name), all.toArray(String[]::new));
  }

  private String run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    TestJvm.giveOptionsTo(builder);
    int exit = builder.start().waitFor();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(exit).as("%s%n%s", command, text).isZero();
    return text;
  }

  @Test
  void onTheClassPath() throws Exception {
    assertThat(
            tool("javac", "-Xlint:all", "-Werror", "-cp", jars, "-d", "out", "src/app/Main.java"))
        .isEmpty();
    String path = "out" + File.pathSeparator + jars;
    assertThat(java("--add-modules", "jdk.incubator.vector", "-cp", path, "app.Main"))
        .contains("[7.5, 7.5]");
    assertThat(java("-cp", path, "app.Main"))
        .contains("[7.5, 7.5] 0")
        .containsOnlyOnce("WARNING")
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void onTheModulePathAndAsAnImage() throws Exception {
    write("src/module-info.java", "module app {\n  requires lanewise.layers;\n}\n");
    tool("javac", "-p", jars, "-d", "out", "src/module-info.java", "src/app/Main.java");
    String path = "out" + File.pathSeparator + jars;
    String expected = java("-p", path, "-m", "app/app.Main").lines().toList().getLast();
    assertThat(expected).startsWith("[7.5, 7.5] ");

    tool(
        "jlink",
        "-p",
        path,
        "--add-modules",
        "app",
        "--launcher",
        "app=app/app.Main",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        "image");
    assertThat(run(folder.resolve("image/bin/app")).lines().toList().getLast()).isEqualTo(expected);
  }
}
