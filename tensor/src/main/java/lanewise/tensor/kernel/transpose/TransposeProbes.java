package lanewise.tensor.kernel.transpose;

import java.util.List;
import lanewise.tensor.kernel.Probe;

/** What the self-check runs of the transposing copies. */
public final class TransposeProbes {
  private static final int LINES = 64;
  private static final int DEPTH = 96;

  private TransposeProbes() {}

  /** A matrix of 64 x 96, transposed. */
  public static List<Probe<TransposeKernel>> all() {
    float[] source = Probe.values(LINES * DEPTH);
    return List.of(
        new Probe<>(
            "transposed copy",
            kernel -> {
              float[] out = new float[LINES * DEPTH];
              return () -> {
                for (int j = 0; j < LINES; j += kernel.size()) {
                  kernel.transpose(source, j * DEPTH, DEPTH, DEPTH, out, j, LINES);
                }
                return out;
              };
            }));
  }
}
