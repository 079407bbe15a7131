package lanewise.layers.loss;

/**
 * A loss of each value of the output against a value of its own. Class indices stand for one-hot
 * rows.
 */
abstract sealed class ElementwiseLoss extends ReducedLoss
    permits BinaryCrossEntropy,
        BinaryCrossEntropyWithLogits,
        BinaryHinge,
        Huber,
        KlDivergence,
        MeanAbsoluteError,
        MeanSquaredError,
        QuadraticCost {
  ElementwiseLoss(String name, Reduction reduction) {
    super(name, reduction);
  }

  /** Computes the losses of a tile's values and their derivatives. */
  abstract void values(LossTile tile);

  /** Returns the loss of one value, in its column of the output. */
  abstract double value(double x, double t, int column);

  /** Returns the target of the other classes' outputs if targets are class indices. */
  float offClass() {
    return 0;
  }

  /** Tests whether class indices may stand for one-hot rows. */
  boolean takesClasses() {
    return true;
  }

  @Override
  public final int lossesPerRow(int size) {
    return size;
  }

  @Override
  final double mass(int row, int size, Targets targets) {
    if (takesClasses() && targets.areClasses()) {
      ClassRule.check(name(), row, size, targets.classes()[row]);
    } else {
      targets.values();
    }
    return size;
  }

  @Override
  final void compute(LossTile tile, Targets targets) {
    tile.aimAt(targets, 1, offClass());
    values(tile);
  }

  @Override
  final double rowReference(int row, int size, double[] output, Targets targets) {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      double target;
      if (targets.areClasses()) {
        target = j == targets.classes()[row] ? 1 : offClass();
      } else {
        target = targets.values()[row * size + j];
      }
      sum += value(output[row * size + j], target, j);
    }
    return sum;
  }

  final IllegalArgumentException wrongTarget(LossTile tile, int i, String wanted) {
    return new IllegalArgumentException(
        name() + ": " + tile.place(i) + " has target " + tile.t[tile.tAt + i] + ", not " + wanted);
  }
}
