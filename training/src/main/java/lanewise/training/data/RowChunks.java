package lanewise.training.data;

import lanewise.layers.loss.Targets;

/** Reads all rows of a source once, from the first to the last. */
final class RowChunks {
  private static final int ROWS = 256;

  private RowChunks() {}

  static <E extends Exception> void read(RowSource source, RowSource.ChunkVisitor<E> visitor)
      throws E {
    RowFormat format = source.format();
    int chunk = format.chunk(Math.min(ROWS, source.rows()));
    float[] features = new float[chunk * format.features().size()];
    Targets targets = format.newTargets(chunk);
    int done = 0;
    try (RowReader reader = source.reader()) {
      for (int rows = reader.read(0, chunk, features, targets);
          rows > 0;
          rows = reader.read(0, chunk, features, targets)) {
        visitor.visit(rows, features, targets);
        done += rows;
      }
    }
    if (done < source.rows()) {
      throw new IllegalStateException(
          "rows: the source ends after %s of %s".formatted(done, source.rows()));
    }
  }
}
