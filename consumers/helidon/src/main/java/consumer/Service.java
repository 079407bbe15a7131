package consumer;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Engine;

/**
 * One plan for all requests, each of which has a virtual thread; it is warm before the server
 * listens.
 */
public class Service {
  public static void main(String[] args) {
    WebServer.builder().port(8080).routing(Service::routing).build().start();
  }

  static void routing(HttpRouting.Builder routing) {
    InferencePlan plan = plan();
    routing
        .post(
            "/predict",
            (request, response) -> response.send(predict(plan, request.content().as(String.class))))
        .get(
            "/engine",
            (request, response) ->
                response.send("vectors of " + Engine.describe().vectorBits() + " bits"));
  }

  /** A real service loads its model: {@code InferencePlan.load(Path.of("digits.safetensors"))}. */
  private static InferencePlan plan() {
    Model model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2));
    for (Parameter parameter : model.parameters().values()) {
      Arrays.fill(parameter.values(), 0.5f);
    }
    InferencePlan plan = InferencePlan.of(model);
    plan.warmUp(1, Duration.ofSeconds(10));
    return plan;
  }

  private static String predict(InferencePlan plan, String line) {
    String[] fields = line.strip().split(",");
    float[] row = new float[fields.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.parseFloat(fields[i]);
    }
    float[] out = new float[plan.outputSize()];
    plan.predict(row, 0, out, 0);
    return IntStream.range(0, out.length)
        .mapToObj(i -> Float.toString(out[i]))
        .collect(Collectors.joining(","));
  }
}
