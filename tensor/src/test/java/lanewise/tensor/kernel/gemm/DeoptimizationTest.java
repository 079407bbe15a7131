package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.tensor.kernel.ForkedJvm;
import lanewise.tensor.kernel.ForkedJvm.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiled kernels stay compiled: code that rests on an assumption that each call breaks is thrown
 * away and compiled again for seconds, and is slow for as long.
 */
@Tag("once")
class DeoptimizationTest {
  /** A method may learn of so many cases that it had not met. */
  private static final long FEW = 10;

  private static final Pattern THROWN_AWAY =
      Pattern.compile("level=4 (lanewise\\.tensor\\.kernel[\\w.$]+)");

  @TempDir private Path folder;

  @Test
  void ofAProductWithANarrowLastPanel() throws IOException, InterruptedException {
    Run run =
        ForkedJvm.run(
            folder,
            List.of("--add-modules=jdk.incubator.vector", "-Xlog:deoptimization=debug"),
            RepeatedProduct.class);
    assertThat(run.exit()).as(run.err()).isZero();
    // Often there is one such line, sometimes none; a JVM that did not know the log would have
    // failed.
    assertThat(run.out().lines().filter(line -> line.contains("[deoptimization]")))
        .as("what the pattern rests on")
        .allSatisfy(line -> assertThat(line).contains(" level="));
    Map<String, Long> times =
        THROWN_AWAY
            .matcher(run.out())
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(times).allSatisfy((method, count) -> assertThat(count).isLessThanOrEqualTo(FEW));
  }
}
