package lanewise.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Elementwise;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.NetworkModel;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Rounding;
import lanewise.bench.compare.Training;
import lanewise.bench.compare.Transposition;
import lanewise.bench.compare.Way;
import lanewise.layers.file.SavedModel;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Workspace;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.Fused;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;
import lanewise.tensor.ops.AxisFunction;
import lanewise.tensor.ops.Reduce;
import lanewise.tensor.ops.Unary;

/** Ours: arrays in and out, buffers kept. */
public final class LanewisePeer implements Peer {
  private final Workers workers = THREADS == 1 ? Workers.caller() : Workers.of(THREADS);

  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Product p when p.weights() -> weights(p);
      case Product p -> List.of(Way.of("on the fly", () -> onTheFly(p)));
      case Elementwise e -> List.of(Way.of("into", () -> elementwise(e)));
      case Reduction r -> List.of(Way.of("into", () -> reduction(r)));
      case Transposition t -> List.of(Way.of("copyFrom", () -> transposition(t)));
      case Mlp m ->
          List.of(
              Way.of("float32", () -> plan(m, WeightPrecision.FLOAT32)),
              Way.of(
                  "bfloat16 weights", Rounding.BFLOAT16, () -> plan(m, WeightPrecision.BFLOAT16)));
      case Training t ->
          List.of(Way.of("pass and updates", () -> LanewiseTraining.open(t, workers)));
      default -> List.of();
    };
  }

  private Call onTheFly(Product p) {
    float[] a = p.a();
    float[] b = p.b();
    float[] c = new float[p.m() * p.n()];
    Transpose transA = p.transA() ? Transpose.YES : Transpose.NO;
    Transpose transB = p.transB() ? Transpose.YES : Transpose.NO;
    return Call.into(
        c,
        _ ->
            Blas.sgemm(
                workers, transA, transB, p.m(), p.n(), p.k(), 1, a, 0, p.lda(), b, 0, p.ldb(), 0, c,
                0, p.n()));
  }

  private List<Way> weights(Product p) {
    List<Way> ways = new ArrayList<>();
    ways.add(Way.of("prepacked", () -> packed(p, WeightPrecision.FLOAT32)));
    if (p.m() == 1) {
      ways.add(
          Way.of(
              "prepacked, 16-bit weights",
              Rounding.BFLOAT16,
              () -> packed(p, WeightPrecision.BFLOAT16)));
      ways.add(
          Way.of("prepacked, 8-bit weights", Rounding.INT8, () -> packed(p, WeightPrecision.INT8)));
      ways.add(Way.of("sgemv", () -> sgemv(p)));
    }
    return ways;
  }

  private Call packed(Product p, WeightPrecision precision) {
    float[] a = p.a();
    float[] c = new float[p.m() * p.n()];
    Transpose transB = p.transB() ? Transpose.YES : Transpose.NO;
    PackedWeights b = PackedWeights.of(precision, transB, p.k(), p.n(), p.b(), 0, p.ldb());
    return Call.into(
        c,
        _ -> Blas.sgemmPacked(workers, p.m(), a, 0, p.lda(), b, null, 0, Fused.NONE, c, 0, p.n()));
  }

  private Call sgemv(Product p) {
    float[] x = p.a();
    float[] w = p.b();
    float[] y = new float[p.n()];
    return Call.into(
        y,
        _ -> Blas.sgemv(workers, Transpose.NO, p.n(), p.k(), 1, w, 0, p.k(), x, 0, 1, 0, y, 0, 1));
  }

  private static Call elementwise(Elementwise e) {
    Tensor x = Tensor.wrap(e.x(), Shape.of(e.rows(), e.size()));
    Tensor y = Tensor.zeros(e.rows(), e.size());
    return Call.into(
        y.storage(),
        switch (e.function()) {
          case EXP -> _ -> Unary.EXP.into(x, y);
          case TANH -> _ -> Unary.TANH.into(x, y);
          case SIGMOID -> _ -> Unary.SIGMOID.into(x, y);
          case SOFTMAX -> _ -> AxisFunction.SOFTMAX.into(x, y, 1);
        });
  }

  private static Call transposition(Transposition t) {
    Tensor x = Tensor.wrap(t.x(), Shape.of(t.rows(), t.columns())).transpose();
    Tensor y = Tensor.zeros(t.columns(), t.rows());
    return Call.into(y.storage(), _ -> y.copyFrom(x));
  }

  private static Call reduction(Reduction r) {
    float[] array = r.x();
    float[] other = r.y();
    Tensor x = Tensor.wrap(array, Shape.of(r.rows(), r.columns()));
    int[] axes =
        switch (r.kind()) {
          case ROWS -> new int[] {1};
          case COLUMNS -> new int[] {0};
          default -> new int[] {0, 1};
        };
    Tensor y =
        switch (r.kind()) {
          case ROWS -> Tensor.zeros(r.rows());
          case COLUMNS -> Tensor.zeros(r.columns());
          default -> Tensor.zeros(1, 1);
        };
    float[] out = y.storage();
    return Call.into(
        out,
        switch (r.kind()) {
          case SUM, ROWS, COLUMNS -> _ -> Reduce.SUM.into(x, y, axes);
          case MAX -> _ -> Reduce.MAX.into(x, y, axes);
          case DOT -> _ -> out[0] = Blas.sdot(array.length, array, 0, 1, other, 0, 1);
          case NORM -> _ -> Reduce.NORM_2.into(x, y, axes);
        });
  }

  @Override
  public void save(Network network, Path file) throws IOException {
    SavedModel.of(NetworkModel.of(network)).save(file);
  }

  private static Call plan(Mlp m, WeightPrecision precision) throws IOException {
    InferencePlan plan = InferencePlan.load(m.file(), precision);
    Workspace workspace = plan.newWorkspace(m.rows());
    float[] out = new float[m.rows() * plan.outputSize()];
    float[][] batches = m.batches();
    return Call.into(out, batch -> plan.predict(workspace, m.rows(), batches[batch], 0, out, 0));
  }
}
