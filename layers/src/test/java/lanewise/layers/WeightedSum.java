package lanewise.layers;

import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/** The outputs times the targets, summed up: its gradient is the targets. */
public record WeightedSum() implements Loss {
  @Override
  public double evaluate(
      int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput) {
    double sum = 0;
    for (int i = 0; i < rows * size; i++) {
      sum += (double) output[i] * targets.values()[i];
    }
    if (gradOutput != null) {
      System.arraycopy(targets.values(), 0, gradOutput, 0, rows * size);
    }
    return sum;
  }

  @Override
  public double reference(int rows, int size, double[] output, Targets targets) {
    double sum = 0;
    for (int i = 0; i < rows * size; i++) {
      sum += output[i] * targets.values()[i];
    }
    return sum;
  }
}
