package lanewise.bench.compare.peer;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Elementwise;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Transposition;
import lanewise.bench.compare.Way;

/** What one writes without a library: loops over arrays, and the vector operators of the JDK. */
public final class PlainPeer implements Peer {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  /** Rows beyond which a call takes seconds. */
  private static final int LARGEST = 512;

  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Product p when p.m() <= LARGEST && THREADS == 1 ->
          List.of(Way.of("loops", () -> product(p)));
      case Elementwise e when THREADS == 1 && e.function() == Elementwise.Kind.SOFTMAX ->
          List.of(Way.of("Math", () -> math(e)));
      case Elementwise e when THREADS == 1 ->
          List.of(Way.of("Math", () -> math(e)), Way.of("vector operator", () -> vector(e)));
      case Reduction r when THREADS == 1 -> List.of(Way.of("loops", () -> reduction(r)));
      case Transposition t when THREADS == 1 -> List.of(Way.of("loops", () -> transposition(t)));
      default -> List.of();
    };
  }

  /** i-k-j, or dot products where B is transposed; the compiler vectorizes what it can. */
  private static Call product(Product p) {
    float[] a = p.a();
    float[] b = p.b();
    float[] c = new float[p.m() * p.n()];
    int rowA = p.transA() ? 1 : p.k();
    int termA = p.transA() ? p.m() : 1;
    return Call.into(
        c,
        p.transB()
            ? _ -> dots(p.m(), p.n(), p.k(), a, rowA, termA, b, c)
            : _ -> rows(p.m(), p.n(), p.k(), a, rowA, termA, b, c));
  }

  private static void rows(
      int m, int n, int k, float[] a, int rowA, int termA, float[] b, float[] c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        c[i * n + j] = 0;
      }
      for (int p = 0; p < k; p++) {
        float x = a[i * rowA + p * termA];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += x * b[p * n + j];
        }
      }
    }
  }

  private static void dots(
      int m, int n, int k, float[] a, int rowA, int termA, float[] b, float[] c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum += a[i * rowA + p * termA] * b[j * k + p];
        }
        c[i * n + j] = sum;
      }
    }
  }

  private static Call reduction(Reduction r) {
    float[] x = r.x();
    float[] y = r.y();
    int columns = r.columns();
    float[] out =
        new float
            [switch (r.kind()) {
              case ROWS -> r.rows();
              case COLUMNS -> columns;
              default -> 1;
            }];
    return Call.into(
        out,
        switch (r.kind()) {
          case SUM -> _ -> out[0] = sum(x, 0, x.length);
          case MAX -> _ -> out[0] = max(x);
          case DOT -> _ -> out[0] = dot(x, y);
          case NORM -> _ -> out[0] = (float) Math.sqrt(dot(x, x));
          case ROWS -> _ -> sumRows(x, columns, out);
          case COLUMNS -> _ -> sumColumns(x, columns, out);
        });
  }

  private static float sum(float[] x, int from, int to) {
    float sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum;
  }

  private static float max(float[] x) {
    float max = x[0];
    for (int i = 1; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  private static float dot(float[] x, float[] y) {
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void sumRows(float[] x, int columns, float[] out) {
    for (int row = 0; row < out.length; row++) {
      out[row] = sum(x, row * columns, (row + 1) * columns);
    }
  }

  private static void sumColumns(float[] x, int columns, float[] out) {
    Arrays.fill(out, 0);
    for (int from = 0; from < x.length; from += columns) {
      for (int j = 0; j < columns; j++) {
        out[j] += x[from + j];
      }
    }
  }

  private static Call transposition(Transposition t) {
    float[] x = t.x();
    float[] y = new float[x.length];
    return Call.into(y, _ -> transpose(t.rows(), t.columns(), x, y));
  }

  private static void transpose(int rows, int columns, float[] x, float[] y) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[j * rows + i] = x[i * columns + j];
      }
    }
  }

  private static Call math(Elementwise e) {
    float[] x = e.x();
    float[] y = new float[x.length];
    return Call.into(
        y,
        switch (e.function()) {
          case TANH -> _ -> map(x, y, Math::tanh);
          case SIGMOID -> _ -> map(x, y, v -> 1 / (1 + Math.exp(-v)));
          case EXP -> _ -> map(x, y, Math::exp);
          case SOFTMAX -> _ -> mathSoftmax(e.rows(), e.size(), x, y);
        });
  }

  private static void mathSoftmax(int rows, int size, float[] x, float[] y) {
    for (int from = 0; from < rows * size; from += size) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + size; i++) {
        max = Math.max(max, x[i]);
      }
      float sum = 0;
      for (int i = from; i < from + size; i++) {
        y[i] = (float) Math.exp(x[i] - max);
        sum += y[i];
      }
      for (int i = from; i < from + size; i++) {
        y[i] /= sum;
      }
    }
  }

  /** In a process there is one function only, so that the compiler inlines it. */
  private static void map(float[] x, float[] y, DoubleUnaryOperator function) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) function.applyAsDouble(x[i]);
    }
  }

  private static Call vector(Elementwise e) {
    float[] x = e.x();
    float[] y = new float[x.length];
    return Call.into(
        y,
        switch (e.function()) {
          case TANH -> _ -> vectorTanh(x, y);
          case SIGMOID -> _ -> vectorSigmoid(x, y);
          default -> _ -> vectorExp(x, y);
        });
  }

  private static void vectorExp(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector.fromArray(S, x, i).lanewise(VectorOperators.EXP).intoArray(y, i);
    }
  }

  private static void vectorTanh(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector.fromArray(S, x, i).lanewise(VectorOperators.TANH).intoArray(y, i);
    }
  }

  private static void vectorSigmoid(float[] x, float[] y) {
    FloatVector one = FloatVector.broadcast(S, 1);
    for (int i = 0; i < x.length; i += S.length()) {
      FloatVector e = FloatVector.fromArray(S, x, i).neg().lanewise(VectorOperators.EXP);
      one.div(e.add(one)).intoArray(y, i);
    }
  }
}
