package lanewise.cli.data;

import java.nio.file.Path;
import java.util.List;
import lanewise.cli.job.DataSettings;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.Shape;
import lanewise.training.data.Digits;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowReader;

/**
 * A data set that comes with the library.
 *
 * @param name one of {@link #NAMES}
 * @param settings how it is divided
 */
record BundledSource(String name, DataSettings settings) implements DataSource {
  private static final String DIGITS = "digits";
  private static final String IRIS = "iris";

  static final List<String> NAMES = List.of(DIGITS, IRIS);

  @Override
  public PreparedData prepare(long seed, Path scratch) {
    LabelledRows rows = load();
    NumberRows.Layout layout =
        name.equals(DIGITS)
            ? NumberRows.Layout.ofImages(Shape.of(8, 8), rows.featureNames())
            : NumberRows.Layout.ofNumbers(rows.featureNames());
    return NumberRows.ofClasses(name, rows, rows.classNames(), layout).prepare(settings, seed);
  }

  private LabelledRows load() {
    return name.equals(DIGITS) ? Digits.load() : Iris.load();
  }

  @Override
  public RowReader toEvaluate(Predictor model, Session session, SkippedRows skipped) {
    LabelledRows rows = load();
    return NumberEvaluation.ofClasses(model, name, rows, rows.classNames());
  }
}
