package lanewise.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Tally;

/** The buffers of repeated evaluations of one model on the same rows. */
final class Evaluator {
  private static final int CHUNK = 256;

  private final Model model;
  private final RowSource source;
  private final Pass pass;
  private final Targets targets;
  private final int outputs;
  private final int chunk;

  Evaluator(Model model, RowSource source, Workers workers) {
    source.format().requireFits("evaluate", model);
    int chunk = Math.min(CHUNK, source.rows());
    this.model = model;
    this.source = source;
    this.pass = model.inferencePass(chunk, workers);
    this.targets = source.format().newTargets(chunk);
    this.outputs = model.outputShape().size();
    this.chunk = chunk;
  }

  int rows() {
    return source.rows();
  }

  Tally begin(Metric metric) {
    return metric.begin(outputs);
  }

  /** Runs the model over all rows. */
  void run(List<Tally> tallies) {
    run(tallies, () -> false, forward -> {});
  }

  /**
   * Runs the model over all rows. Checks before every chunk except the first whether to stop.
   *
   * @param observer receives the pass after each forward
   * @return true if all rows were evaluated, false if the evaluation was stopped
   */
  boolean run(List<Tally> tallies, BooleanSupplier stop, Consumer<Pass> observer) {
    try (RowReader reader = source.reader()) {
      for (int done = 0; done < source.rows(); done += chunk) {
        if (done > 0 && stop.getAsBoolean()) {
          return false;
        }
        int count = forward(reader, done);
        for (Tally tally : tallies) {
          tally.add(count, pass.output(), targets);
        }
        observer.accept(pass);
      }
    }
    return true;
  }

  /** Runs the model over the next rows, and returns their number. */
  private int forward(RowReader reader, int done) {
    int count = reader.read(0, chunk, pass.input(), targets);
    if (count < Math.min(chunk, source.rows() - done)) {
      throw new IllegalStateException(
          "evaluate: the source ends after %d of %d rows".formatted(done + count, source.rows()));
    }
    pass.forward(count);
    return count;
  }

  /** Finds the first rows that lead to a number that is not finite, and the tensor. */
  Divergence diverged(double loss, int epoch, long step, double learningRate) {
    try (RowReader reader = source.reader()) {
      Divergence found;
      int done = 0;
      do {
        done += forward(reader, done);
        found = Divergence.find(model, pass, loss, epoch, step, learningRate);
      } while (found.kind() == Divergence.Kind.LOSS && done < source.rows());
      return found;
    }
  }
}
