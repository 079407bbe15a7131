package lanewise.layers.inference;

import lanewise.layers.InferenceStep;
import lanewise.layers.Model;

/** What the outputs of a model mean, as its last layer tells. */
enum Ending {
  /** Numbers whose softmax is a distribution over the classes. */
  LOGITS,
  /** The softmax itself. */
  PROBABILITIES,
  /** The logarithm of the softmax. */
  LOG_PROBABILITIES,
  /** Something else: one output, outputs in several dimensions, or a sigmoid for each. */
  OTHER;

  static Ending of(Model compiled) {
    InferenceStep last = compiled.inferenceSteps().getLast();
    if (last.output().rank() != 1 || last.output().size() < 2) {
      return OTHER;
    }
    return switch (last.lastKind()) {
      case "softmax" -> PROBABILITIES;
      case "log-softmax" -> LOG_PROBABILITIES;
      case "sigmoid", "log-sigmoid", "hard-sigmoid" -> OTHER;
      default -> LOGITS;
    };
  }
}
