package lanewise.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, and any other signal that ends a JVM, into a request to stop: the end of the JVM is
 * held up until the command is done, for a bounded time, so that it can save what it has.
 */
final class Interruption implements AutoCloseable {
  /** Below the two seconds that a person or a supervisor waits. */
  private static final long PATIENCE_MILLIS = 1_700;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean worthWaiting;
  private volatile boolean requested;

  /** Begins to listen to signals. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::holdUp, "lanewise-interruption"));
  }

  /** From now on there is something to save. */
  void hasWorkToSave() {
    worthWaiting = true;
  }

  /** Asks the command to stop, as a signal does. */
  void request() {
    requested = true;
  }

  boolean requested() {
    return requested;
  }

  private void holdUp() {
    if (!worthWaiting) {
      return;
    }
    request();
    try {
      var _ = done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is done: nothing holds up the end of the JVM any longer. */
  @Override
  public void close() {
    done.countDown();
  }
}
