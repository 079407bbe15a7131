package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The printed form, against what NumPy 2.4 prints for the same float32 array. */
class TensorTextTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static Tensor vector(float... values) {
    return Tensor.wrap(values, Shape.of(values.length));
  }

  static Stream<Arguments> printsAsNumpy() {
    return Stream.of(
        Arguments.of(
            Tensors.scalar(1.5f),
            """
            1.5\
            """),
        Arguments.of(
            Tensors.arange(6).reshape(2, 3),
            """
            [[0. 1. 2.]
             [3. 4. 5.]]\
            """),
        Arguments.of(
            vector(1.5f, 2.25f, -3),
            """
            [ 1.5   2.25 -3.  ]\
            """),
        Arguments.of(
            vector(NAN, 1, INF, -INF),
            """
            [ nan   1.  inf -inf]\
            """),
        Arguments.of(
            vector(NAN),
            """
            [nan]\
            """),
        Arguments.of(
            vector(1e10f, INF, -INF, NAN),
            """
            [1.e+10    inf   -inf    nan]\
            """),
        Arguments.of(
            vector(1e-4f),
            """
            [0.0001]\
            """),
        Arguments.of(
            vector(1e-5f, 1.5f),
            """
            [1.0e-05 1.5e+00]\
            """),
        Arguments.of(
            vector(1e-5f, 1.2345678e-4f),
            """
            [9.9999997e-06 1.2345678e-04]\
            """),
        Arguments.of(
            vector(-1e-5f, NAN, 0, -0.0f),
            """
            [-1.e-05     nan  0.e+00 -0.e+00]\
            """),
        Arguments.of(
            vector(0.1f, 0.2f, 1 / 3f, 100 / 3f),
            """
            [ 0.1         0.2         0.33333334 33.333332  ]\
            """),
        Arguments.of(
            vector(999_999, 1000),
            """
            [999999.   1000.]\
            """),
        Arguments.of(
            vector(1e6f, 2),
            """
            [1.e+06 2.e+00]\
            """),
        Arguments.of(
            vector(Float.MAX_VALUE),
            """
            [3.4028235e+38]\
            """),
        Arguments.of(
            Tensors.arange(24).reshape(2, 3, 4),
            """
            [[[ 0.  1.  2.  3.]
              [ 4.  5.  6.  7.]
              [ 8.  9. 10. 11.]]

             [[12. 13. 14. 15.]
              [16. 17. 18. 19.]
              [20. 21. 22. 23.]]]\
            """),
        Arguments.of(
            Tensors.arange(40),
            """
            [ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11. 12. 13. 14. 15. 16. 17.
             18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29. 30. 31. 32. 33. 34. 35.
             36. 37. 38. 39.]\
            """),
        Arguments.of(
            Tensors.arange(1001),
            """
            [   0.    1.    2. ...  998.  999. 1000.]\
            """),
        Arguments.of(
            Tensors.arange(10_000).reshape(100, 100),
            """
            [[0.000e+00 1.000e+00 2.000e+00 ... 9.700e+01 9.800e+01 9.900e+01]
             [1.000e+02 1.010e+02 1.020e+02 ... 1.970e+02 1.980e+02 1.990e+02]
             [2.000e+02 2.010e+02 2.020e+02 ... 2.970e+02 2.980e+02 2.990e+02]
             ...
             [9.700e+03 9.701e+03 9.702e+03 ... 9.797e+03 9.798e+03 9.799e+03]
             [9.800e+03 9.801e+03 9.802e+03 ... 9.897e+03 9.898e+03 9.899e+03]
             [9.900e+03 9.901e+03 9.902e+03 ... 9.997e+03 9.998e+03 9.999e+03]]\
            """),
        Arguments.of(
            Tensors.arange(2400).reshape(2, 3, 400).flip(),
            """
            [[[2.399e+03 2.398e+03 2.397e+03 ... 2.002e+03 2.001e+03 2.000e+03]
              [1.999e+03 1.998e+03 1.997e+03 ... 1.602e+03 1.601e+03 1.600e+03]
              [1.599e+03 1.598e+03 1.597e+03 ... 1.202e+03 1.201e+03 1.200e+03]]

             [[1.199e+03 1.198e+03 1.197e+03 ... 8.020e+02 8.010e+02 8.000e+02]
              [7.990e+02 7.980e+02 7.970e+02 ... 4.020e+02 4.010e+02 4.000e+02]
              [3.990e+02 3.980e+02 3.970e+02 ... 2.000e+00 1.000e+00 0.000e+00]]]\
            """));
  }

  @ParameterizedTest
  @MethodSource
  void printsAsNumpy(Tensor tensor, String expected) {
    assertThat(tensor.toString()).isEqualTo(expected);
  }

  @Test
  void emptyTensorsTellTheirShape() {
    assertThat(Tensor.zeros(0)).hasToString("[]");
    assertThat(Tensor.zeros(0, 3)).hasToString("[] of shape [0, 3]");
  }

  @Test
  void aLargeTensorIsNotReadAsAWhole() {
    Tensor huge = Tensors.scalar(2).broadcastTo(Integer.MAX_VALUE);
    assertThat(huge).hasToString("[2. 2. 2. ... 2. 2. 2.]");
  }
}
