package lanewise.cli.data;

import java.io.IOException;
import lanewise.cli.session.Session;

/** Rows without targets, as a model takes them, from the first to the last. */
public sealed interface FeatureRows permits CsvFeatures, ModelRows, NpyFeatures {
  /** The number of values of a row. */
  int width();

  /**
   * Reads the next row.
   *
   * @param to receives its values from an offset on
   * @return false after the last row
   * @throws IOException if a file cannot be read, or is not as the model takes it
   */
  boolean next(float[] to, int offset) throws IOException;

  /** Warns of values that training never saw, a line for each column that has them. */
  void warnOfNews(Session session);
}
