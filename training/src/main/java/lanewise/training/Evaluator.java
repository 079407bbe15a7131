package lanewise.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Tally;

/** The buffers of repeated evaluations of one model on rows of one format. */
final class Evaluator {
  private static final int ROWS = 256;

  /** All values of a pass: 64 MiB. */
  private static final int MOST_VALUES = 1 << 24;

  private final Model model;
  private final Pass pass;
  private final Targets targets;
  private final int outputs;
  private final int chunk;

  private Evaluator(Model model, RowFormat format, int rows, Workers workers) {
    format.requireFits("evaluate", model);
    this.chunk = Math.min(format.chunk(rows), mostRows(model));
    this.model = model;
    this.pass = model.inferencePass(chunk, workers);
    this.targets = format.newTargets(chunk);
    this.outputs = model.outputShape().size();
  }

  /** Fewer rows where a model makes very many values of one, but at least one. */
  private static int mostRows(Model model) {
    long values = 1;
    for (Model.Node node : model.nodes()) {
      values += node.shape().size();
    }
    return Math.clamp(MOST_VALUES / values, 1, ROWS);
  }

  /** For rows of which nobody knows how many there are. */
  static Evaluator of(Model model, RowFormat format, Workers workers) {
    return new Evaluator(model, format, ROWS, workers);
  }

  /** For these rows. */
  static Evaluator of(Model model, RowSource source, Workers workers) {
    return new Evaluator(model, source.format(), Math.min(ROWS, source.rows()), workers);
  }

  Tally begin(Metric metric) {
    return metric.begin(outputs);
  }

  /**
   * Runs the model over all rows that a reader has left.
   *
   * @return how many there were
   * @throws InvalidDatasetException if there were none, or more than 2^31 - 1
   */
  int run(RowReader reader, List<Tally> tallies) {
    long done = 0;
    int count;
    do {
      count = reader.read(0, chunk, pass.input(), targets);
      if (count > 0) {
        add(count, tallies);
      }
      done += count;
    } while (count == chunk);
    if (done == 0 || done > Integer.MAX_VALUE) {
      throw new InvalidDatasetException(
          done == 0 ? "evaluate: there is no row" : "evaluate: there are more than 2^31 - 1 rows");
    }
    return (int) done;
  }

  private void add(int count, List<Tally> tallies) {
    pass.forward(count);
    for (Tally tally : tallies) {
      tally.add(count, pass.output(), targets);
    }
  }

  /**
   * Runs the model over all rows. Checks before every chunk except the first whether to stop.
   *
   * @param observer receives the pass after each forward
   * @return true if all rows were evaluated, false if the evaluation was stopped
   */
  boolean run(
      RowSource source, List<Tally> tallies, BooleanSupplier stop, Consumer<Pass> observer) {
    try (RowReader reader = source.reader()) {
      for (int done = 0; done < source.rows(); done += chunk) {
        if (done > 0 && stop.getAsBoolean()) {
          return false;
        }
        add(next(reader, source, done), tallies);
        observer.accept(pass);
      }
    }
    return true;
  }

  /** Reads the next rows, and returns their number. */
  private int next(RowReader reader, RowSource source, int done) {
    int count = reader.read(0, chunk, pass.input(), targets);
    if (count < Math.min(chunk, source.rows() - done)) {
      throw new IllegalStateException(
          "evaluate: the source ends after %s of %s rows".formatted(done + count, source.rows()));
    }
    return count;
  }

  /** Finds the first rows that lead to a number that is not finite, and the tensor. */
  Divergence diverged(RowSource source, double loss, DivergenceSearch.Moment moment) {
    try (RowReader reader = source.reader()) {
      Divergence found;
      int done = 0;
      do {
        int count = next(reader, source, done);
        pass.forward(count);
        done += count;
        found = DivergenceSearch.inForward(model, pass, loss, moment);
      } while (found.kind() == Divergence.Kind.LOSS && done < source.rows());
      return found;
    }
  }
}
