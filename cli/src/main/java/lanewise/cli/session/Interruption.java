package lanewise.cli.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C, and any other signal that ends a JVM, into a request to stop. Before work has
 * begun, the JVM ends at once. After that its end waits until the command has ended by itself,
 * however long that takes: what is kept and what is said do not depend on how fast the machine is.
 * Whoever does not want to wait kills the process; what must survive that is on the disk before.
 */
public final class Interruption implements AutoCloseable {
  /** The time after which people are told what is waited for. */
  private static final long QUIET_MILLIS = 1_000;

  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Runnable tooEarly;
  private @Nullable Runnable stillBusy;
  private volatile boolean requested;

  /** Begins to listen to signals. */
  public void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::holdUp, "lanewise-interruption"));
  }

  /** From now on, a request that comes before there is work to save runs this, once. */
  public synchronized void beforeWork(Runnable say) {
    if (requested) {
      say.run();
    } else {
      tooEarly = say;
    }
  }

  /**
   * From now on there is something to save.
   *
   * @param say runs where a request came and the command takes its time to end
   * @return false if a request came first: the command shall end and has nothing more to say
   */
  public synchronized boolean beginWork(Runnable say) {
    stillBusy = requested ? null : say;
    return !requested;
  }

  /** Asks the command to stop, as a signal does. */
  public synchronized void request() {
    boolean first = !requested;
    requested = true;
    if (first && stillBusy == null && tooEarly != null) {
      tooEarly.run();
    }
  }

  public boolean requested() {
    return requested;
  }

  private synchronized @Nullable Runnable stillBusy() {
    return stillBusy;
  }

  /** What the end of the JVM waits for. */
  public void holdUp() {
    if (done.getCount() == 0) {
      return; // the command has ended by itself
    }
    request();
    Runnable say = stillBusy();
    if (say == null) {
      return;
    }
    try {
      if (!done.await(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
        say.run();
        done.await();
      }
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
