package lanewise.tensor.kernel.gemv;

import java.util.Arrays;
import java.util.List;
import lanewise.tensor.kernel.Probe;

/** What the self-check runs of the products of a row and a matrix. */
public final class GemvProbes {
  private static final int DEPTH = 96;
  private static final int COLUMNS = 203;

  private GemvProbes() {}

  /** One product, of 96 x 203. */
  public static List<Probe<GemvKernel>> all() {
    float[] x = Probe.values(DEPTH);
    float[] a = Probe.values(DEPTH * COLUMNS);
    return List.of(
        new Probe<>(
            "row times matrix",
            kernel -> {
              float[] y = new float[COLUMNS];
              return () -> {
                Arrays.fill(y, 1);
                kernel.multiply(DEPTH, COLUMNS, x, 0, 1, a, 0, COLUMNS, y, 0);
                return y;
              };
            }));
  }
}
