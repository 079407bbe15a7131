package lanewise.cli.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Classifier;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;

/** Matches the classes of data with those of a model, by name. */
final class ClassMatching {
  /** Stands for a class that the model does not have. */
  private static final int UNKNOWN = -1;

  private ClassMatching() {}

  /**
   * Checks that a model knows any of the classes of some rows.
   *
   * @param source what messages call the rows
   * @throws InputException if it knows none
   */
  static void requireSomeOf(Classifier model, String source, List<String> names) {
    if (names.stream().noneMatch(model.labels()::contains)) {
      throw new InputException(
          "%s: the model was never trained on the labels %s; it knows %s"
              .formatted(source, Phrases.list(names), Phrases.list(model.labels())));
    }
  }

  /**
   * The same rows with the classes numbered as the model numbers them. A row of a class that is
   * none of the model's is refused by an {@link InputException} when it is read.
   *
   * @param source what messages call the rows
   * @param names the classes of the rows
   */
  static RowReader numberedAsIn(
      Classifier model, String source, RowReader rows, List<String> names) {
    if (names.equals(model.labels())) {
      return rows;
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (String label : model.labels()) {
      numbers.put(label, numbers.size());
    }
    int[] places = names.stream().mapToInt(name -> numbers.getOrDefault(name, UNKNOWN)).toArray();
    return new Numbered(model, source, rows, names, places);
  }

  /** Rows with other numbers for their classes. */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Numbered(
      Classifier model, String source, RowReader inner, List<String> names, int[] places)
      implements RowReader {
    @Override
    public RowFormat format() {
      RowFormat given = inner.format();
      int classes = model.labels().size();
      return new RowFormat(given.features(), given.kind(), classes, given.weighted());
    }

    @Override
    public int read(int at, int count, float[] features, Targets targets) {
      int read = inner.read(at, count, features, targets);
      for (int row = at; row < at + read; row++) {
        int given = targets.classes()[row];
        if (places[given] == UNKNOWN) {
          throw new InputException(
              "%s: the model was never trained on the label \"%s\"; it knows %s"
                  .formatted(source, names.get(given), Phrases.list(model.labels())));
        }
        targets.classes()[row] = places[given];
      }
      return read;
    }

    @Override
    public void skip(int count) {
      inner.skip(count);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
