package lanewise.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;

/** netlib's BLAS in Java: its vector kernels where the JDK has vectors. It takes columns first. */
@NullMarked
public final class NetlibPeer implements Peer {
  private final BLAS blas = JavaBLAS.getInstance();

  @Override
  public List<Way> ways(Problem problem) {
    String kernels = blas.getClass().getSimpleName();
    return switch (problem) {
      case Product p -> List.of(Way.of(kernels, () -> product(p)));
      case Reduction r when r.kind() == Reduction.Kind.DOT || r.kind() == Reduction.Kind.NORM ->
          List.of(Way.of(kernels, () -> reduction(r)));
      default -> List.of();
    };
  }

  /** Row-major C = A B is column-major C' = B' A'. */
  private Call product(Product p) {
    float[] a = p.a();
    float[] b = p.b();
    float[] c = new float[p.m() * p.n()];
    if (p.m() == 1) {
      return Call.into(c, _ -> blas.sgemv("T", p.k(), p.n(), 1, b, p.k(), a, 1, 0, c, 1));
    }
    String transA = p.transA() ? "T" : "N";
    String transB = p.transB() ? "T" : "N";
    return Call.into(
        c,
        _ ->
            blas.sgemm(
                transB, transA, p.n(), p.m(), p.k(), 1, b, p.ldb(), a, p.lda(), 0, c, p.n()));
  }

  private Call reduction(Reduction r) {
    float[] x = r.x();
    float[] y = r.y();
    float[] out = new float[1];
    return Call.into(
        out,
        r.kind() == Reduction.Kind.DOT
            ? _ -> out[0] = blas.sdot(x.length, x, 1, y, 1)
            : _ -> out[0] = blas.snrm2(x.length, x, 1));
  }
}
