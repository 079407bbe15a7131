package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that do the same work, all of which must end in time and without a failure. */
final class Crowd {
  private static final int PATIENCE_SECONDS = 1_800;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  /** What one of the threads does. */
  @FunctionalInterface
  interface Work {
    void run(int number) throws Exception;
  }

  /** Starts threads made by the builder; the first is number 0. */
  static Crowd start(Thread.Builder builder, int count, Work work) {
    Crowd crowd = new Crowd();
    for (int i = 0; i < count; i++) {
      int number = i;
      crowd.threads.add(
          builder.start(
              () -> {
                try {
                  work.run(number);
                } catch (Throwable thrown) {
                  crowd.failure.compareAndSet(null, thrown);
                }
              }));
    }
    return crowd;
  }

  static Crowd ofPlatformThreads(int count, Work work) {
    return start(Thread.ofPlatform().daemon(), count, work);
  }

  static Crowd ofVirtualThreads(int count, Work work) {
    return start(Thread.ofVirtual(), count, work);
  }

  List<Thread> threads() {
    return threads;
  }

  boolean anyAlive() {
    return threads.stream().anyMatch(Thread::isAlive);
  }

  /** Waits until every thread waits for something. */
  void awaitParked() throws InterruptedException {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }

  /** Waits for the threads; none may hang or have failed. */
  void join() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    for (Thread thread : threads) {
      thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    assertThat(failure.get()).isNull();
    assertThat(threads.stream().filter(Thread::isAlive)).as("threads that hang").isEmpty();
  }
}
