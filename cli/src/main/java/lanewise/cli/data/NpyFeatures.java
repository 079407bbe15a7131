package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.io.MappedNpy;
import lanewise.tensor.io.Npy;
import lanewise.training.data.DataException;
import org.jspecify.annotations.Nullable;

/** The rows of an npy file, or of the npy files of a folder in the order of their names. */
public final class NpyFeatures implements FeatureRows {
  private final List<Path> files;
  private final int width;
  private int nextFile;
  private long nextRow;
  private @Nullable MappedNpy open;

  private NpyFeatures(List<Path> files, int width) {
    this.files = files;
    this.width = width;
  }

  /** Whether a path names such files. */
  public static boolean areAt(Path path) throws IOException {
    return NpySource.isNpy(path);
  }

  /**
   * Opens files.
   *
   * @throws InputException if the model takes no rows of numbers, or a folder has other files, too
   * @throws IOException if a folder cannot be listed
   */
  public static NpyFeatures of(Path path, Predictor model) throws IOException {
    if (!(model.transform() instanceof FeatureScaler)) {
      throw new InputException(
          path + ": the model takes the columns of a table; give it a CSV file");
    }
    return new NpyFeatures(NpySource.files(path), model.featureCount());
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean next(float[] to, int offset) throws IOException {
    while (open == null || nextRow == open.rowCount()) {
      if (nextFile == files.size()) {
        return false;
      }
      open = map(files.get(nextFile++));
      nextRow = 0;
    }
    open.copyRows(nextRow, nextRow + 1, to, offset);
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(to[offset + i])) {
        throw new DataException(
            "%s: row %s (from 0), value %s is %s, not a finite number"
                .formatted(files.get(nextFile - 1), nextRow, i, to[offset + i]));
      }
    }
    nextRow++;
    return true;
  }

  private MappedNpy map(Path file) throws IOException {
    MappedNpy rows = Npy.map(file);
    int features = rows.rowShape().size();
    if (features != width) {
      throw new InputException(
          "%s: a row has %s, but the model takes %s"
              .formatted(file, Phrases.count(features, "feature"), width));
    }
    return rows;
  }

  /** Of numbers there are no others than in training. */
  @Override
  public void warnOfNews(Session session) {}
}
