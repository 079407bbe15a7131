package lanewise.bench.peers;

import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.function.aggregator.Aggregator;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;

/**
 * ojAlgo's stores of floats, whose columns lie together: a matrix of rows is the transpose of such
 * a store, and {@code C = A B} is {@code C^T = B^T A^T}.
 */
@NullMarked
public final class OjalgoPeer implements Peer {
  @Override
  public List<Way> ways(Problem problem) {
    OjAlgoUtils.limitThreadsTo(THREADS);
    return switch (problem) {
      case Product p -> List.of(Way.of("R032Store", () -> product(p)));
      case Reduction r
          when r.kind() == Reduction.Kind.SUM
              || r.kind() == Reduction.Kind.DOT
              || r.kind() == Reduction.Kind.NORM ->
          List.of(Way.of("R032Store", () -> reduction(r)));
      default -> List.of();
    };
  }

  /** A store of columns of {@code ld} floats. */
  private static MatrixStore<Double> store(float[] values, int ld, boolean transposed) {
    R032Store store = R032Store.wrap(values, ld);
    return transposed ? store.transpose() : store;
  }

  private static Call product(Product p) {
    MatrixStore<Double> b = store(p.b(), p.ldb(), p.transB());
    // Weights stay from call to call, and dense ones are faster than their transposed view.
    MatrixStore<Double> left = p.weights() ? R032Store.FACTORY.copy(b) : b;
    MatrixStore<Double> right = store(p.a(), p.lda(), p.transA());
    float[] c = new float[p.m() * p.n()];
    R032Store out = R032Store.wrap(c, p.n());
    return Call.into(c, _ -> out.fillByMultiplying(left, right));
  }

  private static Call reduction(Reduction r) {
    R032Store x = R032Store.wrap(r.x(), r.rows() * r.columns());
    R032Store y = R032Store.wrap(r.y(), r.rows() * r.columns());
    float[] out = new float[1];
    return Call.into(
        out,
        switch (r.kind()) {
          case SUM -> _ -> out[0] = x.aggregateAll(Aggregator.SUM).floatValue();
          case DOT -> _ -> out[0] = (float) x.dot(y);
          default -> _ -> out[0] = x.aggregateAll(Aggregator.NORM2).floatValue();
        });
  }
}
