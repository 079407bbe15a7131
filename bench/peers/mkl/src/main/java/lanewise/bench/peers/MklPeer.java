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

/** Intel's MKL; the environment tells its threads. It chooses its kernels itself. */
@NullMarked
public final class MklPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) throws Throwable {
    Cblas blas =
        Cblas.load(
            "/org/bytedeco/mkl/linux-x86_64/",
            List.of(
                "libmkl_core.so.2",
                "libmkl_intel_thread.so.2",
                "libmkl_intel_lp64.so.2",
                "libmkl_avx2.so.2",
                "libmkl_avx512.so.2",
                "libmkl_def.so.2"),
            "libiomp5.so",
            "libmkl_rt.so.2");
    return switch (problem) {
      case Product p -> List.of(Way.of("cblas", () -> blas.product(p)));
      case Reduction r when Cblas.has(r) -> List.of(Way.of("cblas", () -> blas.reduction(r)));
      case Transposition t -> List.of(Way.of("cblas", () -> blas.transposition(t)));
      default -> List.of();
    };
  }
}
