package lanewise.bench.peers;

import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Transposition;
import lanewise.bench.compare.Way;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.NormOps_FDRM;
import org.ejml.dense.row.mult.VectorVectorMult_FDRM;
import org.jspecify.annotations.NullMarked;

/** EJML's row-major matrices of floats, on the calling thread. */
@NullMarked
public final class EjmlPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Product p -> List.of(Way.of("FMatrixRMaj", () -> product(p)));
      case Reduction r -> List.of(Way.of("FMatrixRMaj", () -> reduction(r)));
      case Transposition t -> List.of(Way.of("FMatrixRMaj", () -> transposition(t)));
      default -> List.of();
    };
  }

  private static FMatrixRMaj matrix(int rows, int columns, float[] values) {
    return FMatrixRMaj.wrap(rows, columns, values);
  }

  private static Call product(Product p) {
    FMatrixRMaj a = p.transA() ? matrix(p.k(), p.m(), p.a()) : matrix(p.m(), p.k(), p.a());
    FMatrixRMaj b = p.transB() ? matrix(p.n(), p.k(), p.b()) : matrix(p.k(), p.n(), p.b());
    FMatrixRMaj c = new FMatrixRMaj(p.m(), p.n());
    return Call.into(
        c.data,
        p.transA()
            ? _ -> CommonOps_FDRM.multTransA(a, b, c)
            : p.transB()
                ? _ -> CommonOps_FDRM.multTransB(a, b, c)
                : _ -> CommonOps_FDRM.mult(a, b, c));
  }

  private static Call transposition(Transposition t) {
    FMatrixRMaj x = matrix(t.rows(), t.columns(), t.x());
    FMatrixRMaj y = new FMatrixRMaj(t.columns(), t.rows());
    return Call.into(y.data, _ -> CommonOps_FDRM.transpose(x, y));
  }

  private static Call reduction(Reduction r) {
    FMatrixRMaj x = matrix(r.rows(), r.columns(), r.x());
    FMatrixRMaj y = matrix(r.rows(), r.columns(), r.y());
    FMatrixRMaj out =
        switch (r.kind()) {
          case ROWS -> new FMatrixRMaj(r.rows(), 1);
          case COLUMNS -> new FMatrixRMaj(1, r.columns());
          default -> new FMatrixRMaj(1, 1);
        };
    return Call.into(
        out.data,
        switch (r.kind()) {
          case SUM -> _ -> out.data[0] = CommonOps_FDRM.elementSum(x);
          case MAX -> _ -> out.data[0] = CommonOps_FDRM.elementMax(x);
          case DOT -> _ -> out.data[0] = VectorVectorMult_FDRM.innerProd(x, y);
          case NORM -> _ -> out.data[0] = NormOps_FDRM.fastNormF(x);
          case ROWS -> _ -> CommonOps_FDRM.sumRows(x, out);
          case COLUMNS -> _ -> CommonOps_FDRM.sumCols(x, out);
        });
  }
}
