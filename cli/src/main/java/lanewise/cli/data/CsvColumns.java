package lanewise.cli.data;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Classifier;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file are the features, in the order in which the model takes them, and
 * which holds the labels.
 */
public final class CsvColumns {
  public static final int NO_LABEL = -1;

  private final int label;
  private final int[] features;
  private final List<String> ignored;

  private CsvColumns(int label, List<Integer> features, List<String> ignored) {
    this.label = label;
    this.ignored = ignored;
    this.features = features.stream().mapToInt(Integer::intValue).toArray();
  }

  /** To train: all columns but that of the labels. */
  public static CsvColumns allBut(CsvRows rows, String label) {
    int labelColumn = rows.column(label);
    if (rows.header().size() == 1) {
      throw new InputException(
          rows.file()
              + ": there is no column beside \""
              + label
              + "\" to learn from"
              + rows.separatorHint());
    }
    return new CsvColumns(labelColumn, others(rows, labelColumn), List.of());
  }

  /**
   * To apply a model: by name where the model knows the names of its features, else all columns but
   * that of the labels.
   *
   * @param label the column of the labels; null: the one that the model was trained on, if there
   */
  public static CsvColumns forModel(CsvRows rows, Classifier model, @Nullable String label) {
    int labelColumn = NO_LABEL;
    if (label != null) {
      labelColumn = rows.column(label);
    } else {
      String trained = Provenance.label(model);
      labelColumn = trained == null ? NO_LABEL : rows.header().indexOf(trained);
    }
    List<Integer> others = others(rows, labelColumn);
    List<String> known = Provenance.features(model);
    if (!known.isEmpty()) {
      if (label != null && known.contains(label)) {
        throw new InputException(
            "--label "
                + label
                + ": the model takes this column as a feature; leave the option out or name another"
                + " column");
      }
      return byName(rows, labelColumn, others, known);
    }
    if (others.size() != model.featureCount()) {
      throw new InputException(
          "%s, line 1: %s (%s), but the model takes %d%s%s"
              .formatted(
                  rows.file(),
                  Phrases.count(others.size(), "feature column"),
                  Phrases.list(others.stream().map(rows.header()::get).toList()),
                  model.featureCount(),
                  labelColumn == NO_LABEL ? "; name a column of labels with --label" : "",
                  rows.separatorHint()));
    }
    return new CsvColumns(labelColumn, others, List.of());
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

  private static CsvColumns byName(
      CsvRows rows, int labelColumn, List<Integer> others, List<String> known) {
    List<String> missing = new ArrayList<>(known);
    missing.removeAll(rows.header());
    if (missing.size() == known.size()) {
      throw new InputException(
          "%s, line 1: none of the columns that the model needs is there (%s); the first line must"
                  .formatted(rows.file(), Phrases.list(known))
              + " name the columns as in training; "
              + rows.columns());
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s, line 1: the model needs %s; %s"
              .formatted(
                  rows.file(),
                  missing.size() == 1
                      ? "a column \"" + missing.getFirst() + "\""
                      : "the columns " + Phrases.list(missing),
                  rows.columns()));
    }
    List<String> ignored =
        others.stream().map(rows.header()::get).filter(name -> !known.contains(name)).toList();
    return new CsvColumns(
        labelColumn, known.stream().map(rows.header()::indexOf).toList(), ignored);
  }

  /** Says once which columns take no part, where there are some. */
  public void warnOfIgnored(CsvRows rows, Session session) {
    if (!ignored.isEmpty()) {
      session.say(
          "warning: %s: %s %s ignored, as the model was not trained on %s"
              .formatted(
                  rows.file(),
                  (ignored.size() == 1 ? "the column " : "the columns ") + Phrases.list(ignored),
                  ignored.size() == 1 ? "is" : "are",
                  ignored.size() == 1 ? "it" : "them"));
    }
  }

  public int featureCount() {
    return features.length;
  }

  /** The column of the labels, or {@link #NO_LABEL}. */
  public int label() {
    return label;
  }

  /** The names of the features. */
  public List<String> featureNames(CsvRows rows) {
    List<String> names = new ArrayList<>();
    for (int column : features) {
      names.add(rows.header().get(column));
    }
    return names;
  }

  /** Copies the features of the current row. */
  public void read(CsvRows rows, float[] to, int offset) {
    for (int i = 0; i < features.length; i++) {
      to[offset + i] = rows.number(features[i]);
    }
  }
}
