package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of the kernels is a constant here, and all forms of it compute it. */
class OperationsTest {
  private static final int N = 5;
  private static final float[] X = {0.5f, -1.5f, 2, -0f, 3.25f};
  private static final float[] Y = {1.5f, -1.5f, -2, 2, 0.75f};

  private static Tensor tensor(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static float[] twos() {
    float[] twos = new float[N];
    Arrays.fill(twos, 2);
    return twos;
  }

  @Test
  void everyOperationOfTheKernelsIsPublic() {
    assertThat(Stream.of(Unary.values()).map(Enum::name))
        .containsExactlyElementsOf(Stream.of(UnaryOp.values()).map(Enum::name).toList());
    assertThat(Stream.of(Binary.values()).map(Enum::name))
        .containsExactlyElementsOf(Stream.of(BinaryOp.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void unary(Unary op) {
    float[] expected = new float[N];
    ElementwiseVariants.KERNEL.unary(UnaryOp.valueOf(op.name()), N, X, 0, expected, 0);
    Tensor out = Tensor.zeros(N);
    op.into(tensor(X), out);
    Tensor changed = tensor(X);
    op.inPlace(changed);
    float[] array = new float[N];
    op.into(N, X, 0, array, 0);
    assertThat(op.of(tensor(X)).toArray()).isEqualTo(expected);
    assertThat(out.toArray()).isEqualTo(expected);
    assertThat(changed.toArray()).isEqualTo(expected);
    assertThat(array).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void binary(Binary op) {
    BinaryOp code = BinaryOp.valueOf(op.name());
    float[] expected = new float[N];
    ElementwiseVariants.KERNEL.binary(code, N, X, 0, Y, 0, expected, 0);
    Tensor out = Tensor.zeros(N);
    op.into(tensor(X), tensor(Y), out);
    Tensor changed = tensor(X);
    op.inPlace(changed, tensor(Y));
    float[] array = new float[N];
    op.into(N, X, 0, Y, 0, array, 0);
    assertThat(op.of(tensor(X), tensor(Y)).toArray()).isEqualTo(expected);
    assertThat(out.toArray()).isEqualTo(expected);
    assertThat(changed.toArray()).isEqualTo(expected);
    assertThat(array).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void binaryWithANumberOnTheRight(Binary op) {
    float[] expected = op.of(tensor(X), tensor(twos())).toArray();
    Tensor out = Tensor.zeros(N);
    op.into(tensor(X), 2, out);
    Tensor changed = tensor(X);
    op.inPlace(changed, 2);
    float[] array = new float[N];
    op.into(N, X, 0, 2, array, 0);
    assertThat(op.of(tensor(X), 2).toArray()).isEqualTo(expected);
    assertThat(out.toArray()).isEqualTo(expected);
    assertThat(changed.toArray()).isEqualTo(expected);
    assertThat(array).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void binaryWithANumberOnTheLeft(Binary op) {
    float[] expected = op.of(tensor(twos()), tensor(Y)).toArray();
    Tensor out = Tensor.zeros(N);
    op.into(2, tensor(Y), out);
    Tensor changed = tensor(Y);
    op.inPlace(2, changed);
    float[] array = new float[N];
    op.into(N, 2, Y, 0, array, 0);
    assertThat(op.of(2, tensor(Y)).toArray()).isEqualTo(expected);
    assertThat(out.toArray()).isEqualTo(expected);
    assertThat(changed.toArray()).isEqualTo(expected);
    assertThat(array).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void ternary(Ternary op) {
    Tensor x = tensor(X);
    Tensor y = tensor(Y);
    Tensor two = tensor(twos());
    float[] array = new float[N];
    op.into(N, X, 0, Y, 0, X, 0, array, 0);
    assertThat(op.of(x, y, x).toArray()).isEqualTo(array);
    assertThat(op.of(x, 2, y)).satisfies(z -> sameAs(z, op.of(x, two, y)));
    assertThat(op.of(x, y, 2)).satisfies(z -> sameAs(z, op.of(x, y, two)));
    assertThat(op.of(x, 2, 2)).satisfies(z -> sameAs(z, op.of(x, two, two)));
    Tensor out = Tensor.zeros(N);
    op.into(x, 2, y, out);
    sameAs(out, op.of(x, two, y));
    Tensor changed = x.copy();
    op.inPlace(changed, y, 2);
    sameAs(changed, op.of(x, y, two));
  }

  private static void sameAs(Tensor actual, Tensor expected) {
    assertThat(actual.toArray()).isEqualTo(expected.toArray());
  }

  @Test
  void theCommonOperationsAreThoseOfTheirNames() {
    Tensor x = tensor(X);
    Tensor y = tensor(Y);
    sameAs(TensorMath.add(x, y), Binary.ADD.of(x, y));
    sameAs(TensorMath.add(x, 2), Binary.ADD.of(x, 2));
    sameAs(TensorMath.sub(x, y), Binary.SUB.of(x, y));
    sameAs(TensorMath.sub(x, 2), Binary.SUB.of(x, 2));
    sameAs(TensorMath.mul(x, y), Binary.MUL.of(x, y));
    sameAs(TensorMath.mul(x, 2), Binary.MUL.of(x, 2));
    sameAs(TensorMath.div(x, y), Binary.DIV.of(x, y));
    sameAs(TensorMath.div(x, 2), Binary.DIV.of(x, 2));
    sameAs(TensorMath.pow(x, 2), Binary.POW.of(x, 2));
    sameAs(TensorMath.minimum(x, y), Binary.MIN.of(x, y));
    sameAs(TensorMath.maximum(x, y), Binary.MAX.of(x, y));
    sameAs(TensorMath.where(x, y, x), Ternary.WHERE.of(x, y, x));
    sameAs(TensorMath.clip(x, -1, 1), tensor(0.5f, -1, 1, -0f, 1));
    sameAs(TensorMath.neg(x), Unary.NEG.of(x));
    sameAs(TensorMath.abs(x), Unary.ABS.of(x));
    sameAs(TensorMath.square(x), Unary.SQUARE.of(x));
    sameAs(TensorMath.sqrt(x), Unary.SQRT.of(x));
    sameAs(TensorMath.exp(x), Unary.EXP.of(x));
    sameAs(TensorMath.log(x), Unary.LOG.of(x));
    sameAs(TensorMath.sin(x), Unary.SIN.of(x));
    sameAs(TensorMath.cos(x), Unary.COS.of(x));
    sameAs(TensorMath.tanh(x), Unary.TANH.of(x));
    sameAs(TensorMath.sigmoid(x), Unary.SIGMOID.of(x));
    sameAs(TensorMath.relu(x), Unary.RELU.of(x));
    sameAs(TensorMath.gelu(x), Unary.GELU.of(x));
    sameAs(TensorMath.sum(x, 0), Reduce.SUM.of(x));
    sameAs(TensorMath.mean(x, 0), Reduce.MEAN.of(x));
    sameAs(TensorMath.var(x, 0), Reduce.VAR.of(x));
    sameAs(TensorMath.std(x, 0), Reduce.STD.of(x));
    sameAs(TensorMath.min(x, 0), tensor(-1.5f).reshape());
    sameAs(TensorMath.max(x, 0), tensor(3.25f).reshape());
    sameAs(TensorMath.argMin(x, 0), tensor(1).reshape());
    sameAs(TensorMath.argMax(x, 0), tensor(4).reshape());
    sameAs(TensorMath.norm(x), Reduce.NORM_2.of(x));
    sameAs(TensorMath.softmax(x, 0), AxisFunction.SOFTMAX.of(x, 0));
    sameAs(TensorMath.logSoftmax(x, -1), AxisFunction.LOG_SOFTMAX.of(x, 0));
  }
}
