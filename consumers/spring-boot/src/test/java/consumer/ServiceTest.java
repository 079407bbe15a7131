package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ServiceTest {
  @Test
  void answersOverHttpWithVectors(
      @org.springframework.beans.factory.annotation.Autowired Environment environment)
      throws Exception {
    String base = "http://localhost:" + environment.getProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest predict =
          HttpRequest.newBuilder(URI.create(base + "/predict"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("[1, 2, 3]"))
              .build();
      assertThat(client.send(predict, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("[7.5,7.5]");
      HttpRequest engine = HttpRequest.newBuilder(URI.create(base + "/engine")).build();
      assertThat(client.send(engine, HttpResponse.BodyHandlers.ofString()).body())
          .matches("vectors of (128|256|512) bits");
    }
  }
}
