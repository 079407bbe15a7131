package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Workers;
import lanewise.training.ReferenceCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimizers take the steps that PyTorch takes in double precision, whatever the settings. */
final class OptimizerReferenceTest {
  /** A case with the parameters and gradients of its file. */
  record Case(JsonCursor inputs, JsonCursor steps) {
    @Override
    public String toString() {
      return steps.get("name").asString();
    }
  }

  static Stream<Case> cases() {
    return ReferenceCases.files().stream()
        .flatMap(
            file -> {
              JsonCursor inputs = file.get("optimizer_inputs").elements().getFirst();
              return file.get("optimizer").elements().stream()
                  .map(steps -> new Case(inputs, steps));
            });
  }

  /** The attributes of a case by PyTorch's names; each must be asked for. */
  private static final class Attrs {
    private final JsonCursor attrs;
    private final Set<String> unused;

    Attrs(JsonCursor attrs) {
      this.attrs = attrs;
      this.unused = new TreeSet<>(attrs.members().keySet());
    }

    double number(String name, double other) {
      unused.remove(name);
      return attrs.find(name).map(JsonCursor::asDouble).orElse(other);
    }

    boolean flag(String name) {
      unused.remove(name);
      return attrs.find(name).map(JsonCursor::asBoolean).orElse(false);
    }

    double beta(int index, double other) {
      unused.remove("betas");
      return attrs.find("betas").map(betas -> betas.at(index).asDouble()).orElse(other);
    }
  }

  /** The optimizer of a case, with PyTorch's defaults for what it does not say. */
  private static Optimizer optimizerOf(JsonCursor each) {
    Attrs attrs = new Attrs(each.get("attrs"));
    Optimizer optimizer = optimizerOf(each.get("algorithm").asString(), attrs);
    assertThat(attrs.unused).as("attributes that mean nothing here").isEmpty();
    return optimizer;
  }

  private static Optimizer optimizerOf(String algorithm, Attrs attrs) {
    return switch (algorithm) {
      case "SGD" ->
          new Sgd(
              attrs.number("lr", 1e-3),
              attrs.number("momentum", 0),
              attrs.number("dampening", 0),
              attrs.flag("nesterov"),
              attrs.number("weight_decay", 0));
      case "Adam" ->
          new Adam(
              attrs.number("lr", 1e-3),
              attrs.beta(0, 0.9),
              attrs.beta(1, 0.999),
              attrs.number("eps", 1e-8),
              attrs.number("weight_decay", 0),
              attrs.flag("amsgrad"));
      case "AdamW" ->
          new AdamW(
              attrs.number("lr", 1e-3),
              attrs.beta(0, 0.9),
              attrs.beta(1, 0.999),
              attrs.number("eps", 1e-8),
              attrs.number("weight_decay", 1e-2),
              attrs.flag("amsgrad"));
      case "NAdam" ->
          new NAdam(
              attrs.number("lr", 2e-3),
              attrs.beta(0, 0.9),
              attrs.beta(1, 0.999),
              attrs.number("eps", 1e-8),
              attrs.number("momentum_decay", 4e-3),
              attrs.number("weight_decay", 0),
              attrs.flag("decoupled_weight_decay"));
      case "RMSprop" ->
          new RmsProp(
              attrs.number("lr", 1e-2),
              attrs.number("alpha", 0.99),
              attrs.number("eps", 1e-8),
              attrs.number("momentum", 0),
              attrs.flag("centered"),
              attrs.number("weight_decay", 0));
      case "Adagrad" ->
          new Adagrad(
              attrs.number("lr", 1e-2),
              attrs.number("lr_decay", 0),
              attrs.number("initial_accumulator_value", 0),
              attrs.number("eps", 1e-10),
              attrs.number("weight_decay", 0));
      case "Adadelta" ->
          new Adadelta(
              attrs.number("lr", 1),
              attrs.number("rho", 0.9),
              attrs.number("eps", 1e-6),
              attrs.number("weight_decay", 0));
      case "Lion" ->
          new Lion(
              attrs.number("lr", 1e-4),
              attrs.beta(0, 0.9),
              attrs.beta(1, 0.99),
              attrs.number("weight_decay", 0));
      default -> throw new IllegalArgumentException("no optimizer is called " + algorithm);
    };
  }

  /** A model with 6 and 4 weights: only their number matters to an optimizer, not their shape. */
  private static Model modelOf(JsonCursor tensors) {
    Dense first = Dense.of(3, 2);
    Dense second = Dense.of(2, 2);
    float[] six = ReferenceCases.floats(tensors.at(0));
    float[] four = ReferenceCases.floats(tensors.at(1));
    System.arraycopy(six, 0, first.weight().values(), 0, 6);
    System.arraycopy(four, 0, second.weight().values(), 0, 4);
    return Sequential.of(3, first, second);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesTheStepsOfPyTorch(Case each) {
    Model model = modelOf(each.inputs.get("params"));
    List<Parameter> parameters = List.copyOf(model.parameters().values());
    WeightUpdates updates = WeightUpdates.of(optimizerOf(each.steps), model);
    List<JsonCursor> steps = each.steps.get("steps").elements();
    for (int s = 0; s < steps.size(); s++) {
      List<float[]> gradients = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        gradients.add(ReferenceCases.floats(each.inputs.get("grads").at(s).at(p)));
        gradients.add(new float[parameters.get(2 * p + 1).values().length]);
      }
      updates.step(gradients, 1, Workers.caller());
      for (int p = 0; p < 2; p++) {
        assertNear(
            "step %d, parameter %d".formatted(s + 1, p),
            parameters.get(2 * p).values(),
            ReferenceCases.doubles(steps.get(s).at(p)));
        assertThat(parameters.get(2 * p + 1).values()).as("bias").containsOnly(0);
      }
    }
    assertThat(steps).hasSize(10);
    assertThat(updates.steps()).isEqualTo(10);
  }

  private static void assertNear(String what, float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-6 + 1e-5 * Math.abs(expected[i]);
      assertThat((double) actual[i])
          .as("%s[%s]", what, i)
          .isBetween(expected[i] - tolerance, expected[i] + tolerance);
    }
  }

  @Test
  void thereAreCasesOfEveryAlgorithmOfPyTorch() {
    assertThat(cases().map(each -> each.steps.get("algorithm").asString()).distinct())
        .contains("SGD", "Adam", "AdamW", "NAdam", "RMSprop", "Adagrad", "Adadelta");
  }
}
