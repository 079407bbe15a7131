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
import lanewise.training.metric.InDataUnits;
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

  /**
   * Evaluates a model that predicts scaled numbers.
   *
   * @param model the model
   * @param task the names of the targets and their scaler
   * @param samples rows with scaled targets, transformed as the model expects them
   * @param workers the threads to use
   * @param beside tallies that see the same rows, with scaled outputs and targets
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static RegressionReport of(
      Model model, Task.Regression task, RowSource samples, Workers workers, Tally... beside) {
    try (RowReader reader = samples.reader()) {
      return of(model, task, reader, workers, beside);
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
   * @param beside tallies that see the same rows, with scaled outputs and targets; {@link
   *     InDataUnits#tally} restores them
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   * @throws InvalidDatasetException if there is no row
   */
  public static RegressionReport of(
      Model model, Task.Regression task, RowReader reader, Workers workers, Tally... beside) {
    Errors errors = new Errors(task.names().size());
    List<Tally> tallies = new ArrayList<>(List.of(beside));
    tallies.add(InDataUnits.tally(errors, task.scaler()));
    int rows = Evaluator.of(model, reader.format(), workers).run(reader, tallies);
    return new RegressionReport(rows, errors.figures(task.names()));
  }

  /** Sums of the errors of each target, in the units of the data. */
  private static final class Errors implements Tally {
    private final Sums[] sums;

    Errors(int targets) {
      this.sums = new Sums[targets];
      Arrays.setAll(sums, t -> new Sums());
    }

    @Override
    public void add(int rows, float[] predicted, Targets targets) {
      int width = sums.length;
      float[] actual = targets.values();
      for (int r = 0; r < rows; r++) {
        for (int t = 0; t < width; t++) {
          sums[t].add(targets.weight(r), actual[r * width + t], predicted[r * width + t]);
        }
      }
    }

    @Override
    public double value() {
      return Double.NaN;
    }

    List<Figures> figures(List<String> names) {
      List<Figures> figures = new ArrayList<>();
      for (String name : names) {
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
