package lanewise.cli.data;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Classifier;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Reads labelled data sets from CSV files. */
public final class CsvData {
  private CsvData() {}

  /**
   * Reads rows to train on: every column but one is a feature. Classes are sorted, by value where
   * all are whole numbers.
   *
   * @param name what the data set is called
   * @param label the column that names the class of a row
   */
  public static Dataset toTrain(Path file, String name, String label) throws IOException {
    try (CsvRows rows = CsvRows.open(file)) {
      CsvColumns columns = CsvColumns.allBut(rows, label);
      Table table = Table.read(rows, columns);
      List<String> classes = sorted(table.classes.keySet());
      if (classes.size() == 1) {
        throw new InputException(
            "%s: column \"%s\" has \"%s\" in every row; at least two classes are needed"
                .formatted(file, label, Phrases.excerpt(classes.getFirst())));
      }
      if (classes.size() == table.rows) {
        throw new InputException(
            "%s: column \"%s\" has a different value in every row, but a label names a class of several rows; name another column"
                .formatted(file, label));
      }
      return table.dataset(name, classes, columns.featureNames(rows));
    }
  }

  /**
   * Reads rows to judge a model by; their classes are those of the model.
   *
   * @param label the column that names the class of a row; null: as in training
   */
  public static Dataset toEvaluate(
      Path file, String name, Classifier model, @Nullable String label, Session session)
      throws IOException {
    try (CsvRows rows = CsvRows.open(file)) {
      CsvColumns columns = CsvColumns.forModel(rows, model, label);
      if (columns.label() == CsvColumns.NO_LABEL) {
        throw new InputException(
            "%s: name the column of the labels with --label; %s".formatted(file, rows.columns()));
      }
      columns.warnOfIgnored(rows, session);
      Table table = Table.read(rows, columns);
      ClassMatching.checkKnown(file.toString(), table.classes.keySet(), model);
      return table.dataset(name, model.labels(), columns.featureNames(rows));
    }
  }

  private static List<String> sorted(Collection<String> classes) {
    boolean numbers = classes.stream().allMatch(name -> name.matches("[+-]?\\d+"));
    Comparator<String> byText = Comparator.naturalOrder();
    Comparator<String> byValue = Comparator.comparing(name -> new BigInteger(name));
    return classes.stream().sorted(numbers ? byValue.thenComparing(byText) : byText).toList();
  }

  /** All rows of a file, with classes numbered as they came. */
  private static final class Table {
    private final int width;
    private float[] values;
    private int[] labels = new int[256];
    private int rows;
    final SequencedMap<String, Integer> classes = new LinkedHashMap<>();

    private Table(int width) {
      this.width = width;
      this.values = new float[256 * width];
    }

    static Table read(CsvRows source, CsvColumns columns) {
      Table table = new Table(columns.featureCount());
      while (source.next()) {
        String label = source.text(columns.label());
        if (label.isEmpty()) {
          throw new InputException(
              "%s, line %d: column \"%s\" is empty where a label is needed"
                  .formatted(source.file(), source.line(), source.header().get(columns.label())));
        }
        table.makeRoom(source);
        columns.read(source, table.values, table.rows * table.width);
        table.labels[table.rows] = table.classes.computeIfAbsent(label, _ -> table.classes.size());
        table.rows++;
      }
      if (table.rows == 0) {
        throw new InputException(
            source.file() + ": there is a header, but no row; add rows below it");
      }
      return table;
    }

    private void makeRoom(CsvRows source) {
      if (rows < labels.length) {
        return;
      }
      long size = Math.min(2L * rows * width, (Integer.MAX_VALUE - 8L) / width * width);
      if (size <= (long) rows * width) {
        throw new InputException(
            source.file() + ": more than 2^31 numbers; train on a part of the rows");
      }
      values = Arrays.copyOf(values, (int) size);
      labels = Arrays.copyOf(labels, (int) (size / width));
    }

    Dataset dataset(String name, List<String> names, List<String> features) {
      int[] place = new int[classes.size()];
      classes.forEach((label, number) -> place[number] = names.indexOf(label));
      int[] placed = new int[rows];
      Arrays.setAll(placed, row -> place[labels[row]]);
      Tensor matrix = Tensor.wrap(Arrays.copyOf(values, rows * width), Shape.of(rows, width));
      return Dataset.of(name, matrix, placed, names, features);
    }
  }
}
