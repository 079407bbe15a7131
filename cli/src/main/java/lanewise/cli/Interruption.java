package lanewise.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C, and any other signal that ends a JVM, into a request to stop. While there is work
 * to save, the end of the JVM is held up until the command is done, for a bounded time; before that
 * the JVM ends at once.
 */
final class Interruption implements AutoCloseable {
  /** Below the two seconds that a person or a supervisor waits. */
  private static final long PATIENCE_MILLIS = 1_700;

  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Runnable farewell;
  private boolean worthWaiting;
  private volatile boolean requested;

  /** Begins to listen to signals. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::holdUp, "lanewise-interruption"));
  }

  /** From now on, a request that comes before there is work to save runs this, once. */
  synchronized void beforeWork(Runnable say) {
    if (requested) {
      say.run();
    } else {
      farewell = say;
    }
  }

  /**
   * From now on there is something to save.
   *
   * @return false if a request came first: the command shall end and has nothing more to say
   */
  synchronized boolean beginWork() {
    worthWaiting = !requested;
    return worthWaiting;
  }

  /** Asks the command to stop, as a signal does. */
  synchronized void request() {
    boolean first = !requested;
    requested = true;
    if (first && !worthWaiting && farewell != null) {
      farewell.run();
    }
  }

  boolean requested() {
    return requested;
  }

  private synchronized boolean isWorthWaiting() {
    return worthWaiting;
  }

  private void holdUp() {
    if (done.getCount() == 0) {
      return; // the command has ended by itself
    }
    request();
    if (!isWorthWaiting()) {
      return;
    }
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
