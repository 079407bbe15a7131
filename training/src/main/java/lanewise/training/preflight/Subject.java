package lanewise.training.preflight;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;

/**
 * A training that has not begun.
 *
 * @param model the model with its first weights; checks work on copies
 * @param loss the loss to minimize
 * @param rows the training rows, as the model sees them
 * @param featureNames the names of the features, for messages
 * @param columns the columns that the features were made of: a category has a feature for each of
 *     its values
 * @param seed decides which rows are looked at
 */
public record Subject(
    Model model,
    Loss loss,
    Samples rows,
    List<String> featureNames,
    List<Column> columns,
    long seed) {
  /** Separates the choice of rows from other random numbers of the seed. */
  private static final long CHOICE = 0x666C69676874L; // the letters of "flight"

  /**
   * Copies the lists and checks that model, rows, names and columns fit.
   *
   * @throws IllegalArgumentException if there is not one name for each feature, or a column has
   *     none of the features
   * @throws lanewise.tensor.ShapeException if the model and the rows do not fit
   */
  public Subject {
    featureNames = List.copyOf(featureNames);
    columns = List.copyOf(columns);
    rows.format().requireFits("preflight", model);
    if (featureNames.size() != rows.format().features().size()) {
      throw new IllegalArgumentException(
          "preflight: %s names for %s features"
              .formatted(featureNames.size(), rows.format().features().size()));
    }
    for (Column column : columns) {
      if (column.first() < 0
          || column.count() < 1
          || column.first() > featureNames.size() - column.count()) {
        throw new IllegalArgumentException(
            "preflight: column %s has %s features from %s on, but there are %s"
                .formatted(column.name(), column.count(), column.first(), featureNames.size()));
      }
    }
  }

  /**
   * Describes a training in which each feature is a column of its own.
   *
   * @param model the model with its first weights
   * @param loss the loss to minimize
   * @param rows the training rows, as the model sees them
   * @param featureNames the names of the features, for messages
   * @param seed decides which rows are looked at
   */
  public Subject(Model model, Loss loss, Samples rows, List<String> featureNames, long seed) {
    this(model, loss, rows, featureNames, columnsOf(featureNames), seed);
  }

  private static List<Column> columnsOf(List<String> featureNames) {
    List<Column> columns = new ArrayList<>();
    for (String name : featureNames) {
      columns.add(new Column(name, columns.size(), 1));
    }
    return columns;
  }

  /** Some rows in memory. */
  static final class Chosen {
    private final int count;
    private final float[] features;
    private final Targets targets;

    private Chosen(int count, float[] features, Targets targets) {
      this.count = count;
      this.features = features;
      this.targets = targets;
    }

    /** Returns the number of rows. */
    int count() {
      return count;
    }

    /** Returns the features, count x F. */
    float[] features() {
      return features;
    }

    /** Returns the targets of the rows. */
    Targets targets() {
      return targets;
    }
  }

  /**
   * Returns random rows, each once; all of them if there are no more, and fewer where they are so
   * long that they would not fit an array.
   */
  Chosen choose(int most) {
    int[] order = new int[rows.rows()];
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    RandomStream.of(seed).split(CHOICE).shuffle(order);
    RowFormat format = rows.format();
    int count = format.chunk(Math.min(most, order.length));
    float[] features = new float[count * format.features().size()];
    Targets targets = format.newTargets(count);
    rows.gather(order, 0, count, features, targets);
    return new Chosen(count, features, targets);
  }

  /** Returns the features of a row. */
  float[] row(int number) {
    float[] features = new float[rows.format().features().size()];
    rows.gather(new int[] {number}, 0, 1, features, rows.format().newTargets(1));
    return features;
  }

  /** Returns the number of values that the model gives for a row. */
  int outputs() {
    return model.outputShape().size();
  }

  boolean hasClasses() {
    return rows.format().kind() == RowFormat.Kind.CLASS;
  }

  /** Returns a few of the features by name, such as {@code a, b and 3 more}. */
  String names(List<Integer> features) {
    return some(features.stream().map(featureNames::get).toList());
  }

  /** Returns a few of some names, such as {@code a, b and 3 more}. */
  static String some(List<String> names) {
    int shown = Math.min(5, names.size());
    List<String> some = names.subList(0, shown);
    int more = names.size() - shown;
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }
}
