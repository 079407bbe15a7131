package lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Targets;

/**
 * Compares the gradients of a model and a loss with central differences in double precision:
 *
 * <pre>
 *   numeric = (loss(v + h) - loss(v - h)) / 2h      h = {@value #STEP} x max(1, |v|)
 *   error   = |analytic - numeric| / scale
 *   scale   = max(|analytic|, |numeric|, largest numeric of all / 10, {@value #SMALLEST})
 * </pre>
 *
 * <p>This scale shows a wrong gradient in a model whose gradients are all small, and hides the
 * rounding of a single gradient that is near 0.
 *
 * <p>The differences run through {@link Layer#reference} and {@link Loss#reference}, the gradients
 * through forward and backward in single precision, so the two are compared. Every trained
 * parameter and every value of the inputs is checked. Random masks are drawn once and kept. The
 * loss is that of the first output; every value of further outputs is added to it, multiplied by
 * the cosine of its index, so that the layers that lead to them are checked as well. At a kink,
 * such as ReLU at exactly 0, a difference is not a gradient: use inputs away from kinks.
 */
public final class GradientCheck {
  /** The step of the differences, for values up to 1. */
  public static final double STEP = 1e-6;

  /** The gradient below which errors are absolute: rounding of the differences is far below. */
  public static final double SMALLEST = 1e-4;

  private GradientCheck() {}

  /**
   * The largest error found.
   *
   * @param name the parameter or input
   * @param index the place of the value in it, row-major
   * @param analytic the gradient that backward gave
   * @param numeric the central difference
   * @param error their relative difference, as in the class description
   * @param checked the number of values compared
   */
  public record Report(
      String name, int index, double analytic, double numeric, double error, int checked) {
    /**
     * Tests whether all gradients agree.
     *
     * @param tolerance the largest allowed error; 1e-4 suits layers in single precision
     * @return true if the largest error is not above it
     */
    public boolean passes(double tolerance) {
      return error <= tolerance;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s[%d]: backward gives %.9g, the difference %.9g, error %.3g (%d values checked)",
          name,
          index,
          analytic,
          numeric,
          error,
          checked);
    }
  }

  /**
   * Checks a model under a loss of its first output.
   *
   * @param model its parameters are left as they were
   * @param loss the loss to differentiate
   * @param rows examples in the batch
   * @param inputs rows x the input's size values for each of the model's inputs
   * @param targets of the same examples
   * @param options training mode, threads and seed; input gradients are added
   * @return the largest error
   * @throws IllegalArgumentException if the number of inputs or a length does not fit the model and
   *     the rows
   */
  public static Report run(
      Model model,
      Loss loss,
      int rows,
      List<float[]> inputs,
      Targets targets,
      PassOptions options) {
    return sample(model, loss, rows, inputs, targets, options, Integer.MAX_VALUE);
  }

  /**
   * Checks some values of each parameter and input, at equal distances, as {@link #run} checks all.
   * The time is that of two forward passes in double precision for each value.
   *
   * @param model its parameters are left as they were
   * @param loss the loss to differentiate
   * @param rows examples in the batch
   * @param inputs rows x the input's size values for each of the model's inputs
   * @param targets of the same examples
   * @param options training mode, threads and seed; input gradients are added
   * @param most the largest number of values of a parameter or input to check, at least 1
   * @return the largest error
   * @throws IllegalArgumentException if the number of inputs or a length does not fit the model and
   *     the rows, or no value would be checked
   */
  public static Report sample(
      Model model,
      Loss loss,
      int rows,
      List<float[]> inputs,
      Targets targets,
      PassOptions options,
      int most) {
    if (most < 1) {
      throw new IllegalArgumentException("gradient check: " + most + " values: use at least 1");
    }
    Pass pass = model.pass(options.withInputGradients());
    fill(pass, rows, inputs);
    // Layers that track statistics change them in forward; the reference must start from the same.
    Reference reference = new Reference(pass, rows);
    List<float[]> before =
        model.parameters().values().stream().map(each -> each.values().clone()).toList();
    pass.forward(rows);
    int size = model.outputShape().size();
    loss.evaluate(rows, size, pass.output(), targets, pass.gradOutput());
    for (int k = 1; k < model.outputShapes().size(); k++) {
      for (int i = 0; i < pass.gradOutput(k).length; i++) {
        pass.gradOutput(k)[i] = (float) Math.cos(i);
      }
    }
    pass.backward();
    restore(model, before);

    Search search =
        new Search(
            () -> loss.reference(rows, size, reference.forward(), targets) + further(reference),
            most);
    for (Slot slot : model.slots()) {
      if (slot.trained()) {
        search.compare(slot.name(), reference.parameter(slot.index()), pass.gradient(slot.index()));
      }
    }
    List<String> names = new ArrayList<>(model.inputShapes().keySet());
    for (int i = 0; i < names.size(); i++) {
      search.compare(names.get(i), reference.input(i), pass.gradInput(i));
    }
    return search.worst();
  }

  private static void fill(Pass pass, int rows, List<float[]> inputs) {
    List<Model.Input> wanted = pass.model().inputs();
    if (inputs.size() != wanted.size()) {
      throw new IllegalArgumentException(
          "gradient check: %s inputs for a model of %s".formatted(inputs.size(), wanted.size()));
    }
    if (rows < 1 || rows > pass.maxRows()) {
      throw new IllegalArgumentException(
          "gradient check: %s rows: the options are for 1 to %s".formatted(rows, pass.maxRows()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      float[] values = inputs.get(i);
      int size = rows * wanted.get(i).shape().size();
      if (values.length != size) {
        throw new IllegalArgumentException(
            "gradient check: input %s has %s values, not %s for %s rows of %s"
                .formatted(wanted.get(i).name(), values.length, size, rows, wanted.get(i).shape()));
      }
      System.arraycopy(values, 0, pass.input(i), 0, size);
    }
  }

  /** Returns the amount that all outputs but the first add to the loss. */
  private static double further(Reference reference) {
    double sum = 0;
    for (int k = 1; k < reference.outputs(); k++) {
      double[] output = reference.output(k);
      for (int i = 0; i < output.length; i++) {
        sum += (float) Math.cos(i) * output[i];
      }
    }
    return sum;
  }

  private static void restore(Model model, List<float[]> values) {
    int next = 0;
    for (Parameter parameter : model.parameters().values()) {
      float[] kept = values.get(next++);
      System.arraycopy(kept, 0, parameter.values(), 0, kept.length);
    }
  }

  /** The values of one parameter or input that are compared. */
  private static final class Compared {
    final String name;
    final float[] analytic;
    final double[] numeric;
    final int stride;

    Compared(String name, float[] analytic, double[] numeric, int stride) {
      this.name = name;
      this.analytic = analytic;
      this.numeric = numeric;
      this.stride = stride;
    }
  }

  /** Walks over all values, then looks for the worst. */
  private static final class Search {
    private final DoubleSupplier loss;
    private final int most;
    private final List<Compared> all = new ArrayList<>();
    private double largest;
    private int checked;

    Search(DoubleSupplier loss, int most) {
      this.loss = loss;
      this.most = most;
    }

    void compare(String name, double[] values, float[] gradient) {
      double[] numeric = new double[values.length];
      int stride = Math.max(1, Math.ceilDiv(values.length, most));
      for (int i = 0; i < values.length; i += stride) {
        double value = values[i];
        double step = STEP * Math.max(1, Math.abs(value));
        values[i] = value + step;
        double above = loss.getAsDouble();
        values[i] = value - step;
        double below = loss.getAsDouble();
        values[i] = value;
        numeric[i] = (above - below) / (2 * step);
        largest = Math.abs(numeric[i]) > largest ? Math.abs(numeric[i]) : largest;
        checked++;
      }
      all.add(new Compared(name, gradient, numeric, stride));
    }

    Report worst() {
      Report worst = new Report("nothing", 0, 0, 0, 0, checked);
      for (Compared each : all) {
        for (int i = 0; i < each.numeric.length && !Double.isNaN(worst.error); i += each.stride) {
          double error = error(each.analytic[i], each.numeric[i]);
          if (!(error <= worst.error)) {
            worst = new Report(each.name, i, each.analytic[i], each.numeric[i], error, checked);
          }
        }
      }
      return worst;
    }

    private double error(double analytic, double numeric) {
      double floor = Math.max(largest / 10, SMALLEST);
      double scale = Math.max(floor, Math.max(Math.abs(analytic), Math.abs(numeric)));
      return Math.abs(analytic - numeric) / scale;
    }
  }
}
