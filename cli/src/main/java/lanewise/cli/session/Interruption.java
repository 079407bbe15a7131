package lanewise.cli.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C, and any other signal that ends a JVM, into a request to stop. Once work has begun,
 * the end of the JVM is held up for a bounded time, so that the command can end by itself; before
 * that the JVM ends at once. What a command must not lose cannot wait for that: it is saved before.
 */
public final class Interruption implements AutoCloseable {
  /** Below the two seconds that a person or a supervisor waits. */
  private static final long PATIENCE_MILLIS = 1_700;

  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Runnable tooEarly;
  private @Nullable Runnable tooLate;
  private volatile boolean requested;
  private boolean said;

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
   * @param say runs where a request came and the command did not end in time
   * @return false if a request came first: the command shall end and has nothing more to say
   */
  public synchronized boolean beginWork(Runnable say) {
    tooLate = requested ? null : say;
    return !requested;
  }

  /** Asks the command to stop, as a signal does. */
  public synchronized void request() {
    boolean first = !requested;
    requested = true;
    if (first && tooLate == null && tooEarly != null) {
      tooEarly.run();
    }
  }

  public boolean requested() {
    return requested;
  }

  private synchronized @Nullable Runnable tooLate() {
    return tooLate;
  }

  /** What the end of the JVM waits for. */
  public void holdUp() {
    if (done.getCount() == 0) {
      return; // the command has ended by itself
    }
    request();
    Runnable say = tooLate();
    if (say == null) {
      return;
    }
    try {
      if (!done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        sayOnce(say);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Says how an interrupted command ended, unless that has been said: the command may end just
   * after the JVM stopped waiting for it and spoke in its place.
   */
  public synchronized void sayOnce(Runnable say) {
    if (!said) {
      said = true;
      say.run();
    }
  }

  /** The command is done: nothing holds up the end of the JVM any longer. */
  @Override
  public void close() {
    done.countDown();
  }
}
