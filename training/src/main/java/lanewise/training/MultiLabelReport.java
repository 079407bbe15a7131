package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Tally;

/**
 * The quality of labels that do not exclude each other, on some rows. A row is given a label whose
 * logit is at least 0. If the rows have weights, shares and the loss count them by their weights;
 * numbers of rows do not.
 *
 * @param rows the number of rows
 * @param accuracy the share of the labels of all rows that are right, from 0 to 1
 * @param exactShare the share of the rows of which all labels are right, from 0 to 1
 * @param loss the mean binary cross-entropy
 * @param exact the number of rows of which all labels are right
 * @param labels one for each label, in their order
 */
public record MultiLabelReport(
    int rows, double accuracy, double exactShare, double loss, int exact, List<Counts> labels) {
  /**
   * The rows of one label.
   *
   * @param name the label
   * @param positives the number of rows that have it
   * @param found the number of those that are given it
   * @param given the number of rows that are given it
   */
  public record Counts(String name, int positives, int found, int given) {
    /**
     * The share of the rows given the label that have it.
     *
     * @return the precision; NaN if no row is given it
     */
    public double precision() {
      return (double) found / given;
    }

    /**
     * The share of the rows with the label that are given it.
     *
     * @return the recall; NaN if no row has it
     */
    public double recall() {
      return (double) found / positives;
    }

    /**
     * The harmonic mean of precision and recall.
     *
     * @return the F1 score; NaN if no row has the label or is given it
     */
    public double f1() {
      return 2.0 * found / (positives + given);
    }
  }

  /** Copies the list. */
  public MultiLabelReport {
    labels = List.copyOf(labels);
  }

  /**
   * Evaluates a model that gives a logit for each label.
   *
   * @param model the model
   * @param names the labels, in the order of the outputs
   * @param samples rows with targets of 0 and 1, transformed as the model expects them
   * @param workers the threads to use
   * @param beside tallies that see the same rows
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static MultiLabelReport of(
      Model model, List<String> names, RowSource samples, Workers workers, Tally... beside) {
    try (RowReader reader = samples.reader()) {
      return of(model, names, reader, workers, beside);
    }
  }

  /**
   * Evaluates a model that gives a logit for each label on rows that can be read once.
   *
   * @param model the model
   * @param names the labels, in the order of the outputs
   * @param reader of rows with targets of 0 and 1, transformed as the model expects them; it is not
   *     closed
   * @param workers the threads to use
   * @param beside tallies that see the same rows, such as those of further metrics
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   * @throws InvalidDatasetException if there is no row
   */
  public static MultiLabelReport of(
      Model model, List<String> names, RowReader reader, Workers workers, Tally... beside) {
    Evaluator evaluator = Evaluator.of(model, reader.format(), workers);
    Tally loss = evaluator.begin(MeanLoss.of(BinaryCrossEntropyWithLogits.of()));
    Counting counting = new Counting(names.size());
    List<Tally> tallies = new ArrayList<>(List.of(beside));
    tallies.addAll(List.of(loss, counting));
    int rows = evaluator.run(reader, tallies);
    List<Counts> labels = new ArrayList<>();
    for (int l = 0; l < names.size(); l++) {
      labels.add(
          new Counts(names.get(l), counting.positives[l], counting.found[l], counting.given[l]));
    }
    return new MultiLabelReport(
        rows,
        counting.right / (counting.weight * names.size()),
        counting.rightRows / counting.weight,
        loss.value(),
        counting.exact,
        labels);
  }

  private static final class Counting implements Tally {
    private final int[] positives;
    private final int[] found;
    private final int[] given;
    private int exact;

    /**
     * The weight of all rows, that of the rows that are all right, and that of the right labels.
     */
    private double weight;

    private double rightRows;
    private double right;

    Counting(int labels) {
      this.positives = new int[labels];
      this.found = new int[labels];
      this.given = new int[labels];
    }

    @Override
    public void add(int rows, float[] output, Targets targets) {
      for (int r = 0; r < rows; r++) {
        int wrong = 0;
        for (int l = 0; l < positives.length; l++) {
          boolean has = targets.values()[r * positives.length + l] == 1;
          boolean gets = output[r * positives.length + l] >= 0;
          positives[l] += has ? 1 : 0;
          given[l] += gets ? 1 : 0;
          found[l] += has && gets ? 1 : 0;
          wrong += has == gets ? 0 : 1;
        }
        exact += wrong == 0 ? 1 : 0;
        weight += targets.weight(r);
        rightRows += wrong == 0 ? targets.weight(r) : 0;
        right += (double) targets.weight(r) * (positives.length - wrong);
      }
    }

    @Override
    public double value() {
      return exact;
    }
  }
}
