package lanewise.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Tally;

/**
 * The quality of predicted numbers on some rows, in the units of the data. Rows count by their
 * weights, and rows of weight 0 not at all.
 *
 * @param rows the number of rows
 * @param figures one for each target, in their order
 */
public record RegressionReport(int rows, List<Figures> figures) {
  /**
   * The errors e = predicted - actual of one target.
   *
   * @param name the name of the target
   * @param meanAbsoluteError the mean of |e|
   * @param rootMeanSquaredError the square root of the mean of e^2
   * @param r2 1 - sum of e^2 / sum of (actual - mean of actual)^2; NaN if all targets are equal
   */
  public record Figures(
      String name, double meanAbsoluteError, double rootMeanSquaredError, double r2) {}

  /** Copies the list. */
  public RegressionReport {
    figures = List.copyOf(figures);
  }

  /** Receives what is predicted, in the order of the rows. */
  @FunctionalInterface
  public interface Observer {
    /** Looks at nothing. */
    Observer NONE = (rows, actual, predicted) -> {};

    /**
     * Sees some rows.
     *
     * @param rows how many
     * @param actual the targets in the units of the data, rows x targets, from position 0 on;
     *     written again for the next rows
     * @param predicted the predictions, like the targets
     */
    void see(int rows, float[] actual, float[] predicted);
  }

  /**
   * Evaluates a model that predicts scaled numbers.
   *
   * @param model the model
   * @param task the names of the targets and their scaler
   * @param samples rows with scaled targets, transformed as the model expects them
   * @param workers the threads to use
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static RegressionReport of(
      Model model, Task.Regression task, RowSource samples, Workers workers) {
    try (RowReader reader = samples.reader()) {
      return of(model, task, reader, workers, Observer.NONE);
    }
  }

  /**
   * Evaluates a model that predicts scaled numbers on rows that can be read once. The memory needed
   * does not depend on their number.
   *
   * @param model the model
   * @param task the names of the targets and their scaler
   * @param reader of rows with scaled targets, transformed as the model expects them; it is not
   *     closed
   * @param workers the threads to use
   * @param observer sees every prediction
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   * @throws InvalidDatasetException if there is no row
   */
  public static RegressionReport of(
      Model model, Task.Regression task, RowReader reader, Workers workers, Observer observer) {
    Errors errors = new Errors(task, observer);
    int rows = Evaluator.of(model, reader.format(), workers).run(reader, List.of(errors));
    return new RegressionReport(rows, errors.figures());
  }

  /** Sums of the errors of each target. */
  private static final class Errors implements Tally {
    private final Task.Regression task;
    private final Observer observer;
    private final Sums[] sums;
    private float[] predicted = new float[0];
    private float[] actual = predicted;

    Errors(Task.Regression task, Observer observer) {
      this.task = task;
      this.observer = observer;
      this.sums = new Sums[task.names().size()];
      Arrays.setAll(sums, t -> new Sums());
    }

    @Override
    public void add(int rows, float[] output, Targets targets) {
      int width = sums.length;
      if (predicted.length < rows * width) {
        predicted = new float[rows * width];
        actual = new float[rows * width];
      }
      task.scaler().restore(rows, output, 0, predicted, 0);
      task.scaler().restore(rows, targets.values(), 0, actual, 0);
      for (int r = 0; r < rows; r++) {
        for (int t = 0; t < width; t++) {
          sums[t].add(targets.weight(r), actual[r * width + t], predicted[r * width + t]);
        }
      }
      observer.see(rows, actual, predicted);
    }

    @Override
    public double value() {
      return Double.NaN;
    }

    List<Figures> figures() {
      List<Figures> figures = new ArrayList<>();
      for (String name : task.names()) {
        figures.add(sums[figures.size()].figures(name));
      }
      return figures;
    }
  }

  /** Sums over rows in one pass; the mean and the spread are updated as Welford did (1962). */
  private static final class Sums {
    private double weights;
    private double mean;
    private double spread;
    private double absolute;
    private double squares;

    void add(double weight, double actual, double predicted) {
      if (!(weight > 0)) {
        return;
      }
      weights += weight;
      double before = actual - mean;
      mean += weight / weights * before;
      spread += weight * before * (actual - mean);
      double error = predicted - actual;
      absolute += weight * Math.abs(error);
      squares += weight * error * error;
    }

    Figures figures(String name) {
      double r2 = spread > 0 ? 1 - squares / spread : Double.NaN;
      return new Figures(name, absolute / weights, Math.sqrt(squares / weights), r2);
    }
  }
}
