package lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * The common part of these losses: reduction, sample weights and the loop over the rows.
 *
 * <pre>
 *   loss = sum over rows of  w_r l_r / D       gradient = w_r gradient(l_r) / D
 *   D = sum of w_r mass_r  for MEAN,   sum of w_r  for BATCH_MEAN,   1  for SUM
 *   both are 0 where D is 0
 * </pre>
 *
 * <p>Losses are computed and added up in double precision, row after row and value after value, so
 * their sum has the same bits everywhere.
 */
abstract sealed class ReducedLoss implements SeparableLoss
    permits ElementwiseLoss, MulticlassHinge, NegativeLogLikelihood, SoftmaxCrossEntropy {
  private final String name;
  private final Reduction reduction;

  ReducedLoss(String name, Reduction reduction) {
    this.name = name;
    this.reduction = reduction;
  }

  /** Returns the name of the loss in messages. */
  final String name() {
    return name;
  }

  /** Refuses an output size that does not fit the settings. */
  void checkSize(int size) {}

  /**
   * Returns the weight of a row in a mean, without its sample weight; refuses a target that is not
   * a class.
   */
  abstract double mass(int row, int size, Targets targets);

  /** Computes the losses and their gradients for the rows of a tile. */
  abstract void compute(LossTile tile, Targets targets);

  /** Returns the sum of a row's losses in double precision. */
  abstract double rowReference(int row, int size, double[] output, Targets targets);

  @Override
  public final Reduction reduction() {
    return reduction;
  }

  @Override
  public final double evaluate(
      int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput) {
    double divisor = divisor(rows, size, targets);
    LossTile tile = LossTile.acquire();
    int step = LossTile.rowsPerTile(size);
    double total = 0;
    for (int first = 0; first < rows; first += step) {
      tile.over(first, Math.min(step, rows - first), size, output);
      if (gradOutput != null) {
        tile.gradients = gradOutput;
        tile.gradientsAt = first * size;
      }
      compute(tile, targets);
      total = addUp(tile, targets, total);
      if (gradOutput != null) {
        scale(tile, targets, divisor);
      }
    }
    tile.release();
    return reduced(total, divisor);
  }

  private double addUp(LossTile tile, Targets targets, double start) {
    double total = start;
    int width = lossesPerRow(tile.size);
    for (int r = 0; r < tile.rows; r++) {
      double weight = targets.weight(tile.first + r);
      for (int i = r * width; i < (r + 1) * width && weight != 0; i++) {
        total += weight * tile.losses[i];
      }
    }
    return total;
  }

  private static void scale(LossTile tile, Targets targets, double divisor) {
    float[] gradients = tile.gradients;
    for (int r = 0; r < tile.rows; r++) {
      float factor = (float) (targets.weight(tile.first + r) / divisor);
      boolean counts = factor != 0 && divisor != 0;
      int from = tile.gradientsAt + r * tile.size;
      for (int i = from; i < from + tile.size; i++) {
        gradients[i] = counts ? gradients[i] * factor : 0;
      }
    }
  }

  @Override
  public final void losses(int rows, int size, float[] output, Targets targets, float[] losses) {
    divisor(rows, size, targets);
    LossTile tile = LossTile.acquire();
    int step = LossTile.rowsPerTile(size);
    int width = lossesPerRow(size);
    for (int first = 0; first < rows; first += step) {
      tile.over(first, Math.min(step, rows - first), size, output);
      compute(tile, targets);
      for (int i = 0; i < tile.rows * width; i++) {
        float weight = targets.weight(first + i / width);
        losses[first * width + i] = weight == 0 ? 0 : (float) (weight * tile.losses[i]);
      }
    }
    tile.release();
  }

  @Override
  public final double reference(int rows, int size, double[] output, Targets targets) {
    double divisor = divisor(rows, size, targets);
    double total = 0;
    for (int r = 0; r < rows; r++) {
      double weight = targets.weight(r);
      total += weight == 0 ? 0 : weight * rowReference(r, size, output, targets);
    }
    return reduced(total, divisor);
  }

  /** Where nothing counts, there is nothing to learn: that is 0, and not the NaN of 0 / 0. */
  private static double reduced(double total, double divisor) {
    return divisor == 0 ? 0 : total / divisor;
  }

  /**
   * Returns the number by which the sum of the losses is divided; refuses targets that do not fit.
   */
  private double divisor(int rows, int size, Targets targets) {
    if (rows < 1 || size < 1) {
      throw new IllegalArgumentException(
          name + ": " + rows + " rows of " + size + " outputs: both must be at least 1");
    }
    targets.check(name, rows, size);
    checkSize(size);
    double masses = 0;
    double weights = 0;
    for (int r = 0; r < rows; r++) {
      double weight = targets.weight(r);
      masses += weight * mass(r, size, targets);
      weights += weight;
    }
    return switch (reduction) {
      case MEAN -> masses;
      case BATCH_MEAN -> weights;
      case SUM -> 1;
    };
  }
}
