package lanewise.layers.inference;

import lanewise.layers.file.Task;

/**
 * What is to be done with a model's outputs: its task says so, or else the kind of its last layer.
 */
enum Ending {
  /** Numbers whose softmax is a distribution over the classes. */
  LOGITS,
  /** The softmax itself. */
  PROBABILITIES,
  /** The logarithm of the softmax. */
  LOG_PROBABILITIES,
  /** Numbers whose sigmoid is the probability of a label, each on its own. */
  LABELS,
  /** Numbers in the units of the data. */
  NUMBERS,
  /** Any other ending: one output, outputs in several dimensions, or a sigmoid for each. */
  OTHER;

  static Ending of(Task task) {
    return switch (task) {
      case Task.Classification _ -> LOGITS;
      case Task.MultiLabel _ -> LABELS;
      case Task.Regression _ -> NUMBERS;
    };
  }

  static Ending of(Program program) {
    if (program.nodes().isEmpty()) {
      return OTHER; // the output is the input
    }
    Program.Node last = program.nodes().getLast();
    if (last.output().rank() != 1 || last.output().size() < 2) {
      return OTHER;
    }
    // A softmax whose several rows are flattened later is no distribution over the outputs.
    boolean oneRow = last.inputs().getFirst().rank() == 1;
    return switch (last.step().kinds().getLast()) {
      case "softmax" -> oneRow ? PROBABILITIES : OTHER;
      case "log-softmax" -> oneRow ? LOG_PROBABILITIES : OTHER;
      case "sigmoid", "log-sigmoid", "hard-sigmoid" -> OTHER;
      default -> LOGITS;
    };
  }
}
