package lanewise.training.data;

import lanewise.layers.loss.Targets;

/** Reads the features of all rows once, from the first to the last. */
final class FeaturePass {
  private static final int CHUNK = 256;

  private FeaturePass() {}

  /** Sees rows [rows, features F] in the order of the source. */
  interface Visitor {
    void visit(int rows, float[] features);
  }

  static void over(RowSource source, Visitor visitor) {
    int chunk = Math.min(CHUNK, source.rows());
    float[] features = new float[Math.multiplyExact(chunk, source.format().features().size())];
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
