package lanewise.tensor.kernel;

import java.util.function.Function;

/**
 * One thing that the kernels of a family do, on fixed inputs: what the self-check compares, times
 * and watches.
 *
 * @param name the operation
 * @param on prepares it for a kernel
 * @param <K> the family's contract
 */
public record Probe<K>(String name, Function<K, Run> on) {
  /** An operation that is ready to run. */
  public interface Run {
    /** Runs it and gives its outputs, always the same array with the same numbers. */
    float[] run();
  }

  /** {@code n} fixed numbers from -2 to 2, among them both zeros. */
  public static float[] values(int n) {
    float[] values = new float[n];
    int state = 12345;
    for (int i = 0; i < n; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      values[i] = i % 31 == 30 ? 0f : i % 37 == 36 ? -0f : (state >> 8) * 0x1p-22f;
    }
    return values;
  }
}
