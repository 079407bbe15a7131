package lanewise.cli.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Classifier;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;

/** Matches the classes of data with those of a model, by name. */
final class ClassMatching {
  private static final int CHUNK = 64;

  private ClassMatching() {}

  /**
   * The same rows with the classes numbered as the model numbers them.
   *
   * @param source what messages call the rows
   * @param names the classes of the rows
   * @throws InputException if a class that has rows is none of the model's
   */
  static RowSource numberedAsIn(
      Classifier model, String source, RowSource rows, List<String> names) {
    if (names.equals(model.labels())) {
      return rows;
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (String label : model.labels()) {
      numbers.put(label, numbers.size());
    }
    boolean[] there = present(rows, names.size());
    int[] places = new int[names.size()];
    List<String> unknown = new ArrayList<>();
    for (int c = 0; c < places.length; c++) {
      Integer number = numbers.get(names.get(c));
      if (number != null) {
        places[c] = number;
      } else if (there[c]) {
        unknown.add(names.get(c));
      }
    }
    if (!unknown.isEmpty()) {
      throw new InputException(
          "%s: the model was never trained on %s %s; it knows %s"
              .formatted(
                  source,
                  unknown.size() == 1 ? "the label" : "the labels",
                  Phrases.list(unknown),
                  Phrases.list(model.labels())));
    }
    return new Numbered(rows, places, model.labels().size());
  }

  /** Tells which classes have rows. */
  private static boolean[] present(RowSource rows, int classes) {
    boolean[] there = new boolean[classes];
    int chunk = Math.min(CHUNK, rows.rows());
    float[] features = new float[chunk * rows.format().features().size()];
    Targets targets = rows.format().newTargets(chunk);
    try (RowReader reader = rows.reader()) {
      for (int count = reader.read(0, chunk, features, targets);
          count > 0;
          count = reader.read(0, chunk, features, targets)) {
        for (int row = 0; row < count; row++) {
          there[targets.classes()[row]] = true;
        }
      }
    }
    return there;
  }

  /** Rows with other numbers for their classes. */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Numbered(RowSource inner, int[] places, int classes) implements RowSource {
    @Override
    public int rows() {
      return inner.rows();
    }

    @Override
    public RowFormat format() {
      RowFormat given = inner.format();
      return new RowFormat(given.features(), given.kind(), classes, given.weighted());
    }

    @Override
    public RowReader reader() {
      RowReader reader = inner.reader();
      return new RowReader() {
        @Override
        public int read(int at, int count, float[] features, Targets targets) {
          int read = reader.read(at, count, features, targets);
          for (int row = at; row < at + read; row++) {
            targets.classes()[row] = places[targets.classes()[row]];
          }
          return read;
        }

        @Override
        public void skip(int count) {
          reader.skip(count);
        }

        @Override
        public void close() {
          reader.close();
        }
      };
    }
  }
}
