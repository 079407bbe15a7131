package lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.ops.AxisFunction;
import lanewise.tensor.ops.Unary;

/** Functions of a million floats, and the softmax of 64 rows of 1000. */
final class ElementwiseWork {
  private static final int COUNT = 1 << 20;
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private final OnnxRuntime onnx;

  ElementwiseWork(OnnxRuntime onnx) {
    this.onnx = onnx;
  }

  List<CaseSource> cases() {
    List<CaseSource> cases = new ArrayList<>();
    cases.add(() -> function("exp", "Exp", Math::exp, Unary.EXP::into, ElementwiseWork::jdkExp));
    cases.add(
        () -> function("tanh", "Tanh", Math::tanh, Unary.TANH::into, ElementwiseWork::jdkTanh));
    cases.add(
        () ->
            function(
                "sigmoid",
                "Sigmoid",
                x -> 1 / (1 + Math.exp(-x)),
                Unary.SIGMOID::into,
                ElementwiseWork::jdkSigmoid));
    cases.add(this::softmax);
    return cases;
  }

  private interface IntoOut {
    void run(Tensor x, Tensor out);
  }

  private interface IntoArray {
    void run(float[] x, float[] out);
  }

  private Case function(
      String name, String operator, DoubleUnaryOperator exact, IntoOut ours, IntoArray jdk)
      throws Exception {
    float[] x = Answers.random(5, COUNT);
    double[] expected = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] *= 4;
      // An error of a few units in the last place of the largest answer is allowed.
      expected[i] = exact.applyAsDouble(x[i]);
    }
    Tensor in = Tensor.wrap(x, Shape.of(COUNT));
    Tensor out = Tensor.zeros(COUNT);
    float[] jdkOut = new float[COUNT];
    OnnxRuntime.Session session =
        onnx.open(
            new OnnxModel().input("a", COUNT).output("c", COUNT).node(operator, "c", "a"),
            Map.of("a", new long[] {COUNT}),
            Map.of("c", new long[] {COUNT}));
    session.buffer("a").put(0, x);
    return new Case(
        name + " of 1Mi floats",
        "us",
        0,
        false,
        List.of(
            new Entrant(
                "lanewise",
                "into",
                () -> ours.run(in, out),
                () -> check("lanewise", Answers.of(out.storage()), expected)),
            new Entrant(
                "JDK lanewise",
                "vector operator",
                () -> jdk.run(x, jdkOut),
                () -> check("JDK", Answers.of(jdkOut), expected)),
            new Entrant(
                "ONNX Runtime",
                operator,
                session::run,
                () -> check("ONNX Runtime", Answers.of(session.buffer("c")), expected))));
  }

  private static void check(
      String who, java.util.function.IntToDoubleFunction output, double[] expected) {
    Answers.check(who, expected.length, 256, output, expected);
  }

  private static void jdkExp(float[] x, float[] out) {
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector.fromArray(S, x, i).lanewise(VectorOperators.EXP).intoArray(out, i);
    }
  }

  private static void jdkTanh(float[] x, float[] out) {
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector.fromArray(S, x, i).lanewise(VectorOperators.TANH).intoArray(out, i);
    }
  }

  private static void jdkSigmoid(float[] x, float[] out) {
    FloatVector one = FloatVector.broadcast(S, 1);
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector e = FloatVector.fromArray(S, x, i).neg().lanewise(VectorOperators.EXP);
      one.div(e.add(one)).intoArray(out, i);
    }
  }

  private Case softmax() throws Exception {
    int rows = 64;
    int size = 1000;
    float[] x = Answers.random(6, rows * size);
    double[] expected = new double[rows * size];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += Math.exp(x[r * size + j]);
      }
      for (int j = 0; j < size; j++) {
        expected[r * size + j] = Math.exp(x[r * size + j]) / sum;
      }
    }
    Tensor in = Tensor.wrap(x, Shape.of(rows, size));
    Tensor out = Tensor.zeros(rows, size);
    OnnxRuntime.Session session =
        onnx.open(
            new OnnxModel()
                .input("a", rows, size)
                .output("c", rows, size)
                .node("Softmax", "c", "a"),
            Map.of("a", new long[] {rows, size}),
            Map.of("c", new long[] {rows, size}));
    session.buffer("a").put(0, x);
    return new Case(
        "softmax 64x1000",
        "us",
        0,
        false,
        List.of(
            new Entrant(
                "lanewise",
                "into",
                () -> AxisFunction.SOFTMAX.into(in, out, 1),
                () ->
                    Answers.check(
                        "lanewise", expected.length, 4, Answers.of(out.storage()), expected)),
            new Entrant(
                "ONNX Runtime",
                "Softmax",
                session::run,
                () ->
                    Answers.check(
                        "ONNX Runtime",
                        expected.length,
                        4,
                        Answers.of(session.buffer("c")),
                        expected))));
  }
}
