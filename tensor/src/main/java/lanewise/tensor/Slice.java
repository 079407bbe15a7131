package lanewise.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Which indices of one axis to keep: NumPy's {@code start:stop:step}.
 *
 * <p>A negative start or stop counts from the end. One that lies outside the axis is moved to its
 * nearest end, so a slice never fails; at worst it is empty. A missing start or stop means the end
 * of the axis at which a walk with this step begins or ends.
 *
 * <pre>{@code
 * x.slice(Slice.of(1, 3), Slice.of(2, 5))   // NumPy's x[1:3, 2:5]
 * x.slice(Slice.reversed())                 // x[::-1]
 * x.slice(1, Slice.startingAt(-2))          // x[:, -2:]
 * }</pre>
 *
 * <p>Immutable and safe to share. Which indices it names depends on the size of the axis, so one
 * slice serves axes of any size.
 *
 * @param start the first index, or null for the end of the axis where the walk begins
 * @param stop the index before which to stop, or null to walk to the end
 * @param step the distance from one index to the next, not 0; negative walks backwards
 */
public record Slice(@Nullable Integer start, @Nullable Integer stop, int step) {
  /**
   * A slice with these parts.
   *
   * @throws IllegalArgumentException if step is 0
   */
  public Slice {
    if (step == 0) {
      throw new IllegalArgumentException("slice: the step must not be 0");
    }
  }

  /**
   * The whole axis: {@code :}.
   *
   * @return a slice
   */
  public static Slice all() {
    return new Slice(null, null, 1);
  }

  /**
   * The whole axis backwards: {@code ::-1}.
   *
   * @return a slice
   */
  public static Slice reversed() {
    return new Slice(null, null, -1);
  }

  /**
   * The indices from start up to, not including, stop: {@code start:stop}.
   *
   * @param start the first index; negative counts from the end
   * @param stop the index after the last; negative counts from the end
   * @return a slice
   */
  public static Slice of(int start, int stop) {
    return new Slice(start, stop, 1);
  }

  /**
   * Every step-th index from start up to, not including, stop: {@code start:stop:step}.
   *
   * @param start the first index; negative counts from the end
   * @param stop the index before which to stop; negative counts from the end
   * @param step not 0; negative walks from start down to stop
   * @return a slice
   * @throws IllegalArgumentException if step is 0
   */
  public static Slice of(int start, int stop, int step) {
    return new Slice(start, stop, step);
  }

  /**
   * The indices from start to the end of the axis: {@code start:}.
   *
   * @param start the first index; negative counts from the end
   * @return a slice
   */
  public static Slice startingAt(int start) {
    return new Slice(start, null, 1);
  }

  /**
   * The indices before stop: {@code :stop}.
   *
   * @param stop the index after the last; negative counts from the end
   * @return a slice
   */
  public static Slice endingBefore(int stop) {
    return new Slice(null, stop, 1);
  }

  /**
   * Every step-th index of the whole axis: {@code ::step}.
   *
   * @param step not 0; negative starts from the last index
   * @return a slice
   * @throws IllegalArgumentException if step is 0
   */
  public static Slice every(int step) {
    return new Slice(null, null, step);
  }

  /**
   * This slice with another step.
   *
   * @param newStep not 0
   * @return a changed copy
   * @throws IllegalArgumentException if newStep is 0
   */
  public Slice withStep(int newStep) {
    return new Slice(start, stop, newStep);
  }

  /** The first index on an axis of this size; of no meaning where {@link #count} is 0. */
  int first(int size) {
    Integer given = start;
    if (given == null) {
      return step > 0 ? 0 : size - 1;
    }
    return clamped(given, size);
  }

  /** How many indices of an axis of this size the slice names. */
  int count(int size) {
    Integer given = stop;
    int end = given != null ? clamped(given, size) : step > 0 ? size : -1;
    long walk = step > 0 ? (long) end - first(size) : (long) first(size) - end;
    return walk <= 0 ? 0 : (int) ((walk - 1) / Math.abs((long) step) + 1);
  }

  /** An index from the start of the axis, moved into the range where a walk may begin or end. */
  private int clamped(int index, int size) {
    int lowest = step > 0 ? 0 : -1;
    int highest = step > 0 ? size : size - 1;
    int fromStart = index < 0 ? index + size : index;
    return Math.max(lowest, Math.min(highest, fromStart));
  }

  /** As NumPy writes it: {@code 1:3}, {@code ::-1}. */
  @Override
  public String toString() {
    return (start == null ? "" : start)
        + ":"
        + (stop == null ? "" : stop)
        + (step == 1 ? "" : ":" + step);
  }
}
