package lanewise.training.data;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/** Small data sets that tests make up. */
public final class TestData {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private TestData() {}

  /** Classes 0, 1, … with these numbers of rows, shuffled; the one feature is the row's number. */
  public static LabelledRows withClassCounts(int... counts) {
    int[] sorted =
        IntStream.range(0, counts.length)
            .flatMap(c -> IntStream.range(0, counts[c]).map(i -> c))
            .toArray();
    int[] order = RandomStream.of(1).permutation(sorted.length);
    int[] labels = Arrays.stream(order).map(i -> sorted[i]).toArray();
    List<String> names = IntStream.range(0, counts.length).mapToObj(c -> "class " + c).toList();
    return LabelledRows.of("made up", rowNumbers(labels.length), labels, names);
  }

  /** Rows of one class; the one feature of each is its number. */
  public static LabelledRows numbered(int rows) {
    return withClassCounts(rows);
  }

  /** A column [rows, 1] of 0, 1, 2 and so on. */
  public static Tensor rowNumbers(int rows) {
    Tensor column = Tensor.zeros(rows, 1);
    for (int row = 0; row < rows; row++) {
      column.storage()[row] = row;
    }
    return column;
  }

  public static Tensor matrix(int rows, int columns, float... values) {
    return Tensor.of(Shape.of(rows, columns), values);
  }

  /** The numbers 0, step, 2 step and so on. */
  public static float[] ramp(int count, float step) {
    float[] ramp = new float[count];
    for (int i = 0; i < count; i++) {
      ramp[i] = i * step;
    }
    return ramp;
  }

  /** How many bytes this thread has allocated so far. */
  public static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
