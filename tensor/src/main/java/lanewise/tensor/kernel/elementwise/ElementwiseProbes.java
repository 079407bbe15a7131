package lanewise.tensor.kernel.elementwise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.tensor.kernel.Probe;

/** What the self-check runs of the elementwise kernels: every operation once. */
public final class ElementwiseProbes {
  private static final int N = 1003;

  private ElementwiseProbes() {}

  /** All operations, on 1,003 elements. */
  public static List<Probe<ElementwiseKernel>> all() {
    List<Probe<ElementwiseKernel>> all = new ArrayList<>();
    float[] x = Probe.values(N);
    float[] y = Probe.values(N + 3);
    for (UnaryOp op : UnaryOp.values()) {
      all.add(probe(name(op), (kernel, out) -> kernel.unary(op, N, x, 0, out, 0)));
    }
    for (BinaryOp op : BinaryOp.values()) {
      all.add(probe(name(op), (kernel, out) -> kernel.binary(op, N, x, 0, y, 3, out, 0)));
      all.add(
          probe(
              name(op) + " scalar", (kernel, out) -> kernel.binaryScalar(op, N, x, 0, 1, out, 0)));
      all.add(
          probe(
              "scalar " + name(op), (kernel, out) -> kernel.scalarBinary(op, N, 1, y, 3, out, 0)));
    }
    all.add(probe("fma", (kernel, out) -> kernel.fma(N, x, 0, y, 3, y, 0, out, 0)));
    all.add(probe("axpy", (kernel, out) -> kernel.axpy(N, 0.3f, x, 0, y, 3, out, 0)));
    all.add(probe("where", (kernel, out) -> kernel.where(N, x, 0, y, 3, y, 0, out, 0)));
    all.add(probe("clip", (kernel, out) -> kernel.clip(N, x, 0, -1, 1, out, 0)));
    all.add(probe("exp shifted", (kernel, out) -> kernel.expShifted(N, x, 0, 2, out, 0)));
    all.add(probe("every other", (kernel, out) -> kernel.gather(N / 2, 2, x, 0, out, 0)));
    return List.copyOf(all);
  }

  private interface Operation {
    void apply(ElementwiseKernel kernel, float[] out);
  }

  private static Probe<ElementwiseKernel> probe(String name, Operation operation) {
    return new Probe<>(
        name,
        kernel -> {
          float[] out = new float[N];
          return () -> {
            operation.apply(kernel, out);
            return out;
          };
        });
  }

  private static String name(Enum<?> op) {
    return op.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
