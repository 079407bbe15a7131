package lanewise.training.internal;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.loss.Targets;
import lanewise.training.data.DataException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/**
 * Rows in mapped files, one file after another: the heap holds none of them. The files must not
 * change meanwhile.
 */
public final class MappedRows implements Samples {
  private final RowFormat format;
  private final MappedPart[] features;
  private final MappedPart[] targets;

  /** The number of the first row of each file, and of all rows. */
  private final int[] starts;

  /** The number in the files of each class; null if it is its index. */
  private final float @Nullable [] classes;

  private final boolean mayBeNotFinite;

  private MappedRows(
      RowFormat format,
      List<MappedPart> features,
      List<MappedPart> targets,
      float @Nullable [] classes,
      boolean floats)
      throws DataException {
    this.format = format;
    this.classes = classes;
    this.features = features.toArray(MappedPart[]::new);
    this.targets = targets.toArray(MappedPart[]::new);
    this.starts = new int[this.features.length + 1];
    this.mayBeNotFinite = floats;
    for (int i = 0; i < this.features.length; i++) {
      long end = (long) starts[i] + this.features[i].rows();
      if (end > Integer.MAX_VALUE) {
        throw new DataException(
            this.features[i].name() + ": with the files before it there are more than 2^31 rows");
      }
      starts[i + 1] = (int) end;
    }
  }

  /**
   * Joins files of features and of values, which must be alike.
   *
   * @param format of all rows
   * @param features the files of features, at least one
   * @param targets the file of targets for each of them, with as many rows
   * @param floats whether values may be NaN or infinite, which is then checked when they are read
   */
  public static MappedRows ofValues(
      RowFormat format, List<MappedPart> features, List<MappedPart> targets, boolean floats)
      throws DataException {
    return new MappedRows(format, features, targets, null, floats);
  }

  /**
   * Joins files of features and of classes, which must be alike.
   *
   * @param format of all rows
   * @param features the files of features, at least one
   * @param labels the file of classes for each of them, with as many rows
   * @param classes the number in the files of each class, ascending; null if it is its index
   * @param floats whether features may be NaN or infinite, which is then checked when they are read
   */
  public static MappedRows ofClasses(
      RowFormat format,
      List<MappedPart> features,
      List<MappedPart> labels,
      float @Nullable [] classes,
      boolean floats)
      throws DataException {
    MappedRows rows = new MappedRows(format, features, labels, classes, floats);
    rows.checkClasses();
    return rows;
  }

  private void checkClasses() throws DataException {
    for (MappedPart part : targets) {
      for (int row = 0; row < part.rows(); row++) {
        float label = part.first(row);
        if (classes != null && Arrays.binarySearch(classes, label + 0f) < 0) {
          throw new DataException(
              "%s: row %s (from 0) has label %s, which is none of the %s classes"
                  .formatted(part.name(), row, label, classes.length));
        }
        boolean isIndex = label >= 0 && label < format.outputs() && label == (int) label;
        if (classes == null && !isIndex) {
          throw new DataException(badLabel(part.name(), row, label, format.outputs()));
        }
      }
    }
  }

  /** Returns the sentence about a label that is not that of a class. */
  public static String badLabel(String file, int row, float label, int classes) {
    String number = label == (int) label ? String.valueOf((int) label) : String.valueOf(label);
    return "%s: row %s (from 0) has label %s, but there are %s classes (0 to %s)"
        .formatted(file, row, number, classes, classes - 1);
  }

  @Override
  public int rows() {
    return starts[starts.length - 1];
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public void gather(int[] order, int from, int count, float[] toFeatures, Targets toTargets) {
    try {
      copy(order, from, count, toFeatures, toTargets);
    } catch (InternalError gone) { // the JVM's, of bytes that are gone; compiled code may be later
      throw cutShort(gone);
    }
  }

  /** Returns the file that has become shorter as an exception, or the error if there is none. */
  private UncheckedIOException cutShort(InternalError gone) {
    for (MappedPart[] parts : List.of(features, targets)) {
      for (MappedPart part : parts) {
        if (part.isCutShort()) {
          return new UncheckedIOException(
              new DataException(
                  part.name()
                      + ": the file has become shorter since it was opened; leave it alone while"
                      + " its rows are in use",
                  gone));
        }
      }
    }
    throw gone;
  }

  private void copy(int[] order, int from, int count, float[] toFeatures, Targets toTargets) {
    int width = format.features().size();
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      int file = file(row);
      int at = row - starts[file];
      features[file].copy(at, toFeatures, i * width);
      if (mayBeNotFinite) {
        requireFinite(features[file], at, toFeatures, i * width, width);
      }
      if (toTargets.areClasses()) {
        float label = targets[file].first(at);
        toTargets.classes()[i] =
            classes == null ? (int) label : Arrays.binarySearch(classes, label + 0f);
      } else {
        targets[file].copy(at, toTargets.values(), i * format.outputs());
        if (mayBeNotFinite) {
          requireFinite(
              targets[file], at, toTargets.values(), i * format.outputs(), format.outputs());
        }
      }
    }
  }

  /** Finds the file of a row: the last one that does not start after it. */
  private int file(int row) {
    int low = 0;
    int high = features.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static void requireFinite(MappedPart part, int row, float[] values, int at, int width) {
    float zero = 0;
    for (int i = at; i < at + width; i++) {
      zero += values[i] * 0; // NaN as soon as one value is not finite
    }
    if (zero == 0) {
      return;
    }
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(values[at + i])) {
        throw new InvalidDatasetException(
            "%s: row %s (from 0), value %s is %s, not a finite number"
                .formatted(part.name(), row, i, values[at + i]));
      }
    }
  }
}
