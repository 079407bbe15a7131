package lanewise.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A case of a work: its inputs, the same in every process, and the check of an answer. */
public interface Problem {
  /** In which a result is told. */
  Unit unit();

  /** How many inputs there are; calls go through them in turn. */
  default int inputs() {
    return 1;
  }

  /**
   * Compares an answer with the one in double precision.
   *
   * @throws IllegalStateException if rounding does not explain the difference
   */
  void check(int input, Rounding rounding, float[] answer);

  /**
   * Runs a call on all inputs and checks every answer, before it is measured and after.
   *
   * @throws Throwable what the call throws
   */
  default void check(Call call, Rounding rounding) throws Throwable {
    for (int input = 0; input < inputs(); input++) {
      call.run(input);
      check(input, rounding, call.output());
    }
  }

  /**
   * Writes all inputs into a folder, for a peer that is no Java program.
   *
   * @throws IOException if it cannot be written, or this work has no such peers
   */
  default void export(Path folder) throws IOException {
    throw new IOException("this work is not for Python");
  }

  /** What else there is to tell after the last check, by name. */
  default Map<String, Double> figures() {
    return Map.of();
  }

  /** Whether calls are also timed one by one, for percentiles. */
  default boolean latencies() {
    return false;
  }
}
