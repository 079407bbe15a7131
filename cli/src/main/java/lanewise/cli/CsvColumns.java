package lanewise.cli;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Classifier;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file are the features, in the order in which the model takes them, and
 * which holds the labels.
 */
final class CsvColumns {
  static final int NO_LABEL = -1;

  private final int label;
  private final int[] features;

  private CsvColumns(int label, List<Integer> features) {
    this.label = label;
    this.features = features.stream().mapToInt(Integer::intValue).toArray();
  }

  /** To train: all columns but that of the labels. */
  static CsvColumns allBut(CsvRows rows, String label) {
    int labelColumn = rows.column(label);
    if (rows.header().size() == 1) {
      throw new InputException(
          rows.file() + ": there is no column beside \"" + label + "\" to learn from");
    }
    return new CsvColumns(labelColumn, others(rows, labelColumn));
  }

  /**
   * To apply a model: by name where the model knows the names of its features, else all columns but
   * that of the labels.
   *
   * @param label the column of the labels; null: the one that the model was trained on, if there
   */
  static CsvColumns forModel(CsvRows rows, Classifier model, @Nullable String label) {
    int labelColumn = NO_LABEL;
    if (label != null) {
      labelColumn = rows.column(label);
    } else {
      String trained = Provenance.label(model);
      labelColumn = trained == null ? NO_LABEL : rows.header().indexOf(trained);
    }
    List<Integer> others = others(rows, labelColumn);
    if (others.size() != model.featureCount()) {
      throw new InputException(
          "%s, line 1: %s (%s), but the model takes %d%s"
              .formatted(
                  rows.file(),
                  Lists.count(others.size(), "feature column"),
                  Lists.some(others.stream().map(rows.header()::get).toList()),
                  model.featureCount(),
                  labelColumn == NO_LABEL ? "; name a column of labels with --label" : ""));
    }
    List<String> known = Provenance.features(model);
    return new CsvColumns(labelColumn, known.isEmpty() ? others : byName(rows, known));
  }

  private static List<Integer> others(CsvRows rows, int labelColumn) {
    List<Integer> others = new ArrayList<>();
    for (int column = 0; column < rows.header().size(); column++) {
      if (column != labelColumn) {
        others.add(column);
      }
    }
    return others;
  }

  private static List<Integer> byName(CsvRows rows, List<String> names) {
    return names.stream()
        .map(
            name -> {
              if (!rows.header().contains(name)) {
                throw new InputException(
                    "%s: the model needs a column \"%s\"; the columns are %s"
                        .formatted(rows.file(), name, Lists.some(rows.header())));
              }
              return rows.header().indexOf(name);
            })
        .toList();
  }

  int featureCount() {
    return features.length;
  }

  /** The column of the labels, or {@link #NO_LABEL}. */
  int label() {
    return label;
  }

  /** The names of the features. */
  List<String> featureNames(CsvRows rows) {
    List<String> names = new ArrayList<>();
    for (int column : features) {
      names.add(rows.header().get(column));
    }
    return names;
  }

  /** Copies the features of the current row. */
  void read(CsvRows rows, float[] to, int offset) {
    for (int i = 0; i < features.length; i++) {
      to[offset + i] = rows.number(features[i]);
    }
  }
}
