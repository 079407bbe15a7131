package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.metric.Metric;
import lanewise.training.metric.Tally;

/**
 * How much a metric suffers when the values of a column are exchanged between the rows (Breiman,
 * Random Forests, 2001): a column that a model does not use has an importance of 0. Correlated
 * columns share their importance, so each alone may look unimportant.
 *
 * @param column the name of the column
 * @param mean the mean loss of quality over the repetitions: how much lower the metric is, or how
 *     much higher if lower is better
 * @param deviation the standard deviation over the repetitions
 */
public record PermutationImportance(String column, double mean, double deviation) {
  /**
   * A column and its features, which are exchanged together: a column of text, for example, has one
   * feature for each of its values.
   *
   * @param name the name of the column
   * @param first the index of its first feature
   * @param count the number of its features
   */
  public record Column(String name, int first, int count) {}

  /**
   * Measures the importance of columns.
   *
   * @param model the model
   * @param samples the rows, scaled as the model expects them
   * @param columns the columns
   * @param metric the metric that suffers
   * @param repetitions the number of permutations of each column, at least 1
   * @param seed the seed of the permutations
   * @param workers the threads to use
   * @return the importances in the order of the columns; the same for every number of threads
   */
  public static List<PermutationImportance> of(
      Model model,
      Samples samples,
      List<Column> columns,
      Metric metric,
      int repetitions,
      long seed,
      Workers workers) {
    double base = value(model, samples, metric, workers);
    List<PermutationImportance> importances = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      RandomStream random = RandomStream.of(seed).split(c);
      double[] losses = new double[repetitions];
      double sum = 0;
      for (int i = 0; i < repetitions; i++) {
        Samples permuted =
            new Permuted(samples, columns.get(c), permutation(samples.rows(), random));
        double value = value(model, permuted, metric, workers);
        losses[i] = metric.higherIsBetter() ? base - value : value - base;
        sum += losses[i];
      }
      importances.add(importance(columns.get(c).name(), losses, sum / repetitions));
    }
    return importances;
  }

  private static PermutationImportance importance(String column, double[] losses, double mean) {
    double squares = 0;
    for (double loss : losses) {
      squares += (loss - mean) * (loss - mean);
    }
    return new PermutationImportance(column, mean, Math.sqrt(squares / losses.length));
  }

  private static double value(Model model, Samples samples, Metric metric, Workers workers) {
    Tally tally = metric.begin(model.outputShape().size());
    Evaluation.tally(model, samples, workers, tally);
    return tally.value();
  }

  /** Returns each number below a count once, in random order (Fisher and Yates, 1938). */
  private static int[] permutation(int count, RandomStream random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Rows whose values of one column are those of other rows. */
  private static final class Permuted implements Samples {
    private final Samples inner;
    private final Column column;
    private final int[] donors;

    Permuted(Samples inner, Column column, int[] donors) {
      this.inner = inner;
      this.column = column;
      this.donors = donors;
    }

    @Override
    public int rows() {
      return inner.rows();
    }

    @Override
    public RowFormat format() {
      return inner.format();
    }

    @Override
    public void gather(int[] order, int from, int count, float[] features, Targets targets) {
      int width = format().features().size();
      int[] others = new int[count];
      for (int i = 0; i < count; i++) {
        others[i] = donors[order[from + i]];
      }
      float[] donated = new float[count * width];
      inner.gather(others, 0, count, donated, format().newTargets(count));
      inner.gather(order, from, count, features, targets);
      for (int i = 0; i < count; i++) {
        int at = i * width + column.first();
        System.arraycopy(donated, at, features, at, column.count());
      }
    }
  }
}
