package lanewise.training.data.idx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.tensor.Shape;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowSource;
import lanewise.training.internal.FolderFiles;
import lanewise.training.internal.MappedPart;
import lanewise.training.internal.MappedRows;

/** Finds and opens files of images with the files of their labels. */
final class IdxPairs {
  private IdxPairs() {}

  /** A file of images and the file of their labels. */
  record Paths(Path images, Path labels) {}

  /** Finds the pairs of a folder, sorted by the names of the images. */
  static List<Paths> find(Path folder) throws DataException {
    List<Path> files = FolderFiles.sorted(folder);
    List<Paths> pairs = pairs(images(files));
    Set<String> used = new HashSet<>();
    for (Paths pair : pairs) {
      used.add(FolderFiles.unpackedName(pair.images()));
      used.add(FolderFiles.unpackedName(pair.labels()));
    }
    for (Path file : files) {
      if (!used.contains(FolderFiles.unpackedName(file))) {
        throw new DataException(
            file
                + ": the folder is a data set of IDX files, but this is neither a file of images"
                + " nor the labels of one; move it elsewhere");
      }
    }
    refuseTestRowsAmongOthers(folder, pairs);
    return pairs;
  }

  /** Finds the files of images; one that is there packed and unpacked is taken unpacked. */
  static List<Path> images(List<Path> files) {
    SequencedMap<String, Path> images = new LinkedHashMap<>();
    for (Path file : files) {
      if (FolderFiles.name(file).contains("images")) {
        images.putIfAbsent(FolderFiles.unpackedName(file), file);
      }
    }
    return List.copyOf(images.values());
  }

  /** Finds the labels of images. */
  static List<Paths> pairs(List<Path> images) throws DataException {
    List<Paths> pairs = new ArrayList<>();
    for (Path file : images) {
      pairs.add(new Paths(file, labelsOf(file)));
    }
    return pairs;
  }

  /** Whether a file has rows to test, by its name. */
  static boolean isOfTest(Path images) {
    return FolderFiles.name(images).startsWith("t10k");
  }

  private static Path labelsOf(Path images) throws DataException {
    String name =
        FolderFiles.unpackedName(images).replace("images", "labels").replace("idx3", "idx1");
    for (String packing : List.of("", ".gz")) {
      Path labels = images.resolveSibling(name + packing);
      if (Files.isRegularFile(labels)) {
        return labels;
      }
    }
    throw new DataException(
        "%s: its labels are missing; looked for %s and %s.gz".formatted(images, name, name));
  }

  private static void refuseTestRowsAmongOthers(Path folder, List<Paths> pairs)
      throws DataException {
    Set<Boolean> test =
        pairs.stream().map(pair -> isOfTest(pair.images())).collect(Collectors.toSet());
    if (test.size() > 1) {
      throw new DataException(
          folder
              + ": the t10k files have the test rows, which must not be joined to the others; name"
              + " the files of one part instead of the folder");
    }
  }

  /** Opens pairs, which must have images of one size. */
  static RowSource open(List<Paths> paths, List<String> classNames) throws DataException {
    List<IdxStream.Pair> pairs = new ArrayList<>();
    boolean packed = false;
    int height = 0;
    int width = 0;
    long rows = 0;
    for (Paths pair : paths) {
      try (IdxInput images = IdxInput.open(pair.images(), 3);
          IdxInput labels = IdxInput.open(pair.labels(), 1)) {
        requireSameCount(images, labels);
        images.requirePlausible();
        int size = images.rowSize(); // its factors are ints, too
        images.requireProportion(ReadLimits.defaults(), 0, IdxStream.CHUNK);
        packed |= images.packed() || labels.packed();
        if (pairs.isEmpty()) {
          height = (int) images.dim(1);
          width = (int) images.dim(2);
        } else if (size != height * width || images.dim(1) != height) {
          throw new DataException(
              "%s has images of %s x %s pixels, but %s of %s x %s; use files of one data set"
                  .formatted(
                      paths.getFirst().images(),
                      height,
                      width,
                      pair.images(),
                      images.dim(1),
                      images.dim(2)));
        }
        pairs.add(new IdxStream.Pair(pair.images(), pair.labels(), images.rows()));
        rows += images.rows();
        if (rows > Integer.MAX_VALUE) {
          throw new DataException(
              pair.images() + ": with the files before it there are more than 2^31 images");
        }
      }
    }
    RowFormat format = RowFormat.ofClasses(Shape.of(height, width), classNames.size());
    return packed ? new IdxStream(pairs, (int) rows, format) : map(paths, format);
  }

  private static void requireSameCount(IdxInput images, IdxInput labels) throws DataException {
    if (images.rows() != labels.rows()) {
      throw new DataException(
          "%s has %s images, but %s has %s labels; use files that belong together"
              .formatted(images.file(), images.rows(), labels.file(), labels.rows()));
    }
  }

  private static RowSource map(List<Paths> paths, RowFormat format) throws DataException {
    List<MappedPart> images = new ArrayList<>();
    List<MappedPart> labels = new ArrayList<>();
    for (Paths pair : paths) {
      images.add(MappedIdx.open(pair.images(), 3));
      labels.add(MappedIdx.open(pair.labels(), 1));
    }
    return MappedRows.ofClasses(format, images, labels, null, false);
  }
}
