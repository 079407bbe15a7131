package lanewise.training.data.table;

import java.util.concurrent.atomic.AtomicReference;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.Shape;
import lanewise.training.data.DataException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/** Rows of a table whose features are made whenever they are read. */
final class TableView implements Samples {
  private final ColumnTransformer transformer;
  private final RowFormat format;
  private final CellColumn[] columns;

  /** The value in a row of each text, for each column. */
  private final float[][] ofCodes;

  private final int[] rows;
  private final int[] classes;
  private final float[] values;

  /** The raw rows of a call that is over, for the next one, which need not allocate. */
  private final AtomicReference<float @Nullable []> idle = new AtomicReference<>(new float[0]);

  private TableView(
      ColumnTransformer transformer,
      RowFormat format,
      CellColumn[] columns,
      float[][] ofCodes,
      int[] rows,
      int[] classes,
      float[] values) {
    this.transformer = transformer;
    this.format = format;
    this.columns = columns;
    this.ofCodes = ofCodes;
    this.rows = rows;
    this.classes = classes;
    this.values = values;
  }

  /**
   * Views rows, all of one class.
   *
   * @throws DataException if a row has a text where the training rows have numbers or booleans
   */
  static TableView of(Table table, ColumnTransformer transformer, int... rows)
      throws DataException {
    int width = transformer.inputSize();
    CellColumn[] columns = new CellColumn[width];
    float[][] ofCodes = new float[width][];
    for (int c = 0; c < width; c++) {
      columns[c] = table.column(transformer.columns().get(c).name());
      ofCodes[c] = TableFit.ofCodes(table, transformer.columns().get(c), columns[c]);
    }
    RowFormat format = RowFormat.ofClasses(Shape.of(transformer.outputSize()), 1);
    TableView view =
        new TableView(
            transformer,
            format,
            columns,
            ofCodes,
            rows.clone(),
            new int[rows.length],
            new float[0]);
    for (int row : rows) {
      for (int c = 0; c < width; c++) {
        TableFit.requireMeaning(
            table, row, transformer.columns().get(c), columns[c], view.value(c, row));
      }
    }
    return view;
  }

  TableView withClasses(int[] ofRows, int count) {
    return with(RowFormat.ofClasses(format.features(), count), ofRows, new float[0]);
  }

  TableView withValues(float[] ofRows, int width) {
    return with(RowFormat.ofValues(format.features(), width), new int[0], ofRows);
  }

  private TableView with(RowFormat changed, int[] ofClasses, float[] ofValues) {
    return new TableView(transformer, changed, columns, ofCodes, rows, ofClasses, ofValues);
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public RowFormat format() {
    return format;
  }

  private float value(int c, int row) {
    if (!columns[c].ofTexts()) {
      return columns[c].number(row);
    }
    int code = columns[c].code(row);
    return code == CellColumn.MISSING ? Float.NaN : ofCodes[c][code];
  }

  @Override
  public void gather(int[] order, int from, int count, float[] features, Targets targets) {
    int width = columns.length;
    float[] raw = idle.getAndSet(null);
    if (raw == null || raw.length < count * width) {
      raw = new float[count * width];
    }
    int outputs = format.outputs();
    for (int i = 0; i < count; i++) {
      int at = order[from + i];
      for (int c = 0; c < width; c++) {
        raw[i * width + c] = value(c, rows[at]);
      }
      if (targets.areClasses()) {
        targets.classes()[i] = classes[at];
      } else {
        System.arraycopy(values, at * outputs, targets.values(), i * outputs, outputs);
      }
    }
    transformer.transform(count, raw, 0, features, 0);
    idle.set(raw);
  }
}
