package lanewise.layers.predictor;

import lanewise.layers.internal.Room;
import lanewise.tensor.ShapeException;

/** What all predictors check of rows before anything is computed. */
final class Rows {
  private Rows() {}

  static void requireWidth(Predictor predictor, float[] row) {
    if (row.length != predictor.featureCount()) {
      throw new ShapeException(
          "predict: the row has %s features, the model takes %s"
              .formatted(row.length, predictor.featureCount()));
    }
  }

  static void require(
      Predictor predictor, int rows, float[] in, int inOffset, float[] out, int outOffset) {
    int features = predictor.featureCount();
    int outputs = predictor.plan().outputSize();
    Room.require("predict", "input", "values", rows, features, in.length, inOffset);
    Room.require("predict", "output", "values", rows, outputs, out.length, outOffset);
    predictor.transform().requireValid("predict", rows, in, inOffset);
  }
}
