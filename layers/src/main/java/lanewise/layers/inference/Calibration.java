package lanewise.layers.inference;

import java.util.Locale;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.inspect.Share;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.internal.Room;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WeightPrecision;
import org.jspecify.annotations.Nullable;

/**
 * The effect of storing weights in less than 32 bits, measured on the user's rows.
 *
 * <pre>{@code
 * InferencePlan plan = InferencePlan.of(saved, WeightPrecision.INT8);
 * Calibration.compare(InferencePlan.of(saved), plan, rows, data, 0).requireWithin(0.1, 0.999);
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param precision the precision that was compared with 32 bits
 * @param rows the number of rows compared
 * @param largestDifference the largest absolute difference of an output, before any softmax or
 *     sigmoid that is not in the model, and in the units of the data if the task is to predict
 *     numbers; infinite where one output is NaN or infinite and the other differs
 * @param sameAnswer the number of rows with the same answer: the same largest output, the first of
 *     equals; or the same labels if those do not exclude each other; all rows if the outputs are
 *     numbers to predict or the model has one output
 * @param weightBytes the memory of the weights in this precision
 * @param bytesSaved the memory saved over 32 bits; below 0 where padding costs more
 */
public record Calibration(
    WeightPrecision precision,
    int rows,
    double largestDifference,
    Share sameAnswer,
    long weightBytes,
    long bytesSaved) {
  private static final int CHUNK = 64;

  /**
   * Compares the outputs of a model.
   *
   * @param model a model with one input and one output
   * @param precision the precision to compare with 32 bits
   * @param rows the number of rows, at least 1
   * @param data [rows, inputs] from offset on, row-major
   * @param offset the index at which the first row begins
   * @return the differences
   * @throws IllegalArgumentException if there are no rows, the model has several inputs or outputs,
   *     or a weight is NaN or infinite and the precision is INT8
   * @throws ShapeException if the data is too short or the offset negative
   */
  public static Calibration compare(
      Model model, WeightPrecision precision, int rows, float[] data, int offset) {
    return compare(InferencePlan.of(model), InferencePlan.of(model, precision), rows, data, offset);
  }

  /**
   * Compares two plans of one model.
   *
   * @param exact the plan to compare with, usually with weights in 32 bits
   * @param other the plan to judge
   * @param rows the number of rows, at least 1
   * @param data [rows, inputSize] from offset on, row-major
   * @param offset the index at which the first row begins
   * @return the differences
   * @throws ShapeException if the data is too short, or the plans' inputs or outputs differ in size
   * @throws IllegalArgumentException if there are no rows
   */
  public static Calibration compare(
      InferencePlan exact, InferencePlan other, int rows, float[] data, int offset) {
    if (rows < 1) {
      throw new IllegalArgumentException("calibration: " + rows + " rows: give at least 1");
    }
    int in = exact.inputSize();
    int out = exact.outputSize();
    if (other.inputSize() != in || other.outputSize() != out) {
      throw new ShapeException(
          "calibration: one plan takes %s values and gives %s, the other takes %s and gives %s"
              .formatted(in, out, other.inputSize(), other.outputSize()));
    }
    Room.require("calibration", "data", "values", rows, in, data.length, offset);
    float[] expected = new float[CHUNK * out];
    float[] found = new float[CHUNK * out];
    double largest = 0;
    long same = 0;
    for (int done = 0; done < rows; done += CHUNK) {
      int count = Math.min(CHUNK, rows - done);
      exact.predict(count, data, offset + done * in, expected, 0);
      other.predict(count, data, offset + done * in, found, 0);
      for (int r = 0; r < count; r++) {
        largest = Math.max(largest, difference(out, expected, found, r * out));
        same += sameAnswer(exact.task(), out, expected, found, r * out) ? 1 : 0;
      }
    }
    long bytes = other.weightBytes();
    return new Calibration(
        other.precision(),
        rows,
        largest,
        new Share(same, rows),
        bytes,
        exact.weightBytes() - bytes);
  }

  private static boolean sameAnswer(
      @Nullable Task task, int count, float[] expected, float[] found, int from) {
    return switch (task) {
      case Task.Regression _ -> true;
      case Task.MultiLabel _ -> sameSigns(count, expected, found, from);
      case null, default -> ArgMax.of(expected, from, count) == ArgMax.of(found, from, count);
    };
  }

  /** Tests whether the same outputs give their labels, which have logits of at least 0. */
  private static boolean sameSigns(int count, float[] expected, float[] found, int from) {
    for (int i = from; i < from + count; i++) {
      if (expected[i] >= 0 != found[i] >= 0) {
        return false;
      }
    }
    return true;
  }

  private static double difference(int count, float[] expected, float[] found, int from) {
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      if (Float.compare(expected[i], found[i]) != 0) {
        double difference = Math.abs((double) expected[i] - found[i]);
        largest =
            Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
    }
    return largest;
  }

  /**
   * Refuses the precision if it changes more than the limits allow.
   *
   * @param maxDifference the largest allowed difference of an output
   * @param minAgreement the smallest allowed share of rows, 0 to 1, with the same answer
   * @return this
   * @throws IllegalStateException if it changes more; the message has both figures
   * @throws IllegalArgumentException if minAgreement is above 1
   */
  public Calibration requireWithin(double maxDifference, double minAgreement) {
    if (minAgreement > 1) {
      throw new IllegalArgumentException(
          "calibration: an agreement of at least "
              + minAgreement
              + " is not possible; 1 means all rows");
    }
    if (!(largestDifference <= maxDifference) || !(sameAnswer.fraction() >= minAgreement)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "calibration: %s weights change outputs by up to %.3g and keep the answer of %s"
                  + " rows; allowed are %.3g and at least %.1f%%",
              precision.name().toLowerCase(Locale.ROOT),
              largestDifference,
              sameAnswer,
              maxDifference,
              100 * minAgreement));
    }
    return this;
  }

  /** Returns one line for a log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s weights: outputs differ by up to %.3g, the same answer in %s rows, %,d bytes (%,d"
            + " saved)",
        precision.name().toLowerCase(Locale.ROOT),
        largestDifference,
        sameAnswer,
        weightBytes,
        bytesSaved);
  }
}
