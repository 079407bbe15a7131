package lanewise.bench.compare.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import lanewise.bench.compare.Answers;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.Peer;

/**
 * The service around a library: the JDK's HTTP server with a virtual thread for each request, whose
 * body is a row of little-endian floats and whose answer is the probabilities. There are as many
 * calls of the library at a time as there are processors; each has its buffers.
 */
public final class Server {
  static final String PORT = "@port ";
  private static final int OK = 200;
  private static final int FAILED = 500;

  private final BlockingQueue<Slot> free;

  private Server(BlockingQueue<Slot> free) {
    this.free = free;
  }

  /** A call and the row that it reads. */
  private record Slot(Mlp problem, Call call) {}

  /**
   * Serves until the process is ended; prints the port.
   *
   * @param args the peer's class, the network's widths, and a file for the model
   * @throws Throwable what the library throws
   */
  public static void main(String[] args) throws Throwable {
    Peer peer = Library.peer(args[0]);
    Path file = Path.of(args[2]);
    peer.save(Network.of(args[1]), file);
    int count = Runtime.getRuntime().availableProcessors();
    BlockingQueue<Slot> free = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      Mlp problem = Mlp.ofRow(args[1], file);
      free.add(new Slot(problem, peer.ways(problem).getFirst().opening().call()));
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server service = new Server(free);
    server.createContext("/", service::handle);
    server.start();
    System.out.println(PORT + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] answer;
      try {
        answer = predict(body);
      } catch (Throwable e) { // a library that cannot be loaded throws errors too
        e.printStackTrace();
        exchange.sendResponseHeaders(FAILED, -1);
        return;
      }
      exchange.sendResponseHeaders(OK, answer.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer);
      }
    }
  }

  private byte[] predict(byte[] body) throws Throwable {
    Slot slot = free.take();
    try {
      floats(body).get(slot.problem.batches()[0]);
      slot.call.run(0);
      return Answers.bytes(slot.call.output());
    } finally {
      free.add(slot);
    }
  }

  private static FloatBuffer floats(byte[] body) {
    return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
