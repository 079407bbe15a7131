package lanewise.layers.noise;

import java.util.List;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.internal.Copies;
import lanewise.tensor.Shape;

/**
 * Drops whole rows at random in training: put at the end of a residual branch, it makes a row skip
 * the branch. At inference it passes its input through.
 *
 * <pre>
 *   x [B, …]   y [B, …]   m [B], 0 with probability p, else 1 / (1 - p), drawn for every row
 *   y[r, i] = m[r] x[r, i]     gradX[r, i] = m[r] gradY[r, i]
 * </pre>
 *
 * <p>A residual block in which a tenth of the rows skip the branch:
 *
 * <pre>{@code
 * String branch = graph.add(Relu.of(), graph.add(Dense.of(8, 8), x));
 * String y = graph.add(Add.of(), x, graph.add(StochasticDepth.of(0.1), branch));
 * }</pre>
 *
 * <p>Source: Huang et al., "Deep networks with stochastic depth", 2016. There the branch is scaled
 * by 1 - p at inference; here rows that survive are scaled by 1 / (1 - p) in training, as in
 * torchvision's {@code StochasticDepth} with mode {@code row}, so that inference costs nothing. A
 * rate of 1 is refused.
 */
public final class StochasticDepth extends TrainingNoise {
  /** The kind in model files. */
  public static final String KIND = "stochastic-depth";

  private final double rate;

  private StochasticDepth(double rate) {
    super(KIND, "rate", checkRate(KIND, rate));
    this.rate = rate;
  }

  /**
   * A layer that drops a share of the rows.
   *
   * @param rate the probability p that a row is dropped, at least 0 and below 1
   * @return a new layer
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static StochasticDepth of(double rate) {
    return new StochasticDepth(rate);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static StochasticDepth read(JsonCursor config) {
    config.requireKeys("rate");
    return new StochasticDepth(config.get("rate").asDouble());
  }

  /**
   * The probability that a row is dropped.
   *
   * @return at least 0 and below 1
   */
  public double rate() {
    return rate;
  }

  /** Requests one buffer with the factor of every row. */
  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(maxRows);
  }

  @Override
  void forwardInTraining(LayerPass pass) {
    float[] mask = pass.scratch(0);
    float kept = (float) (1 / (1 - rate));
    for (int r = 0; r < pass.rows(); r++) {
      mask[r] = pass.random().nextFloat() < rate ? 0 : kept;
    }
    scaleRows(pass.input(0), mask, pass.rows(), pass.outputSize(), pass.output());
  }

  @Override
  public void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (!pass.training() || gradX == null) {
      Copies.backward(pass);
      return;
    }
    scaleRows(pass.gradOutput(), pass.scratch(0), pass.rows(), pass.outputSize(), gradX);
  }

  private static void scaleRows(float[] from, float[] mask, int rows, int size, float[] to) {
    for (int r = 0; r < rows; r++) {
      float factor = mask[r];
      for (int i = r * size; i < (r + 1) * size; i++) {
        to[i] = from[i] * factor;
      }
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    if (!pass.training()) {
      Copies.reference(pass);
      return;
    }
    double[] x = pass.input(0);
    double[] y = pass.output();
    float[] mask = pass.scratch(0);
    for (int i = 0; i < y.length; i++) {
      y[i] = mask[i / pass.outputSize()] == 0 ? 0 : x[i] / (1 - rate);
    }
  }
}
