package lanewise.tensor.kernel.optimizer;

import java.util.List;
import lanewise.tensor.kernel.Probe;

/** What the self-check runs of the updates: each of them once, from the same start every time. */
public final class OptimizerProbes {
  private static final int N = 1003;

  private OptimizerProbes() {}

  /** All updates, of 1,003 elements. */
  public static List<Probe<OptimizerKernel>> all() {
    return List.of(
        probe("sgd", (k, a) -> k.sgd(1, N, a[0], a[1], 0.1f, 0.3f)),
        probe("momentum", (k, a) -> k.momentum(1, N, a[0], a[1], a[2], 0.1f, 0.9f, 0.8f, 0.3f)),
        probe("nesterov", (k, a) -> k.nesterov(1, N, a[0], a[1], a[2], 0.1f, 0.9f, 1, 0.3f)),
        probe(
            "adam",
            (k, a) ->
                k.adam(
                    1, N, a[0], a[1], a[2], a[3], 0.1f, 0.99f, 0.1f, 0.999f, 0.001f, 3, 1e-8f,
                    -0.1f, -0.2f)),
        probe(
            "amsgrad",
            (k, a) ->
                k.amsgrad(
                    1, N, a[0], a[1], a[2], a[3], a[4], 0.1f, 0.99f, 0.1f, 0.999f, 0.001f, 3, 1e-8f,
                    -0.2f)),
        probe("rms", (k, a) -> k.rms(1, N, a[0], a[1], a[3], 0.1f, 0.99f, 0.01f, 1e-8f)),
        probe(
            "centred rms",
            (k, a) -> k.centredRms(1, N, a[0], a[1], a[3], a[2], 0.1f, 0.99f, 0.01f, 1e-8f)),
        probe(
            "adadelta",
            (k, a) -> k.adadelta(1, N, a[0], a[1], a[3], a[4], 0.1f, 0.9f, 0.1f, 1e-6f, 0.5f)),
        probe("lion", (k, a) -> k.lion(1, N, a[0], a[1], a[2], 0.99f, 0.1f, 0.01f, 0.3f)),
        probe("elastic net", (k, a) -> k.elasticNet(1, N, a[0], a[1], 0.1f, 0.2f)),
        probe("average", (k, a) -> k.average(1, N, a[0], a[1], 0.1f)));
  }

  private interface Update {
    void apply(OptimizerKernel kernel, float[][] arrays);
  }

  /** The arrays are two of any numbers, one more, and two of squares. */
  private static Probe<OptimizerKernel> probe(String name, Update update) {
    return new Probe<>(
        name,
        kernel -> {
          float[] start = start();
          float[] out = start.clone();
          float[][] arrays = new float[5][N];
          return () -> {
            for (int a = 0; a < arrays.length; a++) {
              System.arraycopy(start, a * N, arrays[a], 0, N);
            }
            update.apply(kernel, arrays);
            for (int a = 0; a < arrays.length; a++) {
              System.arraycopy(arrays[a], 0, out, a * N, N);
            }
            return out;
          };
        });
  }

  private static float[] start() {
    float[] start = Probe.values(5 * N);
    for (int i = 3 * N; i < start.length; i++) {
      start[i] *= start[i];
    }
    return start;
  }
}
