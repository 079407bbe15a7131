package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.layers.file.Task;
import lanewise.layers.internal.Cells;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.MissingLabelException;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.internal.ClassNames;
import org.jspecify.annotations.Nullable;

/**
 * What is to be predicted of the rows of a table: the task, and the target of each row.
 *
 * <p>Where the caller does not say which task it is, the label columns decide:
 *
 * <pre>
 *   one column     texts, or whole numbers of at most {@value #MOST_CLASS_NUMBERS} values     classes
 *                  any other numbers                           a number
 *   more columns   only yes and no (true and false, 1 and 0)   labels
 *                  numbers                                     numbers
 * </pre>
 *
 * <p>Nothing changes the targets, and many threads may read them.
 */
public final class TableTargets {
  /** The most different whole numbers in a column that are taken for classes. */
  public static final int MOST_CLASS_NUMBERS = 20;

  private final Table table;
  private final TaskKind kind;
  private final String reason;
  private final List<String> names;
  private final int[] classes;
  private final float[] values;

  private TableTargets(
      Table table,
      TaskKind kind,
      String reason,
      List<String> names,
      int[] classes,
      float[] values) {
    this.table = table;
    this.kind = kind;
    this.reason = reason;
    this.names = names;
    this.classes = classes;
    this.values = values;
  }

  /**
   * Decides the task and collects the targets.
   *
   * @param table the table, whose roles name the label columns
   * @param stated the task; null if the columns decide
   * @return the targets
   * @throws DataException if a row has no label; the columns do not fit the task; or there is
   *     nothing to learn: one class, a class for each row, or the same number in each row
   */
  public static TableTargets of(Table table, @Nullable TaskKind stated) throws DataException {
    List<String> labels = table.roles().labels();
    for (String label : labels) {
      requireComplete(table, table.column(label));
    }
    Survey survey = Survey.of(table, labels);
    TaskKind kind = stated == null ? survey.kind() : stated;
    String reason = stated == null ? survey.reason() : "as stated";
    return switch (kind) {
      case CLASSIFY -> classes(table, reason);
      case REGRESS, MULTILABEL -> values(table, kind, reason, true);
    };
  }

  private static void requireComplete(Table table, CellColumn column) throws DataException {
    for (int row = 0; row < table.rows(); row++) {
      if (column.isMissing(row)) {
        throw new MissingLabelException(
            "%scolumn \"%s\" is empty where a label is needed; fill it in, or leave such rows out"
                .formatted(table.at(row), column.name()));
      }
    }
  }

  /** What the label columns have. */
  private record Survey(int columns, int distinct, int rows, Content content) {
    private enum Content {
      TRUTHS,
      WHOLE_NUMBERS,
      NUMBERS,
      TEXTS
    }

    static Survey of(Table table, List<String> labels) {
      boolean truths = true;
      boolean numbers = true;
      boolean whole = true;
      int distinct = 0;
      for (String label : labels) {
        CellColumn column = table.column(label);
        List<String> texts = column.texts();
        distinct = column.ofTexts() ? texts.size() : CellColumn.MOST_LABELS + 1;
        truths &= column.ofTexts();
        whole &= column.ofTexts() || areWhole(column, table.rows());
        for (String text : texts) {
          float number = table.number(text);
          truths &= !Float.isNaN(Cells.truth(text));
          numbers &= !Float.isNaN(number);
          whole &= number == Math.rint(number);
        }
      }
      Content content =
          truths
              ? Content.TRUTHS
              : numbers ? (whole ? Content.WHOLE_NUMBERS : Content.NUMBERS) : Content.TEXTS;
      return new Survey(labels.size(), distinct, table.rows(), content);
    }

    private static boolean areWhole(CellColumn column, int rows) {
      for (int row = 0; row < rows; row++) {
        if (column.number(row) != Math.rint(column.number(row))) {
          return false;
        }
      }
      return true;
    }

    TaskKind kind() {
      boolean truths = content == Content.TRUTHS;
      boolean whole = content == Content.WHOLE_NUMBERS;
      return content == Content.TEXTS
          ? TaskKind.CLASSIFY
          : TaskKind.ofNumbers(columns, truths, whole, distinct, rows);
    }

    String reason() {
      String what =
          switch (content) {
            case TRUTHS -> columns > 1 ? "only yes and no" : "two values";
            case NUMBERS, WHOLE_NUMBERS ->
                columns > 1
                    ? "numbers"
                    : String.format(
                        Locale.ROOT,
                        distinct > CellColumn.MOST_LABELS
                            ? "more than %,d different numbers"
                            : "%,d different numbers",
                        Math.min(distinct, CellColumn.MOST_LABELS));
            case TEXTS -> String.format(Locale.ROOT, "%,d different texts", distinct);
          };
      return (columns > 1 ? "the label columns hold " : "the label column holds ") + what;
    }
  }

  /**
   * Collects the targets for a task that a model has already.
   *
   * @param table the table, whose roles name the label columns in the order of the task
   * @param task the task
   * @return the targets; classes are numbered as in the task
   * @throws DataException if a row has no label, or a label that the model was never trained on; or
   *     as {@link #of(Table, TaskKind)}
   */
  public static TableTargets forTask(Table table, Task task) throws DataException {
    return switch (task) {
      case Task.Classification known -> knownClasses(table, known.names());
      case Task.MultiLabel _ -> values(table, TaskKind.MULTILABEL, "as trained", false);
      case Task.Regression _ -> values(table, TaskKind.REGRESS, "as trained", false);
    };
  }

  private static TableTargets knownClasses(Table table, List<String> names) throws DataException {
    CellColumn column = table.column(table.roles().labels().getFirst());
    requireComplete(table, column);
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, numbers.size());
    }
    int[] classes = new int[table.rows()];
    for (int row = 0; row < classes.length; row++) {
      String text = column.text(row);
      Integer number = numbers.get(text);
      if (number == null) {
        throw new DataException(
            "%sthe model was never trained on the label \"%s\"; it knows %s"
                .formatted(
                    table.at(row),
                    CellColumn.shortened(text),
                    String.join(
                        ", ", names.stream().limit(20).map(CellColumn::shortened).toList())));
      }
      classes[row] = number;
    }
    return new TableTargets(
        table, TaskKind.CLASSIFY, "as trained", List.copyOf(names), classes, new float[0]);
  }

  private static TableTargets classes(Table table, String reason) throws DataException {
    List<String> labels = table.roles().labels();
    if (labels.size() > 1) {
      throw new DataException(
          "%s: %s columns of labels that are not all yes or no, nor all numbers: a class is named by one column"
              .formatted(table.source(), labels.size()));
    }
    CellColumn column = table.column(labels.getFirst());
    if (!column.ofTexts()) {
      throw new DataException(
          "%s: column \"%s\" has more than %s different numbers, which are too many for classes"
              .formatted(table.source(), column.name(), CellColumn.MOST_LABELS));
    }
    List<String> names = ClassNames.sorted(column.texts());
    if (names.size() == 1) {
      throw new DataException(
          "%s: column \"%s\" has \"%s\" in every row; at least two classes are needed"
              .formatted(table.source(), column.name(), CellColumn.shortened(names.getFirst())));
    }
    if (names.size() == table.rows()) {
      throw new DataException(
          "%s: column \"%s\" has a different value in every row, but a label names a class of several rows; name another column"
              .formatted(table.source(), column.name()));
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, numbers.size());
    }
    int[] ofCodes = new int[names.size()];
    Arrays.setAll(ofCodes, code -> numbers.getOrDefault(column.texts().get(code), 0));
    int[] classes = new int[table.rows()];
    Arrays.setAll(classes, row -> ofCodes[column.code(row)]);
    return new TableTargets(table, TaskKind.CLASSIFY, reason, names, classes, new float[0]);
  }

  private static TableTargets values(Table table, TaskKind kind, String reason, boolean toLearn)
      throws DataException {
    List<String> labels = table.roles().labels();
    for (String label : labels) {
      requireComplete(table, table.column(label));
    }
    float[] values = new float[table.values("labels", table.rows(), labels.size())];
    for (int l = 0; l < labels.size(); l++) {
      CellColumn column = table.column(labels.get(l));
      boolean truths = kind == TaskKind.MULTILABEL;
      float[] ofTexts = ofTexts(table, column, truths);
      for (int row = 0; row < table.rows(); row++) {
        float value = column.ofTexts() ? ofTexts[column.code(row)] : column.number(row);
        if (truths && !column.ofTexts() && value != 0 && value != 1) {
          value = Float.NaN;
        }
        if (Float.isNaN(value)) {
          throw new DataException(
              "%scolumn \"%s\" has \"%s\" where a %s is needed"
                  .formatted(
                      table.at(row),
                      column.name(),
                      CellColumn.shortened(column.text(row)),
                      truths ? "yes or no" : "number"));
        }
        values[row * labels.size() + l] = value;
      }
      if (toLearn && column.texts().size() == 1) {
        throw new DataException(
            "%s: column \"%s\" has \"%s\" in every row; there is nothing to learn"
                .formatted(
                    table.source(),
                    column.name(),
                    CellColumn.shortened(column.texts().getFirst())));
      }
    }
    return new TableTargets(table, kind, reason, labels, new int[0], values);
  }

  private static float[] ofTexts(Table table, CellColumn column, boolean truths) {
    float[] values = new float[column.texts().size()];
    for (int code = 0; code < values.length; code++) {
      String text = column.texts().get(code);
      values[code] = truths ? Cells.truth(text) : table.number(text);
    }
    return values;
  }

  /**
   * The task.
   *
   * @return the task that was stated or decided
   */
  public TaskKind kind() {
    return kind;
  }

  /**
   * Why this is the task.
   *
   * @return a part of a sentence, such as {@code the label column holds 200 different numbers}
   */
  public String reason() {
    return reason;
  }

  /**
   * The names of what is predicted.
   *
   * @return the labels of the classes in the order of their indices, or the names of the columns
   */
  public List<String> names() {
    return names;
  }

  /**
   * The classes of some rows.
   *
   * @param rows row numbers, each from 0
   * @return a new array of indices into {@link #names()}; all 0 if the task is another
   */
  public int[] classes(int... rows) {
    int[] found = new int[rows.length];
    if (kind == TaskKind.CLASSIFY) {
      Arrays.setAll(found, i -> classes[rows[i]]);
    }
    return found;
  }

  /**
   * The values of some rows, in the units of the data.
   *
   * @param rows row numbers, each from 0
   * @return a new array [rows, names]
   * @throws IllegalStateException if the task is to tell classes apart
   */
  public float[] values(int... rows) {
    if (kind == TaskKind.CLASSIFY) {
      throw new IllegalStateException("targets: they are classes, not values");
    }
    int width = names.size();
    float[] found = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, found, i * width, width);
    }
    return found;
  }

  /**
   * Counts the rows of each class among some rows.
   *
   * @param rows row numbers, each from 0
   * @return a new array with one count for each name
   */
  public int[] classCounts(int... rows) {
    int[] counts = new int[names.size()];
    for (int each : classes(rows)) {
      counts[each]++;
    }
    return counts;
  }

  /**
   * The classes that have no row in a part.
   *
   * @param rows the row numbers of the part
   * @return their names
   */
  public List<String> missingFrom(int... rows) {
    List<String> missing = new ArrayList<>();
    int[] counts = classCounts(rows);
    for (int c = 0; c < counts.length && kind == TaskKind.CLASSIFY; c++) {
      if (counts[c] == 0) {
        missing.add(names.get(c));
      }
    }
    return missing;
  }

  /**
   * The task as a saved model has it.
   *
   * @param trainRows the numbers of the training rows, from which the scale of numbers is learnt
   * @return the task
   * @throws DataException if a number is the same in all training rows
   */
  public Task task(int... trainRows) throws DataException {
    return switch (kind) {
      case CLASSIFY -> new Task.Classification(names);
      case MULTILABEL -> new Task.MultiLabel(names);
      case REGRESS -> new Task.Regression(names, scaler(values(trainRows)));
    };
  }

  /** Mean and standard deviation, N in the denominator, of each column. */
  private TargetScaler scaler(float[] targets) throws DataException {
    int width = names.size();
    int rows = targets.length / width;
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int t = 0; t < width; t++) {
      double sum = 0;
      boolean varies = false;
      for (int i = t; i < targets.length; i += width) {
        sum += targets[i];
        varies |= targets[i] != targets[t];
      }
      double middle = sum / rows;
      double squares = 0;
      for (int i = t; i < targets.length; i += width) {
        squares += (targets[i] - middle) * (targets[i] - middle);
      }
      mean[t] = (float) middle;
      deviation[t] = (float) Math.sqrt(squares / rows);
      // Where all are equal, rounding may still leave a deviation.
      if (!varies || !(deviation[t] > 0)) {
        throw new DataException(
            "%s: column \"%s\" has the same number in all training rows; there is nothing to learn"
                .formatted(table.source(), names.get(t)));
      }
    }
    return TargetScaler.of(mean, deviation);
  }

  /**
   * Some rows, ready for a model to learn from or to be judged by.
   *
   * @param fit what the training rows teach about the features
   * @param task the task that {@link #task} gave for the training rows; it scales numbers
   * @param rows row numbers, each from 0, at least one
   * @return {@link LabelledRows} of classes, else {@link ValueRows}; of a table on the disk a view
   *     that makes the same features and targets whenever rows are read; with weights if the table
   *     has them
   * @throws DataException if a row has a text where the training rows have numbers or booleans, or
   *     no weight; the message names the line
   */
  public Samples samples(TableFit fit, Task task, int... rows) throws DataException {
    Samples samples = table.isOnDisk() ? view(fit, task, rows) : copy(fit, task, rows);
    float[] weights = table.weights(rows);
    return weights == null ? samples : samples.weighted(weights);
  }

  private Samples view(TableFit fit, Task task, int... rows) throws DataException {
    TableView view = TableView.of(table, fit.transformer(), rows);
    return switch (task) {
      case Task.Classification _ -> view.withClasses(classes(rows), names.size());
      case Task.MultiLabel _ -> view.withValues(values(rows), names.size());
      case Task.Regression regression -> {
        float[] scaled = values(rows);
        regression.scaler().scale(rows.length, scaled, 0, scaled, 0);
        yield view.withValues(scaled, names.size());
      }
    };
  }

  private Samples copy(TableFit fit, Task task, int... rows) throws DataException {
    Tensor features = fit.features(table, rows);
    return switch (task) {
      case Task.Classification _ ->
          LabelledRows.of(
              table.name(), features, classes(rows), names, fit.transformer().featureNames());
      case Task.MultiLabel _ -> ValueRows.of(table.name(), features, matrix(values(rows)));
      case Task.Regression regression -> {
        float[] scaled = values(rows);
        regression.scaler().scale(rows.length, scaled, 0, scaled, 0);
        yield ValueRows.of(table.name(), features, matrix(scaled));
      }
    };
  }

  private Tensor matrix(float[] targets) {
    return Tensor.wrap(targets, Shape.of(targets.length / names.size(), names.size()));
  }
}
