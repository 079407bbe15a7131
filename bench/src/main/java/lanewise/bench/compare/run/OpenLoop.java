package lanewise.bench.compare.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at fixed times, and measures each from the time when it was to be sent: a request
 * that waits because the service is slow counts its wait (no coordinated omission: Tene, "How not
 * to measure latency"). Requests go over connections that stay open, one request at a time on each;
 * when all are busy, those that are due wait in their order.
 */
final class OpenLoop {
  private static final int CONNECTIONS = 64;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** After so many times the length of a round no answer is waited for. */
  private static final int PATIENCE = 2;

  private final int port;
  private final byte[][] bodies;

  /** Requests with these bodies in turn, to this machine. */
  OpenLoop(int port, byte[][] bodies) {
    this.port = port;
    this.bodies = bodies;
  }

  /**
   * What came of a round.
   *
   * @param nanos from when a request was due to its answer; for those without one when the patience
   *     ended, to that end, which is less than it would have been
   * @param answered before the time was over in which requests were due
   */
  record Round(Histogram nanos, int answered) {}

  /** Sends for some time at a rate. */
  Round run(int rate, long roundNanos) throws IOException {
    int count = Math.toIntExact(rate * roundNanos / 1_000_000_000L);
    Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    AtomicInteger next = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(new Connection(port));
      }
      long start = System.nanoTime() + 20_000_000;
      long end = start + PATIENCE * roundNanos;
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int index = i;
        futures.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    long due = start + (long) n * roundNanos / count;
                    for (long wait = due - System.nanoTime();
                        wait > 0;
                        wait = due - System.nanoTime()) {
                      LockSupport.parkNanos(wait);
                    }
                    long now = System.nanoTime();
                    if (now < end) {
                      connections.get(index).ask(bodies[n % bodies.length]);
                      now = System.nanoTime();
                    }
                    synchronized (nanos) {
                      nanos.recordValue(Math.clamp(Math.min(now, end) - due, 1, LONGEST_NANOS));
                    }
                    if (now < start + roundNanos) {
                      answered.incrementAndGet();
                    }
                  }
                  return index;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("a request failed: " + Child.reason(e), e);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    return new Round(nanos, answered.get());
  }

  /** The answer to one request. */
  byte[] ask(int body) throws IOException {
    try (Connection connection = new Connection(port)) {
      return connection.ask(bodies[body]);
    }
  }

  /** A connection that stays open; knows as much of HTTP as the answers of {@link Server} need. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new BufferedInputStream(socket.getInputStream());
    }

    byte[] ask(byte[] body) throws IOException {
      String head =
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n";
      byte[] first = head.getBytes(StandardCharsets.US_ASCII);
      byte[] request = new byte[first.length + body.length];
      System.arraycopy(first, 0, request, 0, first.length);
      System.arraycopy(body, 0, request, first.length, body.length);
      out.write(request);
      String status = line();
      if (!status.startsWith("HTTP/1.1 200")) {
        throw new IOException("the service answered " + status);
      }
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] words = line.split(":", 2);
        if (words[0].toLowerCase(Locale.ROOT).equals("content-length")) {
          length = Integer.parseInt(words[1].strip());
        }
      }
      return in.readNBytes(length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the service closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
