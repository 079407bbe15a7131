package consumer;

import java.time.Duration;
import java.util.Arrays;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.layers.serving.LatencyBudget;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void aRowKeepsItsBudget() {
    Model model = Sequential.of(64, Dense.of(64, 128), Relu.of(), Dense.of(128, 10));
    for (Parameter parameter : model.parameters().values()) {
      Arrays.fill(parameter.values(), 0.01f);
    }
    InferencePlan plan = InferencePlan.of(model);
    float[] row = new float[64];
    float[] out = new float[10];
    System.out.println(
        LatencyBudget.of(() -> plan.predict(row, 0, out, 0))
            .calls(20_000)
            .p50(Duration.ofMillis(1))
            .bytesPerCall(0)
            .requireVectors()
            .check());
  }
}
