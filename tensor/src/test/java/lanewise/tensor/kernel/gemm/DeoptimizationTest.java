package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.tensor.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiled kernels stay compiled: code that rests on an assumption that each call breaks is thrown
 * away and compiled again for seconds, and is slow for as long.
 */
@Timeout(120)
class DeoptimizationTest {
  /** A method may learn of so many cases that it had not met. */
  private static final long FEW = 10;

  private static final Pattern THROWN_AWAY =
      Pattern.compile("level=4 (lanewise\\.tensor\\.kernel[\\w.$]+)");

  @TempDir private Path folder;

  @Test
  void ofAProductWithANarrowLastPanel() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Xlog:deoptimization=debug",
                "-cp",
                classes(Engine.class)
                    + System.getProperty("path.separator")
                    + classes(DeoptimizationTest.class),
                RepeatedProduct.class.getName())
            .redirectOutput(out.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String log = Files.readString(out);
    assertThat(process.exitValue()).as(log).isZero();
    assertThat(log).as("what the JVM says of itself").contains("deoptimization");
    Map<String, Long> times =
        THROWN_AWAY
            .matcher(log)
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(times).allSatisfy((method, count) -> assertThat(count).isLessThanOrEqualTo(FEW));
  }

  /** The folder that a class is loaded from, also where it is part of a patched module. */
  private static Path classes(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    return Path.of(URI.create(file.substring(0, file.length() - name.length())));
  }
}
