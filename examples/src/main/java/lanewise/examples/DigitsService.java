package lanewise.examples;

import module java.base;
import module jdk.httpserver;

import lanewise.layers.inference.*;
import lanewise.layers.serving.BatchSettings;
import lanewise.layers.serving.LivePlan;
import lanewise.layers.serving.MicroBatcher;

/** Serves a classifier: POST a row to /predict; POST to /reload when its file is a new one. */
record DigitsService(LivePlan live, MicroBatcher batcher, HttpServer server) {
  static void main(String[] args) throws IOException {
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8080;
    Runtime.getRuntime().addShutdownHook(new Thread(start(Path.of(args[0]), port)::stop));
  }

  static DigitsService start(Path file, int port) throws IOException {
    LivePlan live = LivePlan.of(InferencePlan.load(file));
    MicroBatcher batcher = MicroBatcher.ofProbabilities(live, BatchSettings.defaults());
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1024"); // more are cut off
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 1024);
    DigitsService service = new DigitsService(live, batcher, server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/predict", http -> answer(http, () -> service.predict(http)));
    server.createContext(
        "/reload", http -> answer(http, () -> live.publish(InferencePlan.load(file))));
    server.start();
    return service;
  }

  void stop() {
    server.stop(10); // the most seconds for requests that have come
    batcher.close();
  }

  private String predict(HttpExchange http) throws IOException, InterruptedException {
    byte[] body = http.getRequestBody().readNBytes(1 << 16);
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
    return Arrays.toString(probabilities);
  }

  private static void answer(HttpExchange http, Callable<Object> work) throws IOException {
    int status = 200;
    String text;
    try {
      text = work.call().toString();
    } catch (Exception e) {
      status = e instanceof IllegalArgumentException ? 400 : 503;
      text = e.getMessage();
    }
    HttpHandlers.of(status, Headers.of(), text + "\n").handle(http);
  }
}
