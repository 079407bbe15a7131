package lanewise.training;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;

/** Small models and data sets that tests make up. */
public final class Fixtures {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Of processor time of this JVM, its compiler's too: a busy machine gives it later. */
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private Fixtures() {}

  /** Dense layers of these widths with ReLUs between them, initialized from the seed. */
  public static Model mlp(long seed, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        layers.add(Relu.of());
      }
      layers.add(Dense.of(widths[i - 1], widths[i]));
    }
    Model model = Sequential.of(Shape.of(widths[0]), layers);
    Initializer.heNormal().initialize(model, seed);
    return model;
  }

  /** Rows of normal numbers with class r modulo the number of classes. */
  public static LabelledRows gaussians(long seed, int rows, int features, int classes) {
    RandomStream random = RandomStream.of(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[rows];
    Arrays.setAll(labels, r -> r % classes);
    return LabelledRows.of(
        "made up", Tensor.of(Shape.of(rows, features), values), labels, names(classes));
  }

  public static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
  }

  /** Copies of all parameters' values, in the model's order. */
  public static List<float[]> weights(Model model) {
    return model.parameters().values().stream().map(Parameter::values).map(float[]::clone).toList();
  }

  /**
   * The least bytes that this thread allocated in so many calls in a row, before one of the tries
   * allocated nothing: vectors are objects until the code is compiled.
   */
  public static long leastAllocatedBytes(int calls, Runnable call) {
    long least = Long.MAX_VALUE;
    long began = SYSTEM.getProcessCpuTime();
    while (least > 0 && SYSTEM.getProcessCpuTime() - began < PATIENCE_NANOS) {
      long before = ownAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      least = Math.min(least, ownAllocatedBytes() - before);
    }
    return least;
  }

  /** The bytes that this thread has allocated so far. */
  public static long ownAllocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** The bytes that all threads of the JVM have allocated so far. */
  public static long allocatedBytes() {
    return THREADS.getTotalThreadAllocatedBytes();
  }
}
