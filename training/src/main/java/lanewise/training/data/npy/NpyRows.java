package lanewise.training.data.npy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.io.MappedNpy;
import lanewise.tensor.io.Npy;
import lanewise.training.data.DataException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.internal.FolderFiles;
import lanewise.training.internal.MappedPart;
import lanewise.training.internal.MappedRows;
import org.jspecify.annotations.Nullable;

/**
 * Rows in npy files: one file of features and one of targets, or a folder of each, whose files have
 * the same names and are joined in the order of their names. The files may be larger than memory:
 * they are mapped, their rows can be read in any order, and nothing of them is on the heap.
 *
 * <p>The first axis of a file counts the rows; the numbers are of any kind that {@link Npy} reads,
 * in C order, and become float32. Floats that are NaN or infinite are found when they are read, by
 * an {@link lanewise.training.data.InvalidDatasetException} that names the file and the row. The
 * files must not change while the rows are in use. The methods hold no state.
 */
public final class NpyRows {
  private NpyRows() {}

  /**
   * Opens rows that have classes.
   *
   * @param features a file [rows N, …] or a folder of such files; the other axes are the shape of
   *     an example
   * @param labels a file [rows N] or [rows N, 1] of class indices, or a folder of such files
   * @param classes the number of classes
   * @return the rows
   * @throws DataException if a file is missing or no npy file of this kind, files that belong
   *     together have different counts, names or shapes, a file has no rows, or a label is not that
   *     of a class
   */
  public static Samples ofClasses(Path features, Path labels, int classes) throws DataException {
    return classes(features, labels, classes, null);
  }

  private static Samples classes(
      Path features, Path labels, int classes, float @Nullable [] numbers) throws DataException {
    List<Part> x = open(features);
    List<Part> y = open(labels);
    requireTogether(x, y);
    if (y.getFirst().width() != 1) {
      throw new DataException(
          "%s: has %s values a row, but a label is one number"
              .formatted(y.getFirst().name(), y.getFirst().width()));
    }
    RowFormat format = RowFormat.ofClasses(x.getFirst().shape(), classes);
    return MappedRows.ofClasses(format, List.copyOf(x), List.copyOf(y), numbers, mayBeNotFinite(x));
  }

  /**
   * Opens rows whose classes have any numbers, such as -1 and 1.
   *
   * @param features as {@link #ofClasses(Path, Path, int)} takes it
   * @param labels a file [rows N] or [rows N, 1] of the numbers of classes, or a folder of such
   *     files
   * @param numbers the number of each class in ascending order, at least one; they become the
   *     indices from 0
   * @return the rows
   * @throws DataException as {@link #ofClasses(Path, Path, int)}
   * @throws IllegalArgumentException if the numbers do not ascend
   */
  public static Samples ofClasses(Path features, Path labels, float[] numbers)
      throws DataException {
    for (int c = 1; c < numbers.length; c++) {
      if (!(numbers[c - 1] < numbers[c])) {
        throw new IllegalArgumentException("npy: the numbers of the classes do not ascend");
      }
    }
    return classes(features, labels, numbers.length, numbers.clone());
  }

  /**
   * Opens rows that have values to predict: one number, several numbers, or several labels of 0 and
   * 1.
   *
   * @param features a file [rows N, …] or a folder of such files; the other axes are the shape of
   *     an example
   * @param targets a file [rows N] or [rows N, values T], or a folder of such files
   * @return the rows
   * @throws DataException as {@link #ofClasses}
   */
  public static Samples ofValues(Path features, Path targets) throws DataException {
    List<Part> x = open(features);
    List<Part> y = open(targets);
    requireTogether(x, y);
    RowFormat format = RowFormat.ofValues(x.getFirst().shape(), y.getFirst().width());
    return MappedRows.ofValues(
        format, List.copyOf(x), List.copyOf(y), mayBeNotFinite(x) || mayBeNotFinite(y));
  }

  /** A mapped file. */
  private record Part(Path file, MappedNpy numbers, int rows, Shape shape, long bytes)
      implements MappedPart {
    static Part of(Path file) throws DataException {
      if (!Files.isRegularFile(file)) {
        throw new DataException(file + ": there is no such file");
      }
      try {
        MappedNpy numbers = Npy.map(file);
        Shape row = numbers.rowShape();
        if (numbers.rowCount() == 0 || row.size() == 0) {
          throw new DataException(file + ": there is nothing in it");
        }
        if (numbers.rowCount() > Integer.MAX_VALUE) {
          throw new DataException(file + ": more than 2^31 rows; divide the file");
        }
        Shape shape = row.rank() == 0 ? Shape.of(1) : row;
        return new Part(file, numbers, (int) numbers.rowCount(), shape, Files.size(file));
      } catch (DataException known) {
        throw known;
      } catch (NoSuchFileException missing) {
        throw new DataException(file + ": there is no such file", missing);
      } catch (IOException named) {
        throw new DataException(String.valueOf(named.getMessage()), named);
      }
    }

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public int width() {
      return shape.size();
    }

    @Override
    public boolean isCutShort() {
      return MappedPart.isShorter(file, bytes);
    }

    @Override
    public void copy(int row, float[] to, int at) {
      numbers.copyRows(row, row + 1L, to, at);
    }

    @Override
    public float first(int row) {
      return numbers.first(row);
    }
  }

  /** Opens a file or the files of a folder, which must have rows of one shape. */
  private static List<Part> open(Path path) throws DataException {
    if (!Files.isDirectory(path)) {
      return List.of(Part.of(path));
    }
    List<Part> parts = new ArrayList<>();
    for (Path file : FolderFiles.sorted(path)) {
      Part part = Part.of(file);
      if (!parts.isEmpty() && !part.shape().equals(parts.getFirst().shape())) {
        throw new DataException(
            "%s has rows of shape %s, but %s of %s; use files of one data set"
                .formatted(
                    parts.getFirst().name(), parts.getFirst().shape(), part.name(), part.shape()));
      }
      parts.add(part);
    }
    return List.copyOf(parts);
  }

  private static void requireTogether(List<Part> features, List<Part> targets)
      throws DataException {
    if (features.size() != targets.size()) {
      throw new DataException(
          "%s is one of %s files of features, but %s one of %s files of targets"
              .formatted(
                  features.getFirst().name(),
                  features.size(),
                  targets.getFirst().name(),
                  targets.size()));
    }
    for (int i = 0; i < features.size(); i++) {
      Part x = features.get(i);
      Part y = targets.get(i);
      if (features.size() > 1 && !FolderFiles.name(x.file()).equals(FolderFiles.name(y.file()))) {
        throw new DataException(
            "%s and %s have different names; give the features and targets of the same rows the same name"
                .formatted(x.name(), y.name()));
      }
      if (x.rows() != y.rows()) {
        throw new DataException(
            "%s has %s rows, but %s has %s; use files that belong together"
                .formatted(x.name(), x.rows(), y.name(), y.rows()));
      }
    }
  }

  private static boolean mayBeNotFinite(List<Part> parts) {
    return parts.stream().anyMatch(part -> !part.numbers().isWhole());
  }
}
