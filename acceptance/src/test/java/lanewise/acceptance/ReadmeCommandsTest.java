package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.conventions.Repository;
import lanewise.conventions.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands that the README shows, as a reader would who pastes them into a shell. */
@Timeout(1_800)
final class ReadmeCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String JAVA = TestJvm.tool("java").toString();

  @TempDir private Path folder;

  @Test
  void fiveCommandsTurnACsvFileIntoAServedModel() throws Exception {
    Matcher block = BLOCK.matcher(Repository.text(Repository.ROOT.resolve("README.md")));
    assertThat(block.find()).isTrue();
    String commands = block.group(1);
    assertThat(commands.lines()).hasSize(5);

    String output = run(commands.replace("8080", String.valueOf(freePort())));

    assertThat(output).containsPattern("(?m)^Test accuracy +[0-9.]+%");
    assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(151);
    String served = output.lines().filter(line -> line.startsWith("[")).findFirst().orElse(output);
    double[] probabilities =
        Pattern.compile(", ")
            .splitAsStream(served.substring(1, served.length() - 1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertThat(probabilities).hasSize(3);
    assertThat(probabilities[0]).as("a setosa").isGreaterThan(0.9);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * Runs the commands in a folder with the repository's files. What a build makes, the launcher's
   * module path and the jars, is the class path of the tests.
   */
  private String run(String commands) throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("examples"), Repository.ROOT.resolve("examples"));
    String classPath = System.getProperty("java.class.path");
    String java =
        "exec '%s' --add-modules jdk.incubator.vector -cp '%s'".formatted(JAVA, classPath);
    script("lanewise", "#!/bin/sh\n" + java + " lanewise.cli.Main \"$@\"\n");
    script(
        "commands",
        "set -e\nPATH='%s':$PATH\ntrap 'kill $! 2>/dev/null || true' EXIT\n%s"
            .formatted(Path.of(JAVA).getParent(), commands.replace("cli/target/app/*", classPath)));
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "commands")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    TestJvm.giveOptionsTo(builder);
    Process shell = builder.start();
    boolean ended = shell.waitFor(20, TimeUnit.MINUTES);
    for (ProcessHandle process : List.copyOf(shell.descendants().toList())) {
      process.destroyForcibly();
    }
    shell.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    assertThat(shell.exitValue()).as(text).isZero();
    return text;
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
