package lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;

/** One row times the weights of a layer, out x in: what a prediction of one row does. */
final class GemvWork {
  private static final int[][] LAYERS = {{128, 784}, {1024, 1024}, {10, 128}};

  /** The largest error of a weight of -1 … 1 in 16 or 8 bits; inputs are of -1 … 1 too. */
  private static final double HALF_STEP = 0x1p-8;

  private final OpenBlas blas;
  private final OnnxRuntime onnx;

  GemvWork(OpenBlas blas, OnnxRuntime onnx) {
    this.blas = blas;
    this.onnx = onnx;
  }

  List<CaseSource> cases() {
    List<CaseSource> cases = new ArrayList<>();
    for (int[] layer : LAYERS) {
      cases.add(() -> layer(layer[0], layer[1]));
    }
    return cases;
  }

  private Case layer(int out, int in) throws Exception {
    float[] x = Answers.random(3, in);
    float[] w = Answers.random(4, out * in);
    double[] expected = Answers.product(false, true, 1, out, in, x, w);
    PackedWeights packed = PackedWeights.of(Transpose.YES, in, out, w, 0, in);
    PackedWeights halves =
        PackedWeights.of(WeightPrecision.BFLOAT16, Transpose.YES, in, out, w, 0, in);
    PackedWeights bytes = PackedWeights.of(WeightPrecision.INT8, Transpose.YES, in, out, w, 0, in);
    float[] y = new float[out];
    float[] y16 = new float[out];
    float[] y8 = new float[out];
    float[] plain = new float[out];
    OnnxRuntime.Session session =
        onnx.open(
            new OnnxModel()
                .input("a", 1, in)
                .output("c", 1, out)
                .weights("w", w, out, in)
                .node("Gemm", "c", true, "a", "w"),
            Map.of("a", new long[] {1, in}),
            Map.of("c", new long[] {1, out}));
    session.buffer("a").put(0, x);
    MemorySegment nativeW = OpenBlas.copy(w);
    MemorySegment nativeX = OpenBlas.copy(x);
    MemorySegment nativeY = OpenBlas.copy(y);
    return new Case(
        "gemv " + out + "x" + in,
        "us",
        0,
        false,
        List.of(
            new Entrant(
                "lanewise",
                "prepacked",
                () -> Blas.sgemmPacked(1, x, 0, in, packed, y, 0, out),
                () -> Answers.check("lanewise", out, in, Answers.of(y), expected)),
            new Entrant(
                "lanewise",
                "prepacked, 16-bit weights",
                () -> Blas.sgemmPacked(1, x, 0, in, halves, y16, 0, out),
                () ->
                    Answers.check("lanewise bf16", out, HALF_STEP * in, Answers.of(y16), expected)),
            new Entrant(
                "lanewise",
                "prepacked, 8-bit weights",
                () -> Blas.sgemmPacked(1, x, 0, in, bytes, y8, 0, out),
                () ->
                    Answers.check("lanewise int8", out, HALF_STEP * in, Answers.of(y8), expected)),
            new Entrant(
                "lanewise",
                "sgemv",
                () -> Blas.sgemv(Transpose.NO, out, in, 1, w, 0, in, x, 0, 1, 0, plain, 0, 1),
                () -> Answers.check("lanewise", out, in, Answers.of(plain), expected)),
            new Entrant(
                "OpenBLAS",
                blas.core(),
                () -> blas.sgemv(false, out, in, nativeW, nativeX, nativeY),
                () -> Answers.check("OpenBLAS", out, in, Answers.of(nativeY), expected)),
            new Entrant(
                "ONNX Runtime",
                "Gemm, weights constant",
                session::run,
                () ->
                    Answers.check(
                        "ONNX Runtime", out, in, Answers.of(session.buffer("c")), expected))));
  }
}
