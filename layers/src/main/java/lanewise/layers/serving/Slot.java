package lanewise.layers.serving;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place of one row in a {@link MicroBatcher}. It has one owner at a time: the caller who took
 * it, from the queue on the thread that computes, then the caller again until it is free. Only
 * {@link #state} is touched by both at once.
 */
final class Slot {
  /** The row is in the queue or in a batch. */
  static final int WAITING = 0;

  /** The outputs or the failure are there; the slot is the caller's. */
  static final int DONE = 1;

  /** The caller has left; the slot is the batcher's, who frees it. */
  static final int ABANDONED = 2;

  final int index;
  final float[] in;
  final float[] out;
  final AtomicInteger state = new AtomicInteger();
  long arrival;
  @Nullable Throwable failure;

  /** Who waits, or else whose future it is. */
  @Nullable Thread caller;

  @Nullable CompletableFuture<float[]> future;

  Slot(int index, int inputSize, int outputSize) {
    this.index = index;
    this.in = new float[inputSize];
    this.out = new float[outputSize];
  }
}
