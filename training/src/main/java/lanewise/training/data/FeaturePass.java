package lanewise.training.data;

import lanewise.layers.loss.Targets;

/** Reads the features of all rows once, from the first to the last. */
final class FeaturePass {
  private static final int CHUNK = 256;
  private static final int MOST_VALUES = 1 << 24;

  private FeaturePass() {}

  /** Sees rows [rows, features F] in the order of the source. */
  interface Visitor {
    void visit(int rows, float[] features);
  }

  /** The number of rows to read together: fewer than usual where rows are very long. */
  static int chunk(RowSource source) {
    int most = Math.clamp(MOST_VALUES / Math.max(1, source.format().features().size()), 1, CHUNK);
    return Math.min(most, source.rows());
  }

  static void over(RowSource source, Visitor visitor) {
    int chunk = chunk(source);
    float[] features = new float[chunk * source.format().features().size()];
    Targets targets = source.format().newTargets(chunk);
    try (RowReader reader = source.reader()) {
      for (int rows = reader.read(0, chunk, features, targets);
          rows > 0;
          rows = reader.read(0, chunk, features, targets)) {
        visitor.visit(rows, features);
      }
    }
  }
}
