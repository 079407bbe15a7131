package lanewise.training.data;

import java.nio.file.Path;
import lanewise.layers.loss.Targets;
import lanewise.training.internal.ScratchFile;
import lanewise.training.internal.ScratchFile.Words;

/**
 * Rows in a file without a name. A row is its features, then the index of its class or its values,
 * then its weight if it has one.
 */
final class DiskCopy implements Samples {
  private final int rows;
  private final RowFormat format;
  private final int width;
  private final int stride;
  private final Words words;

  private DiskCopy(int rows, RowFormat format, Words words) {
    this.rows = rows;
    this.format = format;
    this.width = format.features().size();
    this.stride = stride(format);
    this.words = words;
  }

  private static int targetsOf(RowFormat format) {
    return format.kind() == RowFormat.Kind.CLASS ? 1 : format.outputs();
  }

  private static int stride(RowFormat format) {
    return format.features().size() + targetsOf(format) + (format.weighted() ? 1 : 0);
  }

  /** Reads all rows of a source once. */
  static DiskCopy of(RowSource source, Path folder) throws DataException {
    RowFormat format = source.format();
    int width = format.features().size();
    try (ScratchFile file = ScratchFile.in(folder)) {
      source.forEachChunk(
          (rows, features, targets) -> {
            for (int row = 0; row < rows; row++) {
              put(file, features, row * width, width);
              if (targets.areClasses()) {
                file.put(targets.classes()[row]);
              } else {
                put(file, targets.values(), row * format.outputs(), format.outputs());
              }
              if (format.weighted()) {
                file.put(Float.floatToRawIntBits(targets.weights()[row]));
              }
            }
          });
      return new DiskCopy(source.rows(), format, file.map());
    }
  }

  private static void put(ScratchFile file, float[] values, int from, int count)
      throws DataException {
    for (int i = from; i < from + count; i++) {
      file.put(Float.floatToRawIntBits(values[i]));
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public void gather(int[] order, int from, int count, float[] features, Targets targets) {
    int outputs = format.outputs();
    for (int i = 0; i < count; i++) {
      long start = (long) order[from + i] * stride;
      words.copy(start, features, i * width, width);
      if (targets.areClasses()) {
        targets.classes()[i] = words.get(start + width);
      } else {
        words.copy(start + width, targets.values(), i * outputs, outputs);
      }
      if (format.weighted()) {
        targets.weights()[i] = Float.intBitsToFloat(words.get(start + stride - 1));
      }
    }
  }
}
