package lanewise.training.data.augment;

import lanewise.tensor.Shape;
import lanewise.training.data.RowFormat;

/** The layout of an image within the features of a row: channels, then rows, then columns. */
record Image(int channels, int height, int width) {
  /** Reads a shape [H, W] or [C, H, W]. */
  static Image of(String operation, Shape shape) {
    if (shape.rank() < 2 || shape.rank() > 3 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "%s: an image has shape [height, width] or [channels, height, width], not %s"
              .formatted(operation, shape));
    }
    int channels = shape.rank() == 3 ? shape.dim(0) : 1;
    return new Image(channels, shape.dim(-2), shape.dim(-1));
  }

  int size() {
    return channels * height * width;
  }

  void requireFits(String operation, RowFormat rows) {
    if (rows.features().size() != size()) {
      throw new IllegalArgumentException(
          "%s: an image of %s x %s x %s has %s values, but a row has %s features"
              .formatted(operation, channels, height, width, size(), rows.features().size()));
    }
  }

  static float requireFinite(String operation, float fill) {
    if (!Float.isFinite(fill)) {
      throw new IllegalArgumentException(
          "%s: the fill %s is not a finite number".formatted(operation, fill));
    }
    return fill;
  }

  static double requireProbability(String operation, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "%s: the probability %s is not from 0 to 1".formatted(operation, probability));
    }
    return probability;
  }
}
