package lanewise.training.data;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/**
 * Reads the resources beside this class: lines of numbers, of which the last is the class index.
 */
final class BundledData {
  private BundledData() {}

  /** Returns the lines of a resource, which is decompressed if its name ends in {@code .gz}. */
  static List<String> lines(String resource) {
    try (InputStream raw = BundledData.class.getResourceAsStream(resource)) {
      if (raw == null) {
        throw new FileNotFoundException(
            "the resource " + resource + " is missing from the library");
      }
      InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .readAllLines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LabelledRows parse(
      String name, List<String> lines, List<String> classNames, List<String> featureNames) {
    int width = featureNames.size();
    float[] values = new float[lines.size() * width];
    int[] labels = new int[lines.size()];
    for (int row = 0; row < labels.length; row++) {
      String[] cells = lines.get(row).split(",", -1);
      for (int column = 0; column < width; column++) {
        values[row * width + column] = Float.parseFloat(cells[column]);
      }
      labels[row] = Integer.parseInt(cells[width]);
    }
    Tensor features = Tensor.wrap(values, Shape.of(labels.length, width));
    return LabelledRows.of(name, features, labels, classNames, featureNames);
  }
}
