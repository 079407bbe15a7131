package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lanewise.layers.internal.Cells;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowSource;
import lanewise.training.internal.ClassNames;
import org.jspecify.annotations.Nullable;

/**
 * What the training rows of a table teach about its columns: types, categories, what stands in for
 * missing values, scales. No other row is looked at.
 *
 * <pre>
 *   cells of the training rows              column                    if a value is missing
 *   true, false, yes, no, 1, 0              boolean                   the more frequent value
 *   numbers                                 number, mean 0 and        the median
 *                                           deviation 1
 *   up to 32 texts                          category, one-hot         the most frequent text
 *   more texts                              category, an index        a category of its own
 *   another text in most rows               left out, as names and ids are
 *   the same value in all rows, or none     left out
 *   dates                                   refused
 * </pre>
 *
 * <p>Missing values are counted before a value stands in for them: if there are some, the column
 * gets an indicator, and is not left out even if its other values are all the same. {@link
 * FitSettings} choose another {@link Imputation}, scaling or number of texts.
 *
 * @param transformer makes features of rows; a saved model keeps it
 * @param notes what is to be said about columns, in the order of the table
 */
public record TableFit(ColumnTransformer transformer, List<ColumnNote> notes) {
  /** A sentence about columns names so many of them. */
  private static final int SHOWN_NOTES = 5;

  /** So many texts may name categories however few rows there are. */
  private static final int FEW_TEXTS = 10;

  /** Numbers of eight digits from here to there may be dates. */
  private static final int FIRST_DAY = 1900_01_01;

  private static final int LAST_DAY = 2100_12_31;

  /** Copies the list. */
  public TableFit {
    notes = List.copyOf(notes);
  }

  /**
   * Learns from rows.
   *
   * @param table the table
   * @param trainRows the numbers of the training rows, at least one
   * @return what they teach
   * @throws DataException if a column holds dates, no column is left, or the features of the rows
   *     are more than 2^31 - 1 (a {@link lanewise.training.data.DataLimitException})
   */
  public static TableFit of(Table table, int... trainRows) throws DataException {
    return of(table, FitSettings.defaults(), trainRows);
  }

  /**
   * Learns from rows in another way than the usual one.
   *
   * @param table the table
   * @param settings how values are scaled and missing ones filled in
   * @param trainRows the numbers of the training rows, at least one
   * @return what they teach
   * @throws DataException if a column holds dates, no column is left, a value is missing that the
   *     settings refuse, or the features of the rows are more than 2^31 - 1 (a {@link
   *     lanewise.training.data.DataLimitException})
   */
  public static TableFit of(Table table, FitSettings settings, int... trainRows)
      throws DataException {
    List<Column> columns = new ArrayList<>();
    List<Column> indexed = new ArrayList<>();
    List<ColumnNote> notes = new ArrayList<>();
    for (String name : table.features()) {
      Column column = column(table, name, settings, trainRows, notes);
      if (column instanceof Column.Categorical categorical
          && categorical.encoding() == Column.Encoding.INDEX) {
        indexed.add(column);
      } else if (column != null) {
        columns.add(column);
      }
    }
    columns.addAll(indexed);
    if (columns.isEmpty()) {
      String shown =
          notes.stream().limit(SHOWN_NOTES).map(ColumnNote::text).collect(Collectors.joining("; "));
      int more = notes.size() - SHOWN_NOTES;
      throw new DataException(
          "%s: no column is left to learn from: %s%s"
              .formatted(table.source(), shown, more <= 0 ? "" : "; and so on, " + more + " more"));
    }
    if (settings.imputation().strategy() == Imputation.Strategy.REFUSE) {
      table.requireComplete(columns.stream().map(Column::name).toList(), trainRows);
    }
    ColumnTransformer unscaled = ColumnTransformer.unscaled(columns);
    FeatureScaler scaler =
        scaler(settings.scaling(), unscaled, trainRows(table, unscaled, trainRows));
    return new TableFit(ColumnTransformer.of(columns, scaler).withMissing(table.missing()), notes);
  }

  private static @Nullable Column column(
      Table table, String name, FitSettings settings, int[] trainRows, List<ColumnNote> notes)
      throws DataException {
    CellColumn cells = table.column(name);
    CellSurvey survey = new CellSurvey(table, cells, trainRows);
    boolean stated = table.roles().categories().contains(name);
    int distinct = survey.distinct();
    Imputation imputation = settings.imputation();
    boolean indicator = survey.hasMissing() && imputation.indicator();
    if (survey.present == 0) {
      note(notes, name, ColumnNote.Kind.EMPTY, "is left out: it has no value in the training rows");
      return null;
    }
    if (distinct == 1 && !(survey.hasMissing() && imputation.tellsMissing())) {
      String value =
          cells.ofTexts() ? survey.texts().getFirst() : String.valueOf(survey.numbers[0]);
      String text =
          "is left out: it is \"%s\" in all training rows%s"
              .formatted(
                  CellColumn.shortened(value), survey.hasMissing() ? " that have a value" : "");
      note(notes, name, ColumnNote.Kind.CONSTANT, text);
      return null;
    }
    if (!stated && survey.areTruths()) {
      return new Column.Bool(name, imputation.truth(survey), indicator);
    }
    if (!stated && survey.areNumbers()) {
      float[] numbers = numbers(table, survey);
      if (areCalendarDays(numbers)) {
        String text =
            "has numbers of eight digits that read as dates (yyyymmdd), whose differences mean"
                + " little; days since a fixed day, the month or the weekday say more";
        note(notes, name, ColumnNote.Kind.CALENDAR, text);
      } else if (distinct == survey.rows && survey.rows > 2 && areWhole(numbers)) {
        String text = "has another whole number in each training row, as ids have";
        note(notes, name, ColumnNote.Kind.NUMBERED, text);
      }
      return new Column.Numeric(name, imputation.number(numbers), indicator);
    }
    Optional<String> date = stated ? Optional.empty() : survey.date();
    if (date.isPresent()) {
      throw new DataException(
          "%s: column \"%s\" holds dates or times (such as %s), which a model cannot take; leave it out, or replace it by numbers, such as days since a fixed day, the month or the weekday"
              .formatted(table.source(), name, date.get()));
    }
    return categorical(name, survey, stated, settings, notes);
  }

  private static @Nullable Column categorical(
      String name,
      CellSurvey survey,
      boolean stated,
      FitSettings settings,
      List<ColumnNote> notes) {
    List<String> texts = ClassNames.sorted(survey.texts());
    if (!stated && areNames(texts.size(), survey.present)) {
      note(
          notes,
          name,
          ColumnNote.Kind.NAMES,
          String.format(
              Locale.ROOT,
              "is left out: it has %,d different texts in %,d training rows, as names and ids"
                  + " have%s",
              texts.size(),
              survey.present,
              survey.hasNumber() ? mixed(survey) : ""));
      return null;
    }
    if (!stated && survey.hasNumber()) {
      note(
          notes,
          name,
          ColumnNote.Kind.MIXED,
          "has numbers and texts (such as \"%s\"), which all name categories"
              .formatted(CellColumn.shortened(survey.firstText())));
    }
    boolean embedded = texts.size() > settings.mostOneHot();
    if (embedded) {
      note(
          notes,
          name,
          ColumnNote.Kind.EMBEDDED,
          String.format(
              Locale.ROOT,
              "has %,d different text%s embedded",
              texts.size(),
              texts.size() == 1 ? ", which is" : "s, which are"));
    }
    return category(name, texts, embedded, survey, settings.imputation());
  }

  /**
   * A missing value is a category of its own where nothing is to stand in for it, and where an
   * index leaves no room for an indicator.
   */
  private static Column category(
      String name, List<String> texts, boolean embedded, CellSurvey survey, Imputation imputation) {
    Column.Encoding encoding = embedded ? Column.Encoding.INDEX : Column.Encoding.ONE_HOT;
    boolean indicator = survey.hasMissing() && imputation.indicator();
    if ((survey.hasMissing() && imputation.isConstant()) || (embedded && indicator)) {
      List<String> andMissing = new ArrayList<>(texts);
      andMissing.add("");
      return new Column.Categorical(name, andMissing, encoding, "", false);
    }
    String frequent = Imputation.mostFrequent(texts, survey);
    return new Column.Categorical(name, texts, encoding, frequent, indicator);
  }

  /** A text that may stand for a missing number. */
  private static String mixed(CellSurvey survey) {
    return " (numbers, and texts such as \"%s\")"
        .formatted(CellColumn.shortened(survey.firstText()));
  }

  /** Another text in each row, or many texts of which most occur in one row. */
  private static boolean areNames(int distinct, int rows) {
    return rows > 2 && (distinct == rows || (distinct > FEW_TEXTS && 2 * distinct > rows));
  }

  private static void note(
      List<ColumnNote> notes, String column, ColumnNote.Kind kind, String what) {
    notes.add(new ColumnNote(column, kind, "the column \"" + column + "\" " + what));
  }

  /** Returns the numbers that are there, in ascending order. */
  private static float[] numbers(Table table, CellSurvey survey) {
    if (survey.counts.length == 0) {
      return survey.numbers;
    }
    float[] numbers = new float[survey.present];
    int next = 0;
    for (int t = 0; t < survey.counts.length; t++) {
      Arrays.fill(numbers, next, next + survey.counts[t], table.number(survey.text(t)));
      next += survey.counts[t];
    }
    Arrays.sort(numbers);
    return numbers;
  }

  private static boolean areWhole(float[] numbers) {
    for (float number : numbers) {
      if (number != Math.rint(number)) {
        return false;
      }
    }
    return true;
  }

  /** Floats have every second of such numbers, so that a day may be one off. */
  private static boolean areCalendarDays(float[] numbers) {
    for (float number : numbers) {
      int day = (int) number;
      boolean reads =
          day == number
              && day >= FIRST_DAY
              && day <= LAST_DAY
              && day / 100 % 100 >= 1
              && day / 100 % 100 <= 12
              && day % 100 <= 32;
      if (!reads) {
        return false;
      }
    }
    return true;
  }

  /** Returns the features of the training rows before they are scaled. */
  private static RowSource trainRows(Table table, ColumnTransformer unscaled, int... rows)
      throws DataException {
    if (table.isOnDisk()) {
      return TableView.of(table, unscaled, rows);
    }
    float[] raw = rows(table, unscaled, rows);
    float[] features = new float[table.values("features", rows.length, unscaled.outputSize())];
    unscaled.transform(rows.length, raw, 0, features, 0);
    Tensor matrix = Tensor.wrap(features, Shape.of(rows.length, unscaled.outputSize()));
    return LabelledRows.of("table", matrix, new int[rows.length], List.of("all"));
  }

  /** Scales numbers, and leaves all other features as they are. */
  private static FeatureScaler scaler(
      Function<RowSource, FeatureScaler> scaling, ColumnTransformer unscaled, RowSource rows) {
    FeatureScaler all = scaling.apply(rows);
    float[] means = all.mean();
    float[] scales = all.scale();
    float[] mean = new float[unscaled.outputSize()];
    float[] scale = new float[unscaled.outputSize()];
    Arrays.fill(scale, 1);
    List<String> names = unscaled.featureNames();
    Map<String, Integer> places = HashMap.newHashMap(names.size());
    for (int f = 0; f < names.size(); f++) {
      places.putIfAbsent(names.get(f), f);
    }
    for (Column column : unscaled.columns()) {
      if (column instanceof Column.Numeric) {
        int at = Objects.requireNonNull(places.get(column.name()));
        mean[at] = means[at];
        scale[at] = scales[at];
      }
    }
    return FeatureScaler.of(mean, scale);
  }

  /**
   * Computes the features of some rows.
   *
   * @param table the table
   * @param rows the numbers of the rows, at least one
   * @return [rows, features F] in the given order
   * @throws DataException if a row has a text where the training rows have numbers or booleans; the
   *     message names the line
   */
  public Tensor features(Table table, int... rows) throws DataException {
    float[] raw = rows(table, transformer, rows);
    float[] features = new float[table.values("features", rows.length, transformer.outputSize())];
    transformer.transform(rows.length, raw, 0, features, 0);
    return Tensor.wrap(features, Shape.of(rows.length, transformer.outputSize()));
  }

  /** Returns rows as the transformer takes them. */
  private static float[] rows(Table table, ColumnTransformer transformer, int[] rows)
      throws DataException {
    int width = transformer.inputSize();
    float[] raw = new float[table.values("columns", rows.length, width)];
    for (int c = 0; c < width; c++) {
      Column column = transformer.columns().get(c);
      CellColumn cells = table.column(column.name());
      float[] ofCodes = ofCodes(table, column, cells);
      for (int i = 0; i < rows.length; i++) {
        float value = Float.NaN;
        if (!cells.isMissing(rows[i])) {
          value = cells.ofTexts() ? ofCodes[cells.code(rows[i])] : cells.number(rows[i]);
        }
        requireMeaning(table, rows[i], column, cells, value);
        raw[i * width + c] = value;
      }
    }
    return raw;
  }

  /** Refuses a cell that is there, but that the column cannot have. */
  static void requireMeaning(Table table, int row, Column column, CellColumn cells, float value)
      throws DataException {
    boolean unfit = column instanceof Column.Bool && value != 0 && value != 1;
    if ((unfit || Float.isNaN(value)) && !cells.isMissing(row)) {
      throw unlikeTraining(table, row, column, cells);
    }
  }

  /** Returns the value in a row of each text of a column; NaN for a text that has no meaning. */
  static float[] ofCodes(Table table, Column column, CellColumn cells) {
    float[] values = new float[cells.ofTexts() ? cells.texts().size() : 0];
    Map<String, Integer> places = new HashMap<>();
    if (column instanceof Column.Categorical categorical) {
      for (String value : categorical.values()) {
        places.put(value, places.size() + 1);
      }
    }
    for (int t = 0; t < values.length; t++) {
      String text = cells.texts().get(t);
      values[t] =
          switch (column) {
            case Column.Numeric _ -> table.number(text);
            case Column.Bool _ -> Cells.truth(text);
            case Column.Categorical _ -> places.getOrDefault(text, 0);
          };
    }
    return values;
  }

  private static DataException unlikeTraining(
      Table table, int row, Column column, CellColumn cells) {
    String text = cells.text(row);
    return new DataException(
        "%scolumn \"%s\" has \"%s\", but the training rows have only %s; correct it, or name the column as one of categories"
            .formatted(
                table.at(row),
                column.name(),
                CellColumn.shortened(text),
                column instanceof Column.Bool ? "true and false" : "numbers"));
  }
}
