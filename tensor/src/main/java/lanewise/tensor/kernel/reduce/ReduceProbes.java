package lanewise.tensor.kernel.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.tensor.kernel.Probe;

/** What the self-check runs of the reduction kernels. */
public final class ReduceProbes {
  private static final int N = ReduceKernel.BLOCK;

  private ReduceProbes() {}

  /** All operations, on 1,024 elements. */
  public static List<Probe<ReduceKernel>> all() {
    float[] x = Probe.values(N);
    float[] lanes = new float[3 * ReduceKernel.LANES];
    List<Probe<ReduceKernel>> all = new ArrayList<>();
    for (Summand term : Summand.values()) {
      String name = term.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      all.add(probe("sum of " + name, 1, (kernel, out) -> out[0] = block(kernel, term, x, lanes)));
      all.add(
          probe(
              "columns of " + name,
              N / ReduceKernel.CHAIN,
              (kernel, out) -> columns(kernel, term, x, out)));
    }
    double[] moments = new double[2];
    all.add(probe("moments", 1, (kernel, out) -> out[0] = moments(kernel, x, lanes, moments)));
    int columns = N / ReduceKernel.CHAIN;
    all.add(
        probe(
            "moments of columns",
            columns,
            (kernel, out) ->
                kernel.columnMoments(
                    ReduceKernel.CHAIN, columns, x, 0, columns, x, out, lanes, 0)));
    all.add(probe("dot", 1, (kernel, out) -> out[0] = (float) kernel.dot(0, N, x, 0, x, 0, lanes)));
    float[] rowLanes = new float[ReduceKernel.TOGETHER * ReduceKernel.LANES];
    double[] dots = new double[ReduceKernel.TOGETHER];
    all.add(
        probe(
            "dot of rows",
            ReduceKernel.TOGETHER,
            (kernel, out) -> dots(kernel, x, rowLanes, dots, out)));
    all.add(probe("max", 1, (kernel, out) -> out[0] = kernel.max(N, x, 0)));
    all.add(probe("min", 1, (kernel, out) -> out[0] = kernel.min(N, x, 0)));
    float last = x[N - 1];
    all.add(probe("first", 1, (kernel, out) -> out[0] = kernel.first(N, x, 0, last)));
    return List.copyOf(all);
  }

  private static float block(ReduceKernel kernel, Summand term, float[] x, float[] lanes) {
    return (float) kernel.sum(0, term, N, x, 0, lanes);
  }

  private static float moments(ReduceKernel kernel, float[] x, float[] lanes, double[] moments) {
    moments[0] = 0;
    moments[1] = 0;
    kernel.moments(N, x, 0, 0.5f, lanes, moments);
    return (float) (moments[0] + moments[1]);
  }

  private static void dots(
      ReduceKernel kernel, float[] x, float[] lanes, double[] dots, float[] out) {
    int row = N / ReduceKernel.TOGETHER;
    Arrays.fill(dots, 0);
    kernel.dots(row, x, 0, row, x, 0, lanes, dots);
    for (int r = 0; r < ReduceKernel.TOGETHER; r++) {
      out[r] = (float) dots[r];
    }
  }

  private static void columns(ReduceKernel kernel, Summand term, float[] x, float[] out) {
    kernel.columns(term, ReduceKernel.CHAIN, out.length, x, 0, out.length, out, 0);
  }

  private interface Operation {
    void apply(ReduceKernel kernel, float[] out);
  }

  private static Probe<ReduceKernel> probe(String name, int outputs, Operation operation) {
    return new Probe<>(
        name,
        kernel -> {
          float[] out = new float[outputs];
          return () -> {
            operation.apply(kernel, out);
            return out;
          };
        });
  }
}
