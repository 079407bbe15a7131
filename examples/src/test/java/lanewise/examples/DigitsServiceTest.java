package lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.shape.Narrow;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.data.Digits;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.split.Split;
import lanewise.training.initialization.Initializer;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service under several hundred requests at once, answers compared bit by bit. */
@Timeout(1_800)
class DigitsServiceTest {
  private static final int REQUESTS = 600;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private static Path folder;
  private static LabelledRows digits;
  private static Path first;
  private static Path second;

  private final HttpClient client = HttpClient.newHttpClient();
  private Path file;
  private DigitsService service;
  private boolean stopped;

  @BeforeAll
  static void trainTwoModels() throws IOException {
    digits = Digits.load();
    first = train(1);
    second = train(2);
  }

  private static Path train(long seed) throws IOException {
    Split split = Split.stratified(digits, 0.15, 0.15, seed);
    FeatureScaler scaler = ScalerFit.pooled(split.train());
    Model model = Sequential.of(64, Dense.of(64, 32), Relu.of(), Dense.of(32, 10));
    Initializer.heNormal().initialize(model, seed);
    Trainer.of(
            TrainingConfig.defaults().withEpochs(2), SoftmaxCrossEntropy.of(), new Sgd(0.05f, 0.9f))
        .fit(model, scaler, split.train(), split.validation());
    Path file = folder.resolve("digits-" + seed + ".safetensors");
    Classifier.of(model, scaler, digits.classNames(), Map.of()).save(file);
    return file;
  }

  @BeforeEach
  void startService() throws IOException {
    file = folder.resolve("served.safetensors");
    Files.copy(first, file, StandardCopyOption.REPLACE_EXISTING);
    service = DigitsService.start(file, 0);
  }

  @AfterEach
  void stopService() {
    if (!stopped) {
      service.stop();
    }
  }

  private CompletableFuture<HttpResponse<String>> post(String path, String body) {
    URI uri = URI.create("http://localhost:" + service.server().getAddress().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofMinutes(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static String row(int row) {
    return IntStream.range(0, 64)
        .mapToObj(i -> Integer.toString((int) pixels(row)[i]))
        .collect(Collectors.joining(","));
  }

  private static float[] pixels(int row) {
    return digits.features().select(0, row).toArray();
  }

  /** What a model answers to a row, as text: the shortest that reads back as the same bits. */
  private static String[] answers(Path model) throws IOException {
    InferencePlan plan = InferencePlan.load(model);
    String[] answers = new String[REQUESTS];
    float[] out = new float[10];
    for (int row = 0; row < REQUESTS; row++) {
      plan.probabilities(pixels(row), 0, out, 0);
      answers[row] = Arrays.toString(out) + "\n";
    }
    return answers;
  }

  private List<CompletableFuture<HttpResponse<String>>> postAll() {
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int row = 0; row < REQUESTS; row++) {
      responses.add(post("/predict", row(row)));
    }
    return responses;
  }

  @Test
  void hundredsOfRequestsAtOnceGetTheBitsOfThePlan() throws Exception {
    String[] answers = answers(first);
    var responses = postAll();

    int right = 0;
    for (int row = 0; row < REQUESTS; row++) {
      HttpResponse<String> response = responses.get(row).get(30, TimeUnit.MINUTES);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(answers[row]);
      right += largest(response.body()) == digits.label(row) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(REQUESTS * 8 / 10);
    assertThat(service.batcher().counts().rows()).isEqualTo(REQUESTS);
  }

  private static int largest(String answer) {
    String[] cells = answer.strip().replaceAll("[\\[\\] ]", "").split(",", -1);
    int best = 0;
    for (int i = 1; i < cells.length; i++) {
      best = Float.parseFloat(cells[i]) > Float.parseFloat(cells[best]) ? i : best;
    }
    return best;
  }

  @Test
  void wrongInputsGetOneSentence() {
    String start = row(0).substring(0, row(0).lastIndexOf(',') + 1);
    for (String body :
        List.of(
            "", "1,2,3", row(0) + ",1", start, start + "x", start + "NaN", start + "1e9", "♥")) {
      HttpResponse<String> response = post("/predict", body).join();
      assertThat(response.statusCode()).as(body).isEqualTo(400);
      assertThat(response.body()).isEqualTo("send 64 numbers, split by commas\n");
    }
    assertThat(post("/predict", start + "-1.5").join().statusCode()).isEqualTo(200);
    assertThat(post("/elsewhere", "").join().statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    URI uri = URI.create("http://localhost:" + service.server().getAddress().getPort() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    return client.send(
        headers.length == 0 ? request.build() : request.headers(headers).build(),
        BodyHandlers.ofString());
  }

  @Test
  void onlyWhatIsMeantForItIsAnswered() throws Exception {
    for (String path : List.of("/predict", "/reload")) {
      for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
        HttpResponse<String> refused = send(method, path);
        assertThat(refused.statusCode()).as("%s %s", method, path).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("POST");
      }
      for (String origin : List.of("http://localhost:8080", "https://example.org", "null")) {
        assertThat(send("POST", path, "Origin", origin).statusCode()).isEqualTo(403);
      }
    }
    for (String method : List.of("POST", "HEAD", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<String> refused = send(method, "/ready");
      assertThat(refused.statusCode()).as("%s /ready", method).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET");
    }
    for (String path : List.of("/ready", "/")) {
      assertThat(send("GET", path, "Origin", "null").statusCode()).as(path).isEqualTo(403);
    }
    for (String path :
        List.of("/predict/", "/predictx", "/reload/now", "/RELOAD", "/", "//ready")) {
      assertThat(post(path, row(0)).join().statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void aLongBodyIsRefused() {
    HttpResponse<String> refused = post("/predict", "1,".repeat(40_000)).join();
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).isEqualTo("send at most 65536 bytes\n");
  }

  @Tag("once")
  @Test
  void itIsReadyOnceItIsWarm() throws Exception {
    assertThat(send("GET", "/ready").statusCode()).isEqualTo(503);
    assertThat(post("/predict", row(0)).join().statusCode()).isEqualTo(200);
    service.warmUp();
    assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void anErrorIsAnswered() {
    service.batcher().close(); // then a row is refused with an exception
    assertThat(post("/predict", row(0)).join().statusCode()).isEqualTo(503);
    assertThat(
            DigitsService.answerTo(
                () -> {
                  throw new StackOverflowError("deep");
                }))
        .isEqualTo(new DigitsService.Answer(500, "internal error"));
  }

  @Tag("once")
  @Test
  void aNewFileIsServedWithoutAFailedRequest() throws Exception {
    String[] before = answers(first);
    String[] after = answers(second);
    for (int round = 0; round < 3; round++) {
      Files.copy(first, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(post("/reload", "").join().statusCode()).isEqualTo(200);
      var responses = postAll();
      Files.copy(second, file, StandardCopyOption.REPLACE_EXISTING);
      HttpResponse<String> reloaded = post("/reload", "").join();

      assertThat(reloaded.body()).isEqualTo(InferencePlan.load(first) + "\n");
      for (int row = 0; row < REQUESTS; row++) {
        HttpResponse<String> response = responses.get(row).get(30, TimeUnit.MINUTES);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isIn(before[row], after[row]);
      }
      assertThat(post("/predict", row(round)).join().body()).isEqualTo(after[round]);
    }
  }

  /** The buffers of a plan, which its first call makes, are far larger than what its steps make. */
  @Tag("once")
  @Test
  void aNewFileIsServedOnceItIsWarm() throws Exception {
    int in = 4096;
    Model wide = Sequential.of(in, Narrow.of(0, 4), Dense.of(4, 2));
    Classifier.of(wide, FeatureScaler.identity(in), List.of("a", "b"), Map.of()).save(file);
    service.stop();
    service = DigitsService.start(file, 0);
    InferencePlan old = service.live().current();
    float[] row = new float[in];
    float[] probabilities = new float[2];

    CompletableFuture<HttpResponse<String>> reloaded = post("/reload", "");
    while (service.live().current().equals(old)) {
      Thread.onSpinWait();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    service.live().probabilities(1, row, 0, probabilities, 0);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(reloaded.join().statusCode()).isEqualTo(200);
    assertThat(bytes).as("allocated by the first call").isLessThan(64 * in * Float.BYTES / 2);
  }

  @Test
  void aFileThatDoesNotFitIsRefusedAndTheOldOneServedOn() throws Exception {
    String[] answers = answers(first);
    Classifier.of(
            Sequential.of(3, Dense.of(3, 2)),
            FeatureScaler.identity(3),
            List.of("yes", "no"),
            Map.of())
        .save(file);
    HttpResponse<String> other = post("/reload", "").join();
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body())
        .isEqualTo(
            "publish: the new plan takes 3 values and gives 2,"
                + " the live one takes 64 and gives 10\n");

    Files.writeString(file, "no model");
    assertThat(post("/reload", "").join().statusCode()).isEqualTo(503);
    assertThat(post("/predict", row(5)).join().body()).isEqualTo(answers[5]);
  }

  @Tag("once")
  @Test
  void stoppingAnswersWhatHasComeAndHangsNobody() throws Exception {
    String[] answers = answers(first);
    var responses = postAll();
    responses.get(0).get(30, TimeUnit.MINUTES);

    service.stop();
    stopped = true;

    int answered = 0;
    for (int row = 0; row < REQUESTS; row++) {
      try {
        HttpResponse<String> response = responses.get(row).orTimeout(30, TimeUnit.MINUTES).join();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(answers[row]);
        answered++;
      } catch (CompletionException refused) {
        assertThat(refused).hasCauseInstanceOf(IOException.class); // it came too late
      }
    }
    assertThat(answered).isPositive();
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lanewise-batcher")))
        .isEmpty();
  }
}
