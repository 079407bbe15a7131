package lanewise.training.data.augment;

import java.util.Arrays;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.data.RowFormat;

/**
 * Mixes each row of a batch with the row after it, and the last with the first (Zhang et al.,
 * mixup: Beyond Empirical Risk Minimization, 2018):
 *
 * <pre>
 *   x = l x_i + (1 - l) x_j      y = l y_i + (1 - l) y_j      l ~ Beta(a, a), anew for each row
 * </pre>
 *
 * <p>Batches are shuffled, so the partner is a random row. The paper draws one l for a batch; one
 * for each row is the variant "elem" of PyTorch Image Models, which varies more.
 *
 * <p>Classes become probabilities: a row with class c has the target value 1 for c and 0 for the
 * other classes before it is mixed, and the format of the batches is {@link RowFormat.Kind#VALUES}
 * with one value for each class. {@link lanewise.layers.loss.SoftmaxCrossEntropy} takes such
 * targets; its mean then divides by the number of rows and not by their class weights. Rows that
 * assess the model keep their classes. Values and weights of rows are mixed as they are.
 *
 * <p>The partner depends on where a batch begins, so the batch size matters; a run that continues
 * from a saved position has the same batches and the same mixtures.
 *
 * @param alpha the parameter of the distribution, a, finite and above 0; 0.2 is usual, and 1 is
 *     uniform
 */
public record Mixup(double alpha) implements Augmentation {
  private static final float[] NO_WEIGHTS = {};

  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public Mixup {
    if (!(alpha > 0 && alpha <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("mixup: alpha " + alpha + " is not finite and above 0");
    }
  }

  @Override
  public RowFormat result(RowFormat rows) {
    return new RowFormat(rows.features(), RowFormat.Kind.VALUES, rows.outputs(), rows.weighted());
  }

  @Override
  public Augmenter begin(RowFormat rows) {
    return new Mixer(rows);
  }

  /** The buffers hold the first row, with which the last is mixed after the first has changed. */
  private final class Mixer implements Augmenter {
    private final RowFormat format;
    private final float[] firstFeatures;
    private final float[] firstValues;

    Mixer(RowFormat format) {
      this.format = format;
      this.firstFeatures = new float[format.features().size()];
      this.firstValues = new float[format.outputs()];
    }

    @Override
    public void apply(AugmentedBatch batch) {
      int rows = batch.rows();
      float[] x = batch.features();
      Targets before = batch.targets();
      float[] y = batch.result().values();
      if (before.areClasses()) {
        oneHot(rows, before.classes(), y);
      }
      int last = (rows - 1) * firstFeatures.length;
      int lastValue = (rows - 1) * firstValues.length;
      float[] w = format.weighted() ? batch.result().weights() : NO_WEIGHTS;
      if (format.weighted()) {
        System.arraycopy(before.weights(), 0, w, 0, rows);
      }
      float firstWeight = format.weighted() ? w[0] : 0;
      System.arraycopy(x, 0, firstFeatures, 0, firstFeatures.length);
      System.arraycopy(y, 0, firstValues, 0, firstValues.length);
      for (int row = 0; row < rows - 1; row++) {
        float share = (float) beta(batch.random(row));
        int at = row * firstFeatures.length;
        mix(x, at, x, at + firstFeatures.length, firstFeatures.length, share);
        int valueAt = row * firstValues.length;
        mix(y, valueAt, y, valueAt + firstValues.length, firstValues.length, share);
        if (format.weighted()) {
          w[row] = mixed(w[row], w[row + 1], share);
        }
      }
      float share = (float) beta(batch.random(rows - 1));
      mix(x, last, firstFeatures, 0, firstFeatures.length, share);
      mix(y, lastValue, firstValues, 0, firstValues.length, share);
      if (format.weighted()) {
        w[rows - 1] = mixed(w[rows - 1], firstWeight, share);
      }
    }

    private void oneHot(int rows, int[] classes, float[] y) {
      int outputs = format.outputs();
      Arrays.fill(y, 0, rows * outputs, 0);
      for (int row = 0; row < rows; row++) {
        y[row * outputs + classes[row]] = 1;
      }
    }
  }

  private static void mix(float[] a, int at, float[] b, int from, int count, float share) {
    for (int i = 0; i < count; i++) {
      a[at + i] = mixed(a[at + i], b[from + i], share);
    }
  }

  private static float mixed(float a, float b, float share) {
    return share * a + (1 - share) * b;
  }

  /**
   * Draws from Beta(a, a) as the share of one of two gamma variables in their sum, computed from
   * their logarithms, which do not underflow for a small a.
   */
  private double beta(RandomStream random) {
    double one = logGamma(random);
    double other = logGamma(random);
    return 1 / (1 + StrictMath.exp(other - one));
  }

  /**
   * Draws the logarithm of a gamma variable of shape a (Marsaglia and Tsang, A simple method for
   * generating gamma variables, 2000); below 1 as one of shape a + 1 times u^(1/a).
   */
  private double logGamma(RandomStream random) {
    double shape = alpha < 1 ? alpha + 1 : alpha;
    double boost = alpha < 1 ? StrictMath.log(1 - random.nextDouble()) / alpha : 0;
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double root = 1 + c * x;
      if (root <= 0) {
        continue;
      }
      double logV = 3 * StrictMath.log(root);
      double v = root * root * root;
      if (StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * logV) {
        return boost + StrictMath.log(d) + logV;
      }
    }
  }
}
