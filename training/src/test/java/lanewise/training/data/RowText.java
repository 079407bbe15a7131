package lanewise.training.data;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.loss.Targets;

/** Rows as texts that differ where a bit differs, and as bits where they are many. */
public final class RowText {
  private RowText() {}

  /** The row at a position of buffers of this format. */
  public static String of(RowFormat format, float[] features, Targets targets, int row) {
    int width = format.features().size();
    float[] x = Arrays.copyOfRange(features, row * width, (row + 1) * width);
    String target =
        switch (format.kind()) {
          case CLASS -> "class " + targets.classes()[row];
          case VALUES -> {
            int outputs = format.outputs();
            float[] y = targets.values();
            yield Arrays.toString(Arrays.copyOfRange(y, row * outputs, (row + 1) * outputs));
          }
        };
    String weight = format.weighted() ? ", weight " + targets.weights()[row] : "";
    return Arrays.toString(x) + " -> " + target + weight;
  }

  /** The rows that are left of the epoch. */
  public static List<String> rest(BatchSource batches) {
    RowFormat format = batches.format();
    float[] features = new float[batches.maxRows() * format.features().size()];
    Targets targets = format.newTargets(batches.maxRows());
    List<String> rows = new ArrayList<>();
    for (int n = batches.next(features, targets); n > 0; n = batches.next(features, targets)) {
      for (int i = 0; i < n; i++) {
        rows.add(of(format, features, targets, i));
      }
    }
    return rows;
  }

  /** All rows in the order of the source, read in chunks of this size. */
  public static List<String> all(RowSource source, int chunk) {
    RowFormat format = source.format();
    float[] features = new float[chunk * format.features().size()];
    Targets targets = format.newTargets(chunk);
    List<String> rows = new ArrayList<>();
    try (RowReader reader = source.reader()) {
      for (int n = reader.read(0, chunk, features, targets);
          n > 0;
          n = reader.read(0, chunk, features, targets)) {
        for (int i = 0; i < n; i++) {
          rows.add(of(format, features, targets, i));
        }
      }
    }
    return rows;
  }

  /** The bits of all rows in the order of the source, read in chunks of this size. */
  public static IntBuffer bits(RowSource source, int chunk) {
    RowFormat format = source.format();
    int width = format.features().size();
    float[] features = new float[chunk * width];
    Targets targets = format.newTargets(chunk);
    IntBuffer bits =
        IntBuffer.allocate(
            source.rows() * (width + format.outputs() + (format.weighted() ? 1 : 0)));
    try (RowReader reader = source.reader()) {
      for (int n = reader.read(0, chunk, features, targets);
          n > 0;
          n = reader.read(0, chunk, features, targets)) {
        put(features, n * width, bits);
        switch (format.kind()) {
          case CLASS -> bits.put(targets.classes(), 0, n);
          case VALUES -> put(targets.values(), n * format.outputs(), bits);
        }
        if (format.weighted()) {
          put(targets.weights(), n, bits);
        }
      }
    }
    return bits.flip();
  }

  private static void put(float[] values, int count, IntBuffer bits) {
    for (int i = 0; i < count; i++) {
      bits.put(Float.floatToRawIntBits(values[i]));
    }
  }
}
