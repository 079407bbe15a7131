package lanewise.layers.inference;

/** The meaning of a model's outputs, determined by the kind of its last layer. */
enum Ending {
  /** Numbers whose softmax is a distribution over the classes. */
  LOGITS,
  /** The softmax itself. */
  PROBABILITIES,
  /** The logarithm of the softmax. */
  LOG_PROBABILITIES,
  /** Any other ending: one output, outputs in several dimensions, or a sigmoid for each. */
  OTHER;

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
