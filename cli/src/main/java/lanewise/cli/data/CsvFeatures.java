package lanewise.cli.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file, or of those of a folder in the order of their names, as a model takes
 * them; beside the features, the texts of columns that the caller wants to keep.
 */
public final class CsvFeatures implements FeatureRows, Closeable {
  private final CsvFiles files;
  private final CsvFormat format;
  private final Predictor model;
  private final @Nullable String label;
  private final @Nullable String keep;
  private final Session session;
  private int width;
  private List<String> kept = List.of();
  private int[] places = new int[0];
  private int nextFile;
  private @Nullable CsvTable table;
  private @Nullable ModelRows rows;

  private CsvFeatures(
      CsvFiles files,
      CsvFormat format,
      Predictor model,
      @Nullable String label,
      @Nullable String keep,
      Session session) {
    this.files = files;
    this.format = format;
    this.model = model;
    this.label = label;
    this.keep = keep;
    this.session = session;
  }

  /**
   * Opens the first file, and warns of columns that are ignored.
   *
   * @param path a file, a folder of CSV files, or {@code -} for standard input
   * @param label the column, or columns with commas between, to leave out; null for those that the
   *     model was trained on
   * @param keep the column, or columns with commas between, to keep; null for none
   * @throws InputException if the model cannot be applied to the columns
   * @throws IOException if a file cannot be read, or has no such column
   */
  public static CsvFeatures of(
      Path path,
      CsvFormat format,
      Predictor model,
      @Nullable String label,
      @Nullable String keep,
      Session session)
      throws IOException {
    CsvFiles files =
        Files.isDirectory(path) && CsvFiles.areIn(path)
            ? CsvFiles.of(path)
            : new CsvFiles(List.of(path));
    CsvFeatures opened = new CsvFeatures(files, format, model, label, keep, session);
    try {
      opened.openNext();
      return opened;
    } catch (Throwable failure) {
      opened.close();
      throw failure;
    }
  }

  private void openNext() throws IOException {
    CsvTable opened = new CsvInput(files.files().get(nextFile)).open(format);
    table = opened;
    kept = keep == null ? List.of() : distinct(TableSource.split(opened, List.of(keep)));
    ModelColumns columns =
        ModelColumns.of(
            opened,
            model,
            label == null ? List.of() : TableSource.split(opened, List.of(label)),
            null,
            kept);
    if (nextFile == 0) {
      columns.warnOfIgnored(session);
    }
    places = new int[kept.size()];
    for (int c = 0; c < places.length; c++) {
      places[c] = opened.column(kept.get(c));
    }
    ModelRows read = new ModelRows(opened, model, columns);
    rows = read;
    width = read.width();
    nextFile++;
  }

  private static List<String> distinct(List<String> names) {
    return names.stream().distinct().toList();
  }

  @Override
  public int width() {
    return width;
  }

  /** The names of the columns that are kept. */
  public List<String> kept() {
    return kept;
  }

  @Override
  public boolean next(float[] to, int offset) throws IOException {
    ModelRows open = rows;
    while (open != null && !open.next(to, offset)) {
      if (nextFile == files.files().size()) {
        return false;
      }
      open.warnOfNews(session);
      close();
      openNext();
      open = rows;
    }
    return open != null;
  }

  /** The text of a column that is kept, in the row that was read last. */
  public String keptText(int column) {
    CsvTable open = table;
    if (open == null) {
      throw new IllegalStateException("predict: the reader is closed");
    }
    return open.text(places[column]);
  }

  /** Warns of those of the last file; of others it was warned when they ended. */
  @Override
  public void warnOfNews(Session to) {
    if (rows != null) {
      rows.warnOfNews(to);
    }
  }

  @Override
  public void close() throws IOException {
    CsvTable open = table;
    table = null;
    rows = null;
    if (open != null) {
      open.close();
    }
  }
}
