package lanewise.layers.serving;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place of one row in a {@link MicroBatcher}. It has one owner at a time: the caller who took
 * it, then the thread that computes, once the slot is in the queue, then the caller again until it
 * is free. Only {@link #state} is accessed by both at the same time.
 */
final class PendingRow {
  /** The row is in the queue or in a batch. */
  static final int WAITING = 0;

  /** The outputs or the failure are ready; the caller owns the slot. */
  static final int DONE = 1;

  /** The caller has left; the batcher owns the slot and frees it. */
  static final int ABANDONED = 2;

  final int index;
  final float[] in;
  final float[] out;
  final AtomicInteger state = new AtomicInteger();
  long arrival;
  @Nullable Throwable failure;

  /** The thread that waits for the answer; null if {@link #future} takes the answer. */
  @Nullable Thread caller;

  @Nullable CompletableFuture<float[]> future;

  PendingRow(int index, int inputSize, int outputSize) {
    this.index = index;
    this.in = new float[inputSize];
    this.out = new float[outputSize];
  }
}
