package lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lanewise.layers.serving.BatchSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits in docs/serving.md are those of the service. */
@Tag("once")
class ServiceLimitsTest {
  @Test
  void thePageHasTheNumbersOfTheCode() throws IOException {
    List<String> page = Files.readAllLines(Path.of("..", "docs", "serving.md"));

    assertThat(page)
        .contains(
            "| body | %s bytes, else 413 | |".formatted(number(DigitsService.BODY_BYTES)),
            "| a request from its first byte to its last | %s s, then the connection is closed | `-Dsun.net.httpserver.maxReqTime` |"
                .formatted(limit("sun.net.httpserver.maxReqTime")),
            "| from there to the end of the answer | %s s | `-Dsun.net.httpserver.maxRspTime` |"
                .formatted(limit("sun.net.httpserver.maxRspTime")),
            "| connections | %s, or %d fewer than the process has descriptors | `-Djdk.httpserver.maxConnections` |"
                .formatted(number(DigitsService.CONNECTIONS), DigitsService.OTHER_DESCRIPTORS),
            "| idle connections | %s s, %s | `-Dsun.net.httpserver.idleInterval`, `maxIdleConnections` |"
                .formatted(
                    limit("sun.net.httpserver.idleInterval"),
                    number(Integer.parseInt(limit("sun.net.httpserver.maxIdleConnections")))),
            "| rows that wait | %s, else 503 | `BatchSettings` |"
                .formatted(number(BatchSettings.defaults().capacity())),
            "| stop | %d s for requests that have come, then the rows that wait are computed | |"
                .formatted(DigitsService.STOP_SECONDS));
    assertThat(DigitsService.LIMITS).hasSize(5).containsKey("jdk.httpserver.maxConnections");
  }

  private static String limit(String property) {
    return DigitsService.LIMITS.getOrDefault(property, "none");
  }

  private static String number(int limit) {
    return String.format(Locale.ROOT, "%,d", limit);
  }
}
