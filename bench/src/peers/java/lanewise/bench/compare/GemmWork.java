package lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.tensor.Workers;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;

/**
 * Matrix products: squares on the fly, plain and transposed, layers with packed weights, and two
 * threads.
 */
final class GemmWork {
  private static final int[] SQUARES = {8, 16, 32, 64, 128, 256, 512, 1024, 2048};
  private static final int[] QUICK_SQUARES = {8, 16, 32, 64, 128, 256, 512};
  private static final int[] ROWS = {32, 64, 128, 256};
  private static final int[][] LAYERS = {{128, 784}, {256, 784}, {1000, 1024}, {10, 128}};

  private final OpenBlas blas;
  private final OnnxRuntime onnx;

  GemmWork(OpenBlas blas, OnnxRuntime onnx) {
    this.blas = blas;
    this.onnx = onnx;
  }

  /** A case is made when its turn comes, so that its arrays do not stay. */
  List<CaseSource> cases(boolean quick) {
    List<CaseSource> cases = new ArrayList<>();
    for (int n : quick ? QUICK_SQUARES : SQUARES) {
      cases.add(() -> square("square " + n, n, false, false));
    }
    for (int n : quick ? QUICK_SQUARES : SQUARES) {
      cases.add(() -> square("square A^T " + n, n, true, false));
      cases.add(() -> square("square B^T " + n, n, false, true));
    }
    for (int[] layer : LAYERS) {
      for (int rows : ROWS) {
        cases.add(() -> layer(rows, layer[0], layer[1]));
      }
    }
    cases.add(() -> twoThreads(1024));
    return cases;
  }

  private Case square(String name, int n, boolean ta, boolean tb) throws Exception {
    float[] a = Answers.random(1, n * n);
    float[] b = Answers.random(2, n * n);
    double[] expected = Answers.product(ta, tb, n, n, n, a, b);
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(ours(n, n, n, ta, tb, a, b, expected));
    entrants.add(openBlas(n, n, n, ta, tb, a, b, expected));
    if (!ta && !tb) {
      OnnxRuntime.Session session =
          onnx.open(
              new OnnxModel()
                  .input("a", n, n)
                  .input("b", n, n)
                  .output("c", n, n)
                  .node("MatMul", "c", "a", "b"),
              Map.of("a", new long[] {n, n}, "b", new long[] {n, n}),
              Map.of("c", new long[] {n, n}));
      session.buffer("a").put(0, a);
      session.buffer("b").put(0, b);
      entrants.add(onnxEntrant(session, "MatMul", n * n, n, expected));
    }
    return new Case(name, "GFLOP/s", 2.0 * n * n * n, true, entrants);
  }

  private static Entrant ours(
      int m, int n, int k, boolean ta, boolean tb, float[] a, float[] b, double[] expected) {
    float[] c = new float[m * n];
    Transpose transA = ta ? Transpose.YES : Transpose.NO;
    Transpose transB = tb ? Transpose.YES : Transpose.NO;
    int lda = ta ? m : k;
    int ldb = tb ? k : n;
    return new Entrant(
        "lanewise",
        "on the fly",
        () -> Blas.sgemm(transA, transB, m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n),
        () -> Answers.check("lanewise", m * n, k, Answers.of(c), expected));
  }

  private Entrant openBlas(
      int m, int n, int k, boolean ta, boolean tb, float[] a, float[] b, double[] expected) {
    MemorySegment nativeA = OpenBlas.copy(a);
    MemorySegment nativeB = OpenBlas.copy(b);
    MemorySegment c = OpenBlas.copy(new float[m * n]);
    return new Entrant(
        "OpenBLAS",
        blas.core(),
        () -> blas.sgemm(ta, tb, m, n, k, nativeA, ta ? m : k, nativeB, tb ? k : n, c),
        () -> Answers.check("OpenBLAS", m * n, k, Answers.of(c), expected));
  }

  private static Entrant onnxEntrant(
      OnnxRuntime.Session session, String variant, int count, int k, double[] expected) {
    return new Entrant(
        "ONNX Runtime",
        variant,
        session::run,
        () -> Answers.check("ONNX Runtime", count, k, Answers.of(session.buffer("c")), expected));
  }

  private Case layer(int rows, int out, int in) throws Exception {
    float[] x = Answers.random(3, rows * in);
    float[] w = Answers.random(4, out * in);
    double[] expected = Answers.product(false, true, rows, out, in, x, w);
    PackedWeights packed = PackedWeights.of(Transpose.YES, in, out, w, 0, in);
    float[] c = new float[rows * out];
    OnnxRuntime.Session session =
        onnx.open(
            new OnnxModel()
                .input("a", rows, in)
                .output("c", rows, out)
                .weights("w", w, out, in)
                .node("Gemm", "c", true, "a", "w"),
            Map.of("a", new long[] {rows, in}),
            Map.of("c", new long[] {rows, out}));
    session.buffer("a").put(0, x);
    List<Entrant> entrants =
        List.of(
            new Entrant(
                "lanewise",
                "prepacked",
                () -> Blas.sgemmPacked(rows, x, 0, in, packed, c, 0, out),
                () -> Answers.check("lanewise", rows * out, in, Answers.of(c), expected)),
            openBlas(rows, out, in, false, true, x, w, expected),
            onnxEntrant(session, "Gemm, weights constant", rows * out, in, expected));
    return new Case(
        "layer " + rows + " x " + out + "x" + in, "GFLOP/s", 2.0 * rows * out * in, true, entrants);
  }

  /** Ours against ours: what a second thread brings. */
  private static Case twoThreads(int n) {
    float[] a = Answers.random(1, n * n);
    float[] b = Answers.random(2, n * n);
    float[] c = new float[n * n];
    double[] expected = Answers.product(false, false, n, n, n, a, b);
    Workers two = Workers.of(2);
    Entrant.Work check = () -> Answers.check("lanewise", n * n, n, Answers.of(c), expected);
    return new Case(
        "two threads " + n,
        "GFLOP/s",
        2.0 * n * n * n,
        false,
        List.of(
            new Entrant(
                "lanewise",
                "two threads",
                () ->
                    Blas.sgemm(
                        two, Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n),
                check),
            new Entrant(
                "one thread",
                "lanewise, on the fly",
                () ->
                    Blas.sgemm(
                        Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n),
                check)));
  }
}
