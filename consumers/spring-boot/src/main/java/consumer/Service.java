package consumer;

import java.time.Duration;
import java.util.Arrays;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Engine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One plan for all requests; it is warm before the server listens. */
@SpringBootApplication
public class Service {
  public static void main(String[] args) {
    SpringApplication.run(Service.class, args);
  }

  /** A real service loads its model: {@code InferencePlan.load(Path.of("digits.safetensors"))}. */
  @Bean
  InferencePlan plan() {
    Model model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2));
    for (Parameter parameter : model.parameters().values()) {
      Arrays.fill(parameter.values(), 0.5f);
    }
    InferencePlan plan = InferencePlan.of(model);
    plan.warmUp(1, Duration.ofSeconds(10));
    return plan;
  }

  @RestController
  record Predictions(InferencePlan plan) {
    @PostMapping("/predict")
    float[] predict(@RequestBody float[] row) {
      float[] out = new float[plan.outputSize()];
      plan.predict(row, 0, out, 0);
      return out;
    }

    @GetMapping("/engine")
    String engine() {
      return "vectors of " + Engine.describe().vectorBits() + " bits";
    }
  }
}
