package lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.layers.Sequential;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More slow clients than the service has descriptors: the others are answered, and it stops. */
@Tag("once")
@Timeout(1_800)
class SlowClientsTest {
  private static final int SLOW = 300;

  @TempDir private Path folder;

  private final List<Socket> slow = new ArrayList<>();

  /** Starts the service with 256 descriptors and these seconds for a request, and for an answer. */
  private static Process start(Path model, int seconds) throws IOException {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getProperty("test.jvm", "").strip();
    words.addAll(options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1)));
    // A service of a few answers: the optimizing compiler would cost more than they do.
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlanewise.simd=scalar"));
    words.add("-Dsun.net.httpserver.maxReqTime=" + seconds);
    words.add("-Dsun.net.httpserver.maxRspTime=" + seconds);
    String modules = System.getProperty("jdk.module.path");
    String path = System.getProperty("java.class.path");
    words.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    words.add(modules == null ? path : modules + java.io.File.pathSeparator + path);
    words.addAll(List.of("lanewise.examples.DigitsService", model.toString(), "0"));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Clients that never end their header, or their row. */
  private void connectSlowly(int port) {
    for (int i = 0; i < SLOW; i++) {
      try {
        Socket socket = new Socket("localhost", port);
        slow.add(socket);
        String start = "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n";
        String sent = i % 2 == 0 ? start : start + "\r\n1,";
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException refused) {
        // The service has as many connections as it takes.
      }
    }
  }

  /** A client that reads no answer. */
  private static SocketChannel reader(int port) throws IOException {
    SocketChannel client = SocketChannel.open();
    client.setOption(StandardSocketOptions.SO_RCVBUF, 1024);
    client.connect(new InetSocketAddress("localhost", port));
    client.configureBlocking(false);
    return client;
  }

  /** Asks until the service, which can write no further answer, ends the connection. */
  private static void askUntilTheEnd(SocketChannel client) throws InterruptedException {
    String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"; // refused without a row
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    boolean open = true;
    while (open) {
      try {
        Thread.sleep(client.write(bytes) == 0 ? 20 : 0);
        bytes = bytes.hasRemaining() ? bytes : bytes.rewind();
      } catch (IOException ended) {
        open = false;
      }
    }
  }

  private Path model() throws IOException {
    Path model = folder.resolve("m.safetensors");
    Classifier.of(
            Sequential.of(2, Dense.of(2, 3)),
            FeatureScaler.identity(2),
            List.of("a", "b", "c"),
            Map.of())
        .save(model);
    return model;
  }

  private static BufferedReader output(Process service) {
    return new BufferedReader(
        new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
  }

  private static int port(BufferedReader out) throws IOException {
    return Integer.parseInt(out.readLine().replaceAll("\\D", ""));
  }

  private void end(Process service) throws IOException {
    service.destroyForcibly();
    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void aClientThatReadsNoAnswerIsLeft() throws Exception {
    Process service = start(model(), 1);
    try (BufferedReader out = output(service);
        SocketChannel client = reader(port(out))) {
      askUntilTheEnd(client);
      assertThat(service.isAlive()).isTrue();
    } finally {
      end(service);
    }
  }

  @Test
  void slowClientsKeepNobodyWaiting() throws Exception {
    Path model = model();
    float[] expected = new float[3];
    InferencePlan.load(model).probabilities(new float[] {1, 2}, 0, expected, 0);
    Process service = start(model, 1);
    try (BufferedReader out = output(service);
        HttpClient client = HttpClient.newHttpClient()) {
      int port = port(out);
      connectSlowly(port);

      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/predict"))
              .timeout(Duration.ofSeconds(20))
              .POST(HttpRequest.BodyPublishers.ofString("1,2"))
              .build();
      for (int answered = 0; answered < 50; ) {
        try {
          HttpResponse<String> response =
              client.send(request, HttpResponse.BodyHandlers.ofString());
          assertThat(response.statusCode()).isEqualTo(200);
          assertThat(response.body()).isEqualTo(Arrays.toString(expected) + "\n");
          answered++;
        } catch (IOException full) {
          Thread.sleep(100); // until the time of slow clients is over
        }
      }
    } finally {
      end(service);
    }
  }

  /** Their own time would be over long after that of this test; a model takes a descriptor. */
  @Test
  void itReadsAModelAndStopsHoweverLongClientsMayTake() throws Exception {
    Process service = start(model(), 1_000_000);
    try (BufferedReader out = output(service)) {
      int port = port(out);
      Socket first = new Socket("localhost", port);
      slow.add(first);
      connectSlowly(port);
      String reload = "POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
      first.getOutputStream().write(reload.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(first.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");

      service.destroy();
      assertThat(service.waitFor()).isEqualTo(143);
    } finally {
      end(service);
    }
  }
}
