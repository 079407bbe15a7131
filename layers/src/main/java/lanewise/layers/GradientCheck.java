package lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Targets;

/**
 * Compares the gradients of a model and a loss with central differences in double precision:
 *
 * <pre>
 *   numeric = (loss(v + h) - loss(v - h)) / 2h      h = {@value #STEP} x max(1, |v|)
 *   error   = |analytic - numeric| / max(1, |analytic|, |numeric|)
 * </pre>
 *
 * <p>The differences run through {@link Layer#reference} and {@link Loss#reference}, the gradients
 * through forward and backward in single precision, so both are held against each other. Every
 * trained parameter and every value of the inputs is checked. Random masks are drawn once and kept.
 * At a kink, such as ReLU at exactly 0, a difference is not a gradient: use inputs away from kinks.
 */
public final class GradientCheck {
  /** The step of the differences, for values up to 1. */
  public static final double STEP = 1e-6;

  private GradientCheck() {}

  /**
   * The largest error that was found.
   *
   * @param name the parameter or input
   * @param index of the value in it, row-major
   * @param analytic the gradient that backward gave
   * @param numeric the central difference
   * @param error their relative difference, as in the class description
   * @param checked how many values were compared
   */
  public record Report(
      String name, int index, double analytic, double numeric, double error, int checked) {
    /**
     * Whether all gradients agree.
     *
     * @param tolerance for the error; 1e-4 suits layers in single precision
     * @return true where the largest error is not above it
     */
    public boolean passes(double tolerance) {
      return error <= tolerance;
    }

    @Override
    public String toString() {
      return "%s[%d]: backward gives %.9g, the difference %.9g, error %.3g (%d values checked)"
          .formatted(name, index, analytic, numeric, error, checked);
    }
  }

  /**
   * Checks the first output of a model under a loss.
   *
   * @param model its parameters are left as they were
   * @param loss is differentiated
   * @param rows examples in the batch
   * @param inputs for each of the model's inputs, rows x the input's size values
   * @param targets of the same examples
   * @param options training mode, threads and seed; input gradients are added
   * @return the largest error
   */
  public static Report run(
      Model model,
      Loss loss,
      int rows,
      List<float[]> inputs,
      Targets targets,
      PassOptions options) {
    Pass pass = model.pass(options.withInputGradients());
    for (int i = 0; i < inputs.size(); i++) {
      System.arraycopy(inputs.get(i), 0, pass.input(i), 0, inputs.get(i).length);
    }
    // Layers that track statistics change them in forward; the reference must start from the same.
    Reference reference = new Reference(pass, rows);
    List<float[]> before =
        model.parameters().values().stream().map(each -> each.values().clone()).toList();
    pass.forward(rows);
    int size = model.outputShape().size();
    loss.evaluate(rows, size, pass.output(), targets, pass.gradOutput());
    pass.backward();
    restore(model, before);

    Search search = new Search(() -> loss.reference(rows, size, reference.forward(), targets));
    for (Map.Entry<String, float[]> entry : pass.gradients().entrySet()) {
      search.compare(entry.getKey(), reference.parameter(entry.getKey()), entry.getValue());
    }
    List<String> names = new ArrayList<>(model.inputShapes().keySet());
    for (int i = 0; i < names.size(); i++) {
      search.compare(names.get(i), reference.input(i), pass.gradInput(i));
    }
    return search.worst;
  }

  private static void restore(Model model, List<float[]> values) {
    int next = 0;
    for (Parameter parameter : model.parameters().values()) {
      float[] kept = values.get(next++);
      System.arraycopy(kept, 0, parameter.values(), 0, kept.length);
    }
  }

  /** Walks over all values and remembers the worst. */
  private static final class Search {
    private final DoubleSupplier loss;
    private Report worst = new Report("nothing", 0, 0, 0, 0, 0);
    private int checked;

    Search(DoubleSupplier loss) {
      this.loss = loss;
    }

    void compare(String name, double[] values, float[] gradient) {
      for (int i = 0; i < values.length; i++) {
        double value = values[i];
        double step = STEP * Math.max(1, Math.abs(value));
        values[i] = value + step;
        double above = loss.getAsDouble();
        values[i] = value - step;
        double below = loss.getAsDouble();
        values[i] = value;
        double numeric = (above - below) / (2 * step);
        double scale = Math.max(1, Math.max(Math.abs(gradient[i]), Math.abs(numeric)));
        double error = Math.abs(gradient[i] - numeric) / scale;
        checked++;
        boolean worse = !Double.isNaN(worst.error) && !(error <= worst.error);
        worst =
            worse
                ? new Report(name, i, gradient[i], numeric, error, checked)
                : new Report(
                    worst.name, worst.index, worst.analytic, worst.numeric, worst.error, checked);
      }
    }
  }
}
