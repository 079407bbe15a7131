package lanewise.examples;

import module java.base;
import module jdk.httpserver;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import lanewise.layers.inference.*;
import lanewise.layers.serving.BatchSettings;
import lanewise.layers.serving.LivePlan;
import lanewise.layers.serving.MicroBatcher;

/**
 * Serves a classifier: POST a row to /predict; POST to /reload when its file is a new one; GET
 * /ready once it is warm. For the machine itself: it listens on localhost and refuses the pages of
 * browsers. docs/serving.md lists its limits.
 */
record DigitsService(
    Path file, LivePlan live, MicroBatcher batcher, HttpServer server, AtomicBoolean warm) {
  static final int BODY_BYTES = 1 << 16;
  static final int STOP_SECONDS = 3;
  static final int CONNECTIONS = 1024;
  static final int OTHER_DESCRIPTORS = 100; // of files, and of what else the process has open
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", String.valueOf(connections()),
          "sun.net.httpserver.maxIdleConnections", "1024",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxReqTime", "10", // seconds from a request's first byte to its last
          "sun.net.httpserver.maxRspTime", "60"); // and from there to the end of the answer

  private static final Map<String, String> METHODS =
      Map.of("/predict", "POST", "/reload", "POST", "/ready", "GET");

  record Answer(int status, String text) {}

  static void main(String[] args) throws IOException {
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8080;
    DigitsService service = start(Path.of(args[0]), port);
    Runtime.getRuntime().addShutdownHook(new Thread(service::stop));
    IO.println("listening on port " + service.server.getAddress().getPort());
    service.warmUp();
  }

  static DigitsService start(Path file, int port) throws IOException {
    LIMITS.forEach((key, limit) -> System.setProperty(key, System.getProperty(key, limit)));
    LivePlan live = LivePlan.of(InferencePlan.load(file));
    MicroBatcher batcher = MicroBatcher.ofProbabilities(live, BatchSettings.defaults());
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 1024);
    DigitsService service = new DigitsService(file, live, batcher, server, new AtomicBoolean());
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", service::handle);
    server.start();
    return service;
  }

  private static int connections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() - OTHER_DESCRIPTORS, 1, CONNECTIONS)
        : CONNECTIONS;
  }

  void warmUp() {
    live.current().warmUp(WARM_UP);
    warm.set(true);
  }

  void stop() {
    server.stop(STOP_SECONDS); // the most seconds for requests that have come
    batcher.close();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      Answer answer = answerTo(() -> answer(http));
      byte[] text = (answer.text + "\n").getBytes(StandardCharsets.UTF_8);
      boolean head = http.getRequestMethod().equals("HEAD"); // its answers have no body
      http.sendResponseHeaders(answer.status, head ? -1 : text.length);
      if (!head) {
        http.getResponseBody().write(text);
      }
    }
  }

  static Answer answerTo(Callable<Answer> request) {
    try {
      return request.call();
    } catch (IllegalArgumentException e) {
      return new Answer(400, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      return new Answer(503, e.getFile() + ": there is no such file");
    } catch (Exception e) {
      return new Answer(503, Objects.requireNonNullElse(e.getMessage(), "try again"));
    } catch (Error e) {
      System.getLogger("DigitsService").log(System.Logger.Level.ERROR, "a request", e);
      return new Answer(500, "internal error");
    }
  }

  private Answer answer(HttpExchange http) throws IOException, InterruptedException {
    String path = http.getRequestURI().getPath();
    if (http.getRequestHeaders().containsKey("Origin")) {
      return new Answer(403, "pages of browsers are not answered");
    }
    String method = path == null ? null : METHODS.get(path);
    if (method == null) {
      return new Answer(404, "there are /predict, /reload and /ready");
    }
    if (!http.getRequestMethod().equals(method)) {
      http.getResponseHeaders().set("Allow", method);
      return new Answer(405, "use " + method);
    }
    return switch (path) {
      case "/predict" -> predict(http);
      case "/reload" -> reload();
      default -> warm.get() ? new Answer(200, "ready") : new Answer(503, "warming up");
    };
  }

  private Answer predict(HttpExchange http) throws IOException, InterruptedException {
    byte[] body = http.getRequestBody().readNBytes(BODY_BYTES + 1);
    if (body.length > BODY_BYTES) {
      return new Answer(413, "send at most " + BODY_BYTES + " bytes");
    }
    String[] cells = new String(body, StandardCharsets.US_ASCII).strip().split(",", -1);
    float[] row = new float[live.inputSize()];
    for (int i = 0; i < row.length; i++) {
      if (cells.length != row.length || !cells[i].matches("-?[0-9]{1,9}([.][0-9]{1,9})?")) {
        throw new IllegalArgumentException("send " + row.length + " numbers, split by commas");
      }
      row[i] = Float.parseFloat(cells[i]);
    }
    float[] probabilities = new float[live.outputSize()];
    batcher.predict(row, 0, probabilities, 0);
    return new Answer(200, Arrays.toString(probabilities));
  }

  private Answer reload() throws IOException {
    synchronized (live) { // one at a time: each takes the memory of a plan
      InferencePlan next = InferencePlan.load(file);
      if (next.inputSize() == live.inputSize()) {
        next.warmUp(1, WARM_UP); // a plan is published warm
      }
      return new Answer(200, live.publish(next).toString());
    }
  }
}
