package lanewise.cli.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;

/** Receives the predictions of rows, in the order of the rows. */
interface Predictions {
  /**
   * Prints the prediction for a row.
   *
   * @param row of the batch, by which the columns that are kept know it
   * @param values whose part from an offset on is that of the row: probabilities, or numbers in the
   *     units of the data
   * @throws IOException if a file takes no more
   */
  void print(int row, float[] values, int offset) throws IOException;

  /**
   * Prints what is left after the last row.
   *
   * @throws IOException if a file takes no more
   */
  void end() throws IOException;

  /** Computes what {@link #print} takes. */
  static void compute(Predictor predictor, int rows, float[] features, float[] values) {
    switch (predictor) {
      case Classifier classifier -> classifier.probabilities(rows, features, 0, values, 0);
      case MultiLabelClassifier labels -> labels.probabilities(rows, features, 0, values, 0);
      case Regressor regressor -> regressor.predict(rows, features, 0, values, 0);
    }
  }

  /** The place of the most probable class, the first of equals. */
  static int best(float[] values, int offset, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = values[offset + c] > values[offset + best] ? c : best;
    }
    return best;
  }

  /** The labels that a row is given. */
  static List<String> labels(List<String> names, float[] values, int offset) {
    List<String> given = new ArrayList<>();
    for (int l = 0; l < names.size(); l++) {
      if (values[offset + l] >= MultiLabelClassifier.THRESHOLD) {
        given.add(names.get(l));
      }
    }
    return given;
  }
}
