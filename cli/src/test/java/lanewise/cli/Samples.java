package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;

/** Small files to run commands on. */
public final class Samples {
  private Samples() {}

  public static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** The irises as CSV; the column {@code species} comes third. */
  public static String iris() {
    LabelledRows iris = Iris.load();
    StringBuilder text = new StringBuilder("sl,sw,species,pl,pw\n");
    float[] x = iris.features().storage();
    for (int row = 0; row < iris.rows(); row++) {
      String species = iris.classNames().get(iris.label(row));
      text.append(x[4 * row]).append(',').append(x[4 * row + 1]).append(',').append(species);
      text.append(',').append(x[4 * row + 2]).append(',').append(x[4 * row + 3]).append('\n');
    }
    return text.toString();
  }

  /** A model of the irises in which columns have names, made of {@code flowers.csv} beside it. */
  public static Path irisModel(Path folder) {
    Path file = write(folder.resolve("flowers.csv"), iris());
    Cli.Outcome outcome =
        Cli.run("train", "--data", file, "--label", "species", "--epochs", "5", "--out", folder);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return folder.resolve("flowers.safetensors");
  }

  /** A model of two features with random weights. */
  public static Path model(Path file, String... labels) {
    var model = Sequential.of(2, Dense.of(2, labels.length));
    Initializer.glorotUniform().initialize(model, 1);
    try {
      Classifier.of(model, FeatureScaler.identity(2), java.util.List.of(labels), Map.of())
          .save(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A model of a table with the columns a and b, which are numbers. */
  public static Path tableModel(Path file) {
    var model = Sequential.of(2, Dense.of(2, 2));
    var columns =
        ColumnTransformer.unscaled(
            java.util.List.of(
                new Column.Numeric("a", 0, false), new Column.Numeric("b", 0, false)));
    try {
      Classifier.of(model, columns, java.util.List.of("no", "yes"), Map.of()).save(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** An IDX folder of 40 training and 10 test images of 2 x 2 pixels in two classes. */
  public static Path idxFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    idxPart(folder, "train", 40);
    idxPart(folder, "t10k", 10);
    return folder;
  }

  private static void idxPart(Path folder, String part, int rows) {
    byte[] pixels = new byte[4 * rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) (row % 2);
      pixels[4 * row] = (byte) (row % 2 == 0 ? 200 : 10 + row);
      pixels[4 * row + 3] = (byte) (row % 2 == 0 ? row : 220);
    }
    write(folder.resolve(part + "-images-idx3-ubyte"), idx(3, new int[] {rows, 2, 2}, pixels));
    write(folder.resolve(part + "-labels-idx1-ubyte"), idx(1, new int[] {rows}, labels));
  }

  /** An IDX file of unsigned bytes. */
  public static byte[] idx(int rank, int[] sizes, byte[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    bytes.putInt(0x0800 + rank);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(values).array();
  }
}
