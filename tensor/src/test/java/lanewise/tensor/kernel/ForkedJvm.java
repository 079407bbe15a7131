package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lanewise.tensor.Engine;

/** Runs a program of the tests in a JVM of its own, the engine on the class path. */
public final class ForkedJvm {
  private static final int PATIENCE_SECONDS = 1_800;

  private ForkedJvm() {}

  /** What a JVM printed and how it ended. */
  public record Run(int exit, String out, String err) {}

  /**
   * Waits for the program's end. The kernels use vectors from the first call on, unless the options
   * say otherwise.
   *
   * @param folder takes what it prints
   * @param options of the JVM
   */
  public static Run run(Path folder, List<String> options, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + Start.PROPERTY + "=0");
    command.addAll(fromTheBuild());
    command.addAll(options);
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(classes(Engine.class) + System.getProperty("path.separator") + classes(main));
    command.add(main.getName());
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", command)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), text(out), text(err));
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> fromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** The folder that a class is loaded from, also where it is part of a patched module. */
  private static Path classes(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file = Objects.requireNonNull(type.getResource("/" + name)).toString();
    return Path.of(URI.create(file.substring(0, file.length() - name.length())));
  }
}
