package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private static final long ROUND = 400_000_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  private OpenLoop serve(Semaphore allowed, int status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            allowed.tryAcquire(10, TimeUnit.SECONDS);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return new OpenLoop(server.getAddress().getPort(), new byte[][] {{1, 2, 3}, {4}});
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void everyRequestOfTheRateIsSentAndCounted() throws IOException {
    OpenLoop loop = serve(new Semaphore(1000), 200);

    OpenLoop.Round round = loop.run(100, ROUND);

    assertThat(loop.ask(0)).containsExactly(1, 2, 3);
    assertThat(requests).hasValue(41);
    assertThat(round.nanos().getTotalCount()).isEqualTo(40);
    assertThat(round.answered()).isBetween(0, 40);
  }

  /**
   * Nobody is answered before all connections wait, and a while longer: those that were due later
   * waited less, but they waited. However slow the machine is, the waits only become longer.
   */
  @Test
  void aRequestThatWaitsBecauseOthersDoCountsFromWhenItWasDue() throws Exception {
    Semaphore allowed = new Semaphore(0);
    OpenLoop loop = serve(allowed, 200);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (requests.get() < 64) {
                  Thread.sleep(1);
                }
                Thread.sleep(500);
                allowed.release(1000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    OpenLoop.Round round = loop.run(500, ROUND);

    // 64 connections hold 64 requests, the last of which was due after 126 ms; the 65th was due
    // after 128 ms and is sent after 626, when the round of 400 ms is over.
    assertThat(round.nanos().getTotalCount()).isEqualTo(200);
    assertThat(round.nanos().getValueAtPercentile(60)).isGreaterThan(60_000_000);
    assertThat(round.nanos().getMaxValue()).isGreaterThan(200_000_000);
    assertThat(round.answered()).as("after the round is too late").isZero();
  }

  @Test
  void anAnswerThatIsNoneIsAFailure() throws IOException {
    OpenLoop loop = serve(new Semaphore(1000), 500);

    assertThatThrownBy(() -> loop.run(100, ROUND))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the service answered HTTP/1.1 500");
  }
}
