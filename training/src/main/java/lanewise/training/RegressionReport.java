package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.training.data.RowSource;
import lanewise.training.metric.Tally;

/**
 * The quality of predicted numbers on some rows, in the units of the data. Rows count by their
 * weights.
 *
 * @param rows the number of rows
 * @param figures one for each target, in their order
 * @param predicted the predictions, [rows, targets]; not copied
 * @param actual the targets, [rows, targets]; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read by its maker alone
public record RegressionReport(int rows, List<Figures> figures, float[] predicted, float[] actual) {
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
   * @return the figures, which are the same for every number of threads
   * @throws ShapeException if the model and the rows do not fit
   */
  public static RegressionReport of(
      Model model, Task.Regression task, RowSource samples, Workers workers) {
    Collected all = new Collected(samples.rows(), task.names().size());
    new Evaluator(model, samples, workers).run(List.of(all));
    task.scaler().restore(samples.rows(), all.predicted, 0, all.predicted, 0);
    task.scaler().restore(samples.rows(), all.actual, 0, all.actual, 0);
    List<Figures> figures = new ArrayList<>();
    for (int t = 0; t < task.names().size(); t++) {
      figures.add(all.figures(task.names().get(t), t));
    }
    return new RegressionReport(samples.rows(), figures, all.predicted, all.actual);
  }

  /** The outputs and targets of all rows. */
  private static final class Collected implements Tally {
    private final int width;
    private final float[] predicted;
    private final float[] actual;
    private final double[] weights;
    private int rows;

    Collected(int rows, int width) {
      this.width = width;
      this.predicted = new float[Room.values("regression report", rows, width)];
      this.actual = new float[rows * width];
      this.weights = new double[rows];
    }

    @Override
    public void add(int count, float[] output, Targets targets) {
      System.arraycopy(output, 0, predicted, rows * width, count * width);
      System.arraycopy(targets.values(), 0, actual, rows * width, count * width);
      for (int r = 0; r < count; r++) {
        weights[rows + r] = targets.weight(r);
      }
      rows += count;
    }

    @Override
    public double value() {
      return Double.NaN;
    }

    Figures figures(String name, int target) {
      double all = 0;
      double mean = 0;
      for (int r = 0; r < rows; r++) {
        all += weights[r];
        mean += weights[r] * actual[r * width + target];
      }
      mean /= all;
      double absolute = 0;
      double squares = 0;
      double spread = 0;
      for (int r = 0; r < rows; r++) {
        double t = actual[r * width + target];
        double error = predicted[r * width + target] - t;
        absolute += weights[r] * Math.abs(error);
        squares += weights[r] * error * error;
        spread += weights[r] * (t - mean) * (t - mean);
      }
      double r2 = spread > 0 ? 1 - squares / spread : Double.NaN;
      return new Figures(name, absolute / all, Math.sqrt(squares / all), r2);
    }
  }
}
