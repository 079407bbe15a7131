package lanewise.cli.data;

import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;

/** Opens rows of numbers for the evaluation of a model that takes numbers. */
final class NumberEvaluation {
  private NumberEvaluation() {}

  /**
   * Opens rows with classes.
   *
   * @param source what messages call the rows
   * @param names the classes of the rows
   */
  static RowReader ofClasses(Predictor model, String source, RowSource rows, List<String> names) {
    if (!(model instanceof Classifier classifier)) {
      throw new InputException(
          source
              + ": its labels are classes, but the model names none; give it rows as in training");
    }
    ClassMatching.requireSomeOf(classifier, source, names);
    return ClassMatching.numberedAsIn(classifier, source, ofValues(model, source, rows), names);
  }

  /** Opens rows whose targets are as the model predicts them. */
  static RowReader ofValues(Predictor model, String source, RowSource rows) {
    if (!(model.transform() instanceof FeatureScaler scaler)) {
      throw new InputException(
          source + ": the model takes the columns of a table; give it a CSV file");
    }
    int features = rows.format().features().size();
    if (features != scaler.featureCount()) {
      throw new InputException(
          "%s: a row has %s, but the model takes %s"
              .formatted(source, Phrases.count(features, "feature"), scaler.featureCount()));
    }
    return rows.scaled(scaler).reader();
  }
}
