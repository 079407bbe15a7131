package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;

/** Plans with made-up weights, rows for them, and what a plan answers to each row alone. */
public final class Plans {
  private Plans() {}

  /** Dense layers of these widths with ReLUs between them. */
  public static InferencePlan mlp(long seed, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        layers.add(Relu.of());
      }
      Dense dense = Dense.of(widths[i - 1], widths[i]);
      float[] weights = gaussians(seed + i, widths[i - 1] * widths[i]);
      System.arraycopy(weights, 0, dense.weight().values(), 0, weights.length);
      System.arraycopy(
          gaussians(seed + 100 + i, widths[i]), 0, dense.bias().values(), 0, widths[i]);
      layers.add(dense);
    }
    return InferencePlan.of(Sequential.of(Shape.of(widths[0]), layers));
  }

  public static float[] gaussians(long seed, int count) {
    RandomStream random = RandomStream.of(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The answers to rows that lie one after the other, each computed alone. */
  public static float[][] answers(InferencePlan plan, float[] rows) {
    float[][] answers = new float[rows.length / plan.inputSize()][plan.outputSize()];
    for (int row = 0; row < answers.length; row++) {
      plan.predict(rows, row * plan.inputSize(), answers[row], 0);
    }
    return answers;
  }
}
