package lanewise.cli.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a CSV file to which a model is applied: those of its features, in the order in
 * which the model takes them, and those of the labels.
 */
public final class ModelColumns {
  private final CsvTable table;
  private final List<String> labels;
  private final int[] features;
  private final List<String> ignored;

  private ModelColumns(
      CsvTable table, List<String> labels, IntStream features, List<String> ignored) {
    this.table = table;
    this.labels = labels;
    this.features = features.toArray();
    this.ignored = ignored;
  }

  /**
   * Finds the columns by name where the model knows the names of its features; else takes all
   * columns but those of the labels.
   *
   * @param labels the columns of the labels; none: those that the model was trained on, if they are
   *     there
   * @param weights the column of the weights, which is no feature; null if there is none
   * @param kept columns that the caller reads as well; they are features only where the model knows
   *     features of their names
   * @throws InputException if the model cannot be applied to the columns
   * @throws DataException if there is no such column of labels, weights or kept ones
   */
  public static ModelColumns of(
      CsvTable table,
      Predictor model,
      List<String> labels,
      @Nullable String weights,
      List<String> kept)
      throws DataException {
    List<String> beside = weights == null ? List.of() : List.of(weights);
    for (String column : union(union(labels, beside), kept)) {
      table.column(column);
    }
    List<String> used = labels.isEmpty() ? trainedLabels(table, model) : labels;
    if (weights != null && used.contains(weights)) {
      throw new InputException(
          "--weights %s: this column holds the labels; name another column".formatted(weights));
    }
    List<String> known = Provenance.features(model);
    if (known.isEmpty()) {
      return inOrder(table, used, union(beside, kept), model.featureCount());
    }
    refuseFeatures("--label", labels, known);
    refuseFeatures("--weights", beside, known);
    return byName(table, used, union(beside, kept), known);
  }

  private static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static void refuseFeatures(String option, List<String> columns, List<String> features) {
    for (String column : columns) {
      if (features.contains(column)) {
        throw new InputException(
            "%s %s: the model takes this column as a feature; leave the option out or name another column"
                .formatted(option, column));
      }
    }
  }

  /** The columns of the labels in training, if all of them are there. */
  private static List<String> trainedLabels(CsvTable table, Predictor model) {
    List<String> trained = Provenance.labels(model);
    return trained.stream().allMatch(table::hasColumn) ? trained : List.of();
  }

  private static ModelColumns inOrder(
      CsvTable table, List<String> labels, List<String> beside, int wanted) {
    Set<String> named = new HashSet<>(union(labels, beside));
    int[] others =
        IntStream.range(0, table.header().size())
            .filter(c -> !named.contains(table.header().get(c)))
            .toArray();
    if (others.length != wanted) {
      throw new InputException(
          "%s, line 1: %s (%s), but the model takes %s%s%s"
              .formatted(
                  table.source(),
                  Phrases.count(others.length, "feature column"),
                  Phrases.list(IntStream.of(others).mapToObj(table.header()::get).toList()),
                  wanted,
                  labels.isEmpty() ? "; name a column of labels with --label" : "",
                  table.separatorHint()));
    }
    return new ModelColumns(table, labels, IntStream.of(others), List.of());
  }

  private static ModelColumns byName(
      CsvTable table, List<String> labels, List<String> beside, List<String> known)
      throws DataException {
    List<String> missing = known.stream().filter(name -> !table.hasColumn(name)).toList();
    if (missing.size() == known.size()) {
      throw new InputException(
          "%s, line 1: none of the columns that the model needs is there (%s); the first line must name the columns as in training; %s"
              .formatted(table.source(), Phrases.list(known), table.columns()));
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s, line 1: the model needs %s; %s"
              .formatted(
                  table.source(),
                  missing.size() == 1
                      ? "a column \"" + missing.getFirst() + "\""
                      : "the columns " + Phrases.list(missing),
                  table.columns()));
    }
    IntStream.Builder features = IntStream.builder();
    for (String name : known) {
      features.add(table.column(name));
    }
    Set<String> used = new HashSet<>(known);
    used.addAll(union(labels, beside));
    List<String> ignored = new ArrayList<>();
    for (String name : table.header()) {
      if (!used.contains(name)) {
        ignored.add(name);
      }
    }
    return new ModelColumns(table, labels, features.build(), ignored);
  }

  /** Warns of the columns that are ignored, if there are any. */
  public void warnOfIgnored(Session session) {
    if (!ignored.isEmpty()) {
      session.say(
          "warning: %s: %s %s ignored, as the model was not trained on %s"
              .formatted(
                  table.source(),
                  (ignored.size() == 1 ? "the column " : "the columns ") + Phrases.list(ignored),
                  ignored.size() == 1 ? "is" : "are",
                  ignored.size() == 1 ? "it" : "them"));
    }
  }

  /** The columns of the features, in the order of the model. */
  public int[] features() {
    return features.clone();
  }

  /**
   * The columns of the labels.
   *
   * @throws InputException if there is none
   */
  public List<String> requireLabels() {
    if (labels.isEmpty()) {
      throw labelNotNamed(table);
    }
    return labels;
  }

  /** The advice where nothing says which column holds the labels. */
  static InputException labelNotNamed(CsvTable table) {
    return new InputException(
        "%s: name the column of the labels with --label; %s"
            .formatted(table.source(), table.columns()));
  }
}
