package lanewise.bench.peers;

import java.util.List;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Transposition;
import lanewise.bench.compare.Way;
import lanewise.bench.compare.peer.Cblas;
import org.jspecify.annotations.NullMarked;

/** OpenBLAS; the environment chooses its kernels, OPENBLAS_CORETYPE, and its threads. */
@NullMarked
public final class OpenBlasPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) throws Throwable {
    Cblas blas =
        Cblas.load(
            "/org/bytedeco/openblas/linux-x86_64/",
            "libgcc_s.so.1",
            "libquadmath.so.0",
            "libgfortran.so.5",
            "libopenblas.so.0");
    String kernels = blas.text("openblas_get_corename");
    return switch (problem) {
      case Product p -> List.of(Way.of(kernels, () -> blas.product(p)));
      case Reduction r when Cblas.has(r) -> List.of(Way.of(kernels, () -> blas.reduction(r)));
      case Transposition t -> List.of(Way.of(kernels, () -> blas.transposition(t)));
      default -> List.of();
    };
  }
}
