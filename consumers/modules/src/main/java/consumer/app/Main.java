package consumer.app;

import java.util.Arrays;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Engine;

/** Prints a prediction and the width of the vectors, behind the name that its argument gives. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Model model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2));
    for (Parameter parameter : model.parameters().values()) {
      Arrays.fill(parameter.values(), 0.5f);
    }
    float[] out = new float[2];
    InferencePlan.of(model).predict(new float[] {1, 2, 3}, 0, out, 0);
    int bits = Engine.describe().vectorBits();
    if (!Arrays.equals(out, new float[] {7.5f, 7.5f}) || bits == 0) {
      throw new IllegalStateException(Arrays.toString(out) + ", vectors of " + bits + " bits");
    }
    System.out.println(args[0] + ": " + Arrays.toString(out) + ", vectors of " + bits + " bits");
  }
}
