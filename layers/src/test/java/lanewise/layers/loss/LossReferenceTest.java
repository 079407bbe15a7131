package lanewise.layers.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lanewise.layers.Near;
import lanewise.layers.ReferenceCases;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against PyTorch's values and gradients in double precision. */
final class LossReferenceTest {
  private static final List<String> GROUPS =
      List.of(
          "cross_entropy",
          "mse",
          "l1",
          "huber",
          "bce_with_logits",
          "bce",
          "multi_margin",
          "nll",
          "kl_div");

  record Case(String group, JsonCursor json) {
    @Override
    public String toString() {
      return group + " " + json.get("name").asString();
    }

    JsonCursor input(String name) {
      return json.get("inputs").get(name);
    }

    boolean hasInput(String name) {
      return json.get("inputs").find(name).isPresent();
    }

    float[] weights(String name) {
      return ReferenceCases.floats(input(name));
    }

    boolean has(String attribute) {
      return json.get("attrs").find(attribute).isPresent();
    }

    JsonCursor attribute(String name) {
      return json.get("attrs").get(name);
    }

    String reduction() {
      return attribute("reduction").asString();
    }

    SeparableLoss loss() {
      SeparableLoss loss =
          switch (group) {
            case "cross_entropy" -> crossEntropy();
            case "mse" -> MeanSquaredError.of();
            case "l1" -> MeanAbsoluteError.of();
            case "huber" -> Huber.of().withDelta(attribute("delta").asDouble());
            case "bce_with_logits" ->
                hasInput("pos_weight")
                    ? BinaryCrossEntropyWithLogits.of().withPositiveWeights(weights("pos_weight"))
                    : BinaryCrossEntropyWithLogits.of();
            case "bce" -> BinaryCrossEntropy.of();
            case "multi_margin" -> multiMargin();
            case "nll" -> negativeLogLikelihood();
            case "kl_div" ->
                has("log_target") ? KlDivergence.of().withLogTargets() : KlDivergence.of();
            default -> throw json.error("no loss for " + group);
          };
      return loss.withReduction(
          switch (reduction()) {
            case "mean" -> Reduction.MEAN;
            case "batchmean" -> Reduction.BATCH_MEAN;
            case "sum", "none" -> Reduction.SUM;
            default -> throw json.error("no reduction " + reduction());
          });
    }

    private SoftmaxCrossEntropy crossEntropy() {
      SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of();
      if (has("label_smoothing")) {
        loss = loss.withLabelSmoothing(attribute("label_smoothing").asDouble());
      }
      loss = loss.withIgnoredIndex(ignoredIndex());
      return hasInput("weight") ? loss.withClassWeights(weights("weight")) : loss;
    }

    /** PyTorch ignores -100 unless told otherwise. */
    private int ignoredIndex() {
      return has("ignore_index") ? attribute("ignore_index").asInt() : -100;
    }

    private MulticlassHinge multiMargin() {
      MulticlassHinge loss =
          MulticlassHinge.of()
              .withPower(attribute("p").asInt())
              .withMargin(attribute("margin").asDouble());
      return hasInput("weight") ? loss.withClassWeights(weights("weight")) : loss;
    }

    private NegativeLogLikelihood negativeLogLikelihood() {
      NegativeLogLikelihood loss = NegativeLogLikelihood.of();
      loss = loss.withIgnoredIndex(ignoredIndex());
      return hasInput("weight") ? loss.withClassWeights(weights("weight")) : loss;
    }

    Targets targets() {
      JsonCursor target = input("target");
      return ReferenceCases.shape(target).equals(ReferenceCases.shape(input("input")))
          ? Targets.ofValues(ReferenceCases.floats(target))
          : Targets.ofClasses(ReferenceCases.ints(target));
    }
  }

  static Stream<Case> cases() {
    return GROUPS.stream()
        .flatMap(group -> ReferenceCases.group(group).stream().map(json -> new Case(group, json)));
  }

  @Test
  void theGroupsAreThere() {
    assertThat(cases().count()).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(Case each) {
    JsonCursor input = each.input("input");
    Shape shape = ReferenceCases.shape(input);
    int rows = shape.dim(0);
    int size = shape.size() / rows;
    float[] x = ReferenceCases.floats(input);
    SeparableLoss loss = each.loss();
    float[] gradient = new float[x.length];
    double value = loss.evaluate(rows, size, x, each.targets(), gradient);
    double[] expected = ReferenceCases.doubles(each.json.get("output"));
    if (each.reduction().equals("none")) {
      float[] losses = new float[expected.length];
      loss.losses(rows, size, x, each.targets(), losses);
      Near.assertNear("losses", losses, expected);
      float[] dy = ReferenceCases.floats(each.json.get("dy"));
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= dy[(int) ((long) i * dy.length / gradient.length)];
      }
    } else {
      Near.assertNear("loss", value, expected[0]);
    }
    Near.assertNear(
        "gradient", gradient, ReferenceCases.doubles(each.json.get("grads").get("input")));
  }
}
