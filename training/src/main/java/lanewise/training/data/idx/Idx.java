package lanewise.training.data.idx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.TrainTest;
import lanewise.training.internal.FolderFiles;
import lanewise.training.internal.ImageNames;

/**
 * Reads images and labels from IDX files, the format of MNIST and Fashion-MNIST (Y. LeCun, C.
 * Cortes and C. Burges, 1998): unsigned bytes, optionally compressed with gzip. The first bytes of
 * a file, not its name, tell whether it is compressed. A file that wants more memory than {@link
 * ReadLimits} grant is refused with a {@link DataLimitException} before it is read.
 *
 * <p>A feature is the value of one pixel, 0 to 255; {@link ScalerFit} provides the scaling. The
 * methods hold no state and may be called from many threads.
 */
public final class Idx {
  private Idx() {}

  /**
   * Reads a folder of four files with ten classes, named {@code "0"} to {@code "9"}.
   *
   * @param folder the folder with the files that {@link #loadFolder(Path, List)} describes
   * @return both parts
   * @throws DataException as {@link #loadFolder(Path, List)} throws it
   */
  public static TrainTest loadFolder(Path folder) throws DataException {
    return loadFolder(folder, ImageNames.TEN_CLASSES);
  }

  /**
   * Reads a folder of four files: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
   * {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each also with the suffix
   * {@code .gz} or with a dot instead of the second hyphen. If several of these exist, the first in
   * this order is read.
   *
   * @param folder the folder with the files
   * @param classNames the classes in the order of the label bytes
   * @return both parts, named after the folder
   * @throws DataException if the folder or a file is missing (the message lists the expected
   *     names), the images of the parts differ in size, or as {@link #load} throws it
   */
  public static TrainTest loadFolder(Path folder, List<String> classNames) throws DataException {
    return loadFolder(folder, classNames, ReadLimits.defaults());
  }

  /**
   * Reads a folder of four files, as {@link #loadFolder(Path, List)}, with other limits.
   *
   * @param folder the folder with the files
   * @param classNames the classes in the order of the label bytes
   * @param limits the memory that each file may take
   * @return both parts, named after the folder
   * @throws DataLimitException if a file wants more memory than the limits grant
   * @throws DataException as {@link #loadFolder(Path, List)} throws it
   */
  public static TrainTest loadFolder(Path folder, List<String> classNames, ReadLimits limits)
      throws DataException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": there is no such folder");
    }
    Path trainImages = find(folder, "train-images", "idx3-ubyte");
    Path trainLabels = find(folder, "train-labels", "idx1-ubyte");
    Path testImages = find(folder, "t10k-images", "idx3-ubyte");
    Path testLabels = find(folder, "t10k-labels", "idx1-ubyte");
    IdxFile trainPixels = IdxFile.read(trainImages, 3, limits);
    IdxFile testPixels = IdxFile.read(testImages, 3, limits);
    if (trainPixels.dim(1) != testPixels.dim(1) || trainPixels.dim(2) != testPixels.dim(2)) {
      throw new DataException(
          "%s has images of %s x %s pixels, but %s of %s x %s; use files of one data set"
              .formatted(
                  trainImages,
                  trainPixels.dim(1),
                  trainPixels.dim(2),
                  testImages,
                  testPixels.dim(1),
                  testPixels.dim(2)));
    }
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return new TrainTest(
        label(name + " train", trainImages, trainPixels, trainLabels, classNames, limits),
        label(name + " test", testImages, testPixels, testLabels, classNames, limits));
  }

  /**
   * Opens the training part of a folder without reading it into memory: the training images of four
   * files as {@link #loadFolder(Path)} describes them, or those of several pairs as {@link
   * #openFolder} describes them but for pairs named {@code t10k-…}. Files without {@code images} in
   * their names are not looked at. The ten classes are named {@code "0"} to {@code "9"}.
   *
   * @param folder the folder with the files
   * @return the rows; {@link lanewise.training.data.Samples} if all files are uncompressed, with
   *     the bits of the rows in memory
   * @throws DataException as {@link #open} throws it, or if a file is missing
   */
  public static RowSource openTrain(Path folder) throws DataException {
    return openPart(folder, "train");
  }

  /**
   * Tells whether a folder has a test part: a file of images named {@code t10k-…}.
   *
   * @param folder the folder with the files
   * @return true if {@link #openTest} finds something to open
   * @throws DataException if there is no such folder, or it cannot be listed
   */
  public static boolean hasTestPart(Path folder) throws DataException {
    return IdxPairs.images(FolderFiles.sorted(folder)).stream().anyMatch(IdxPairs::isOfTest);
  }

  /**
   * Opens the test part of a folder without reading it into memory: the pairs named {@code t10k-…}.
   *
   * @param folder the folder with the files
   * @return the rows, as {@link #openTrain} describes
   * @throws DataException as {@link #openTrain} throws it
   */
  public static RowSource openTest(Path folder) throws DataException {
    return openPart(folder, "t10k");
  }

  private static RowSource openPart(Path folder, String part) throws DataException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": there is no such folder");
    }
    boolean test = part.equals("t10k");
    List<Path> images =
        IdxPairs.images(FolderFiles.sorted(folder)).stream()
            .filter(file -> IdxPairs.isOfTest(file) == test)
            .toList();
    List<String> usual = names(part + "-images", "idx3-ubyte");
    if (!images.stream().allMatch(file -> usual.contains(FolderFiles.name(file)))) {
      return IdxPairs.open(IdxPairs.pairs(images), ImageNames.TEN_CLASSES);
    }
    return open(
        find(folder, part + "-images", "idx3-ubyte"),
        find(folder, part + "-labels", "idx1-ubyte"),
        ImageNames.TEN_CLASSES);
  }

  private static List<String> names(String part, String format) {
    List<String> names = new ArrayList<>();
    for (String separator : List.of("-", ".")) {
      for (String packing : List.of("", ".gz")) {
        names.add(part + separator + format + packing);
      }
    }
    return names;
  }

  private static Path find(Path folder, String part, String format) throws DataException {
    List<String> names = names(part, format);
    for (String name : names) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new DataException(
        folder + ": the file " + part + " is missing; looked for " + String.join(", ", names));
  }

  /**
   * Reads one file of images and the file of their labels.
   *
   * @param images an idx3-ubyte file, optionally compressed with gzip
   * @param labels an idx1-ubyte file, optionally compressed with gzip
   * @param classNames the classes in the order of the label bytes
   * @return a data set [images N, height * width F] named after the file of images; feature {@code
   *     py_x} is the pixel of row y and column x
   * @throws DataException if a file is missing or unreadable, has another magic number, is
   *     truncated, continues after its end, is empty or is damaged gzip, if the files have
   *     different counts, or if a label is not that of a class; the message states the expected and
   *     the actual magic number, bytes or counts
   * @throws InvalidDatasetException if a class name occurs twice
   */
  public static LabelledRows load(Path images, Path labels, List<String> classNames)
      throws DataException {
    return load(images, labels, classNames, ReadLimits.defaults());
  }

  /**
   * Reads one file of images and the file of their labels, as {@link #load(Path, Path, List)}, with
   * other limits.
   *
   * @param images an idx3-ubyte file, optionally compressed with gzip
   * @param labels an idx1-ubyte file, optionally compressed with gzip
   * @param classNames the classes in the order of the label bytes
   * @param limits the memory that each file may take
   * @return a data set [images N, height * width F] named after the file of images
   * @throws DataLimitException if a file wants more memory than the limits grant
   * @throws DataException as {@link #load(Path, Path, List)} throws it
   * @throws InvalidDatasetException if a class name occurs twice
   */
  public static LabelledRows load(
      Path images, Path labels, List<String> classNames, ReadLimits limits) throws DataException {
    String name = String.valueOf(images.getFileName());
    return label(name, images, IdxFile.read(images, 3, limits), labels, classNames, limits);
  }

  /**
   * Opens one file of images and the file of their labels without reading them into memory.
   *
   * <p>If neither file is compressed, both are mapped into memory: the result is {@link Samples},
   * whose rows can be read in any order, and nothing of it is on the heap. Otherwise the rows are
   * read and unpacked in their order whenever a reader runs; the result is then no {@link Samples}.
   *
   * @param images an idx3-ubyte file, optionally compressed with gzip, which must not change while
   *     the rows are in use
   * @param labels an idx1-ubyte file, optionally compressed with gzip
   * @param classNames the classes in the order of the label bytes
   * @return the rows, with features [height * width F] from 0 to 255
   * @throws DataException if a file is missing, has another magic number or is empty, or the files
   *     have different counts; for files that are mapped also as {@link #load} throws it. In a
   *     compressed file, damage and wrong labels are found when a reader comes to them
   */
  public static RowSource open(Path images, Path labels, List<String> classNames)
      throws DataException {
    return IdxPairs.open(List.of(new IdxPairs.Paths(images, labels)), classNames);
  }

  /**
   * Opens a folder of images and labels in several pairs of files without reading them into memory.
   * A file of images has {@code images} in its name, and its labels are in the file that is named
   * alike, with {@code labels} for {@code images} and {@code idx1} for {@code idx3}, compressed or
   * not. Of a file that is there compressed and uncompressed, the latter is read. The rows are
   * those of all pairs, in the order of the names.
   *
   * @param folder the folder, which has no other files but hidden ones
   * @param classNames the classes in the order of the label bytes
   * @return the rows, as {@link #open} returns them
   * @throws DataException if there is no such folder or no pair in it, a file has no partner or
   *     another name, the images of two files differ in size, a file {@code t10k-…} of test rows is
   *     among others, or as {@link #open} throws it
   */
  public static RowSource openFolder(Path folder, List<String> classNames) throws DataException {
    return IdxPairs.open(IdxPairs.find(folder), classNames);
  }

  private static LabelledRows label(
      String name,
      Path images,
      IdxFile pixels,
      Path labels,
      List<String> classNames,
      ReadLimits limits)
      throws DataException {
    IdxFile classes = IdxFile.read(labels, 1, limits);
    int rows = pixels.dim(0);
    if (rows != classes.dim(0)) {
      throw new DataException(
          "%s has %s images, but %s has %s labels; use files that belong together"
              .formatted(images, rows, labels, classes.dim(0)));
    }
    int[] indices = new int[rows];
    for (int row = 0; row < rows; row++) {
      indices[row] = classes.value(row);
      if (indices[row] >= classNames.size()) {
        throw new DataException(
            "%s: row %s (from 0) has label %s, but there are %s classes (0 to %s)"
                .formatted(labels, row, indices[row], classNames.size(), classNames.size() - 1));
      }
    }
    float[] values = new float[pixels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.value(i);
    }
    int height = pixels.dim(1);
    int width = pixels.dim(2);
    return LabelledRows.of(
        name,
        Tensor.wrap(values, Shape.of(rows, height * width)),
        indices,
        classNames,
        ImageNames.pixels(height, width));
  }
}
