package lanewise.layers.inference;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a product that are packed after its first rows. Vector classes take long to load,
 * so the first products of a JVM compute some rows without them, on unpacked weights, and a program
 * that has just started answers soon. The first caller after those rows packs the weights; callers
 * that arrive meanwhile continue without vectors and do not wait. Both ways give the same bits.
 *
 * <p>Once the start of the JVM is over, as a warm-up decides, the next caller packs, however few
 * rows there were: otherwise a warm-up on a busy machine may end before they are through, and the
 * slow change comes with the requests.
 */
final class EarlyWeights {
  /** The multiply-adds of a product before it packs: 32 rows of 784 x 128. */
  private static final long EARLY_WORK = 32L * 784 * 128;

  private static final int EARLY_ROWS = 32;

  private final int in;
  private final int out;
  private final boolean endsWithStart;

  /** W [out, in] until it is packed. */
  private volatile float @Nullable [] weights;

  private volatile @Nullable PackedMatrix packed;
  private final AtomicLong work = new AtomicLong();
  private final AtomicBoolean packing = new AtomicBoolean();

  /**
   * Weights that are not packed yet.
   *
   * @param endsWithStart whether they are packed, too, as soon as the start of the JVM is over
   */
  EarlyWeights(int in, int out, float[] weights, boolean endsWithStart) {
    this.in = in;
    this.out = out;
    this.endsWithStart = endsWithStart;
    this.weights = weights;
  }

  /**
   * Returns the unpacked weights W [out, in] for the given number of rows; null once they are
   * packed.
   */
  float @Nullable [] forRows(int rows) {
    float[] early = weights;
    if (early == null || isEarly(rows) || !packing.compareAndSet(false, true)) {
      return early;
    }
    try {
      if (weights == null) {
        return null; // another caller has packed them since
      }
      Start.end();
      packed = PackedMatrix.of(true, in, out, early, 0, in);
      // Release the early weights only after the packed ones are set.
      weights = null;
      return null;
    } finally {
      packing.set(false);
    }
  }

  /** Counts the rows and returns true while they are few. */
  private boolean isEarly(int rows) {
    if (endsWithStart && Start.isOver()) {
      return false;
    }
    long each = Math.max((long) in * out, EARLY_WORK / EARLY_ROWS);
    return rows <= EARLY_ROWS && work.addAndGet(rows * each) <= EARLY_WORK;
  }

  /** Returns the packed weights, after {@link #forRows} has returned null. */
  @Nullable PackedMatrix packed() {
    return packed;
  }
}
