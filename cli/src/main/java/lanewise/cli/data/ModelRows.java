package lanewise.cli.data;

import java.util.Locale;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV file as a model takes them, and counts the values that training never
 * saw: those that are missing where none was missing, and texts that nobody knows.
 */
public final class ModelRows implements FeatureRows {
  private final CsvTable table;
  private final int[] places;
  private final @Nullable ColumnTransformer columns;
  private final boolean marked;
  private final long[] missing;
  private final long[] unknown;

  public ModelRows(CsvTable table, Predictor model, ModelColumns matched) {
    this.table = table;
    this.places = matched.features();
    this.columns = model.columns();
    this.marked = columns != null && !columns.missing().isEmpty();
    this.missing = new long[places.length];
    this.unknown = new long[places.length];
  }

  @Override
  public int width() {
    return places.length;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a text has no meaning for its column
   * @throws DataException if the row is not as {@link CsvTable} takes it
   */
  @Override
  public boolean next(float[] to, int offset) throws DataException {
    if (!table.next()) {
      return false;
    }
    if (columns == null) {
      table.numbers(places, to, offset);
      return true;
    }
    for (int c = 0; c < places.length; c++) {
      to[offset + c] = value(columns, c);
    }
    return true;
  }

  private float value(ColumnTransformer transformer, int c) throws DataException {
    Column column = transformer.columns().get(c);
    if (table.isMissing(places[c]) || (marked && isMarked(transformer, c))) {
      missing[c]++;
      return Float.NaN;
    }
    if (column instanceof Column.Numeric) {
      return table.number(places[c]);
    }
    try {
      float value = transformer.encode(c, table.text(places[c]));
      unknown[c] += column instanceof Column.Categorical && value == 0 ? 1 : 0;
      return value;
    } catch (IllegalArgumentException meaningless) {
      throw new InputException(
          "%s, line %s: %s"
              .formatted(
                  table.source(),
                  table.line(),
                  String.valueOf(meaningless.getMessage()).replaceFirst("^row: the ", "")),
          meaningless);
    }
  }

  /** Whether the model was told that the text means a missing value. */
  private boolean isMarked(ColumnTransformer transformer, int c) {
    return transformer.missing().contains(table.text(places[c]));
  }

  @Override
  public void warnOfNews(Session session) {
    for (int c = 0; columns != null && c < places.length; c++) {
      Column column = columns.columns().get(c);
      if (unknown[c] > 0) {
        session.say(
            String.format(
                Locale.ROOT,
                "warning: %s: the column \"%s\" has a text in %,d rows that is not one of those in"
                    + " training; its features are 0 there",
                table.source(),
                column.name(),
                unknown[c]));
      }
      if (missing[c] > 0 && !knowsMissing(column)) {
        session.say(
            String.format(
                Locale.ROOT,
                "warning: %s: the column \"%s\" has no value in %,d rows, and no feature of the"
                    + " model says so; %s stands in",
                table.source(),
                column.name(),
                missing[c],
                fill(column)));
      }
    }
  }

  private static boolean knowsMissing(Column column) {
    return column.indicator()
        || (column instanceof Column.Categorical category && category.fill().isEmpty());
  }

  private static String fill(Column column) {
    return switch (column) {
      case Column.Numeric numeric -> String.valueOf(numeric.fill());
      case Column.Bool bool -> String.valueOf(bool.fill());
      case Column.Categorical category -> "\"" + category.fill() + "\"";
    };
  }
}
