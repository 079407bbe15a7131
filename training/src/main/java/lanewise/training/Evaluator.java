package lanewise.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.data.Samples;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Tally;

/** The buffers of repeated evaluations of one model on the same rows. */
final class Evaluator {
  private static final int CHUNK = 256;

  private final Model model;
  private final Samples samples;
  private final Pass pass;
  private final Targets targets;
  private final int outputs;
  private final int[] order;

  Evaluator(Model model, Samples samples, Workers workers) {
    samples.format().requireFits("evaluate", model);
    int chunk = Math.min(CHUNK, samples.rows());
    this.model = model;
    this.samples = samples;
    this.pass = model.inferencePass(chunk, workers);
    this.targets = samples.format().newTargets(chunk);
    this.outputs = model.outputShape().size();
    this.order = new int[chunk];
  }

  int rows() {
    return samples.rows();
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
    for (int done = 0; done < samples.rows(); done += order.length) {
      if (done > 0 && stop.getAsBoolean()) {
        return false;
      }
      int count = forward(done);
      for (Tally tally : tallies) {
        tally.add(count, pass.output(), targets);
      }
      observer.accept(pass);
    }
    return true;
  }

  /** Runs the model over the rows of a chunk, and returns their number. */
  private int forward(int done) {
    int count = Math.min(order.length, samples.rows() - done);
    for (int i = 0; i < count; i++) {
      order[i] = done + i;
    }
    samples.gather(order, 0, count, pass.input(), targets);
    pass.forward(count);
    return count;
  }

  /** Finds the first rows that lead to a number that is not finite, and the tensor. */
  Divergence diverged(double loss, int epoch, long step, double learningRate) {
    Divergence found;
    int done = 0;
    do {
      done += forward(done);
      found = Divergence.find(model, pass, loss, epoch, step, learningRate);
    } while (found.kind() == Divergence.Kind.LOSS && done < samples.rows());
    return found;
  }
}
