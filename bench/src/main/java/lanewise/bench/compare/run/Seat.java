package lanewise.bench.compare.run;

import java.io.IOException;
import java.util.Map;

/** A fork of one way of one library in the case at hand. */
interface Seat extends AutoCloseable {
  /** Runs until it is as fast as it gets. */
  void warmUp(long periodNanos, long sliceNanos) throws IOException;

  /** Nanoseconds of the problem's work. */
  double round() throws IOException;

  /** What else was measured, by the names of result lines, after answers were checked again. */
  Map<String, Double> figures() throws IOException;

  @Override
  void close() throws IOException;
}
