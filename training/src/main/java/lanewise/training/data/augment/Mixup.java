package lanewise.training.data.augment;

import java.util.Arrays;
import java.util.List;
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
 * <p>A feature that is an index, such as the number of a text that an embedding takes, cannot be
 * mixed: with {@link #withIndices} it is that of the row which has the larger share.
 *
 * <p>The partner depends on where a batch begins, so the batch size matters; a run that continues
 * from a saved position has the same batches and the same mixtures.
 *
 * @param alpha the parameter of the distribution, a, finite and above 0; 0.2 is usual, and 1 is
 *     uniform
 * @param indices the places of the features that are indices
 */
public record Mixup(double alpha, List<Integer> indices) implements Augmentation {
  private static final float[] NO_WEIGHTS = {};

  /**
   * Checks the parameter and copies the list.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public Mixup {
    if (!(alpha > 0 && alpha <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("mixup: alpha " + alpha + " is not finite and above 0");
    }
    indices = List.copyOf(indices);
  }

  /**
   * Makes a mixup of rows without indices.
   *
   * @param alpha the parameter of the distribution, a, finite and above 0
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public Mixup(double alpha) {
    this(alpha, List.of());
  }

  /**
   * Returns a mixup with this parameter of rows that have indices among their features, such as
   * those that {@link lanewise.layers.preprocessing.ColumnTransformer#indexFeatures} names.
   *
   * @param places the places of the features that are indices
   * @return a changed copy
   */
  public Mixup withIndices(List<Integer> places) {
    return new Mixup(alpha, places);
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
    private final int[] indexPlaces;

    /** The indices of a row after it is mixed. */
    private final float[] chosen;

    Mixer(RowFormat format) {
      this.format = format;
      this.firstFeatures = new float[format.features().size()];
      this.firstValues = new float[format.outputs()];
      this.indexPlaces = FeaturePlaces.within("mixup", indices, firstFeatures.length);
      this.chosen = new float[indexPlaces.length];
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
        mixFeatures(x, at, x, at + firstFeatures.length, share);
        int valueAt = row * firstValues.length;
        mix(y, valueAt, y, valueAt + firstValues.length, firstValues.length, share);
        if (format.weighted()) {
          w[row] = mixed(w[row], w[row + 1], share);
        }
      }
      float share = (float) beta(batch.random(rows - 1));
      mixFeatures(x, last, firstFeatures, 0, share);
      mix(y, lastValue, firstValues, 0, firstValues.length, share);
      if (format.weighted()) {
        w[rows - 1] = mixed(w[rows - 1], firstWeight, share);
      }
    }

    private void mixFeatures(float[] x, int at, float[] partner, int from, float share) {
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = share >= 0.5f ? x[at + indexPlaces[i]] : partner[from + indexPlaces[i]];
      }
      mix(x, at, partner, from, firstFeatures.length, share);
      for (int i = 0; i < chosen.length; i++) {
        x[at + indexPlaces[i]] = chosen[i];
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
