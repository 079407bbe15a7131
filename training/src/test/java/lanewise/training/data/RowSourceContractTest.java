package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import lanewise.training.data.csv.CsvColumns;
import lanewise.training.data.csv.CsvRows;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.npy.NpyRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every {@link RowSource} and every {@link Samples}: a new one is a row here. */
@Tag("once")
final class RowSourceContractTest {
  private static final int ROWS = 150; // more than two chunks of 64 rows
  private static final List<String> CLASSES = List.of("a", "b", "c");

  @TempDir static Path folder;

  /** A source under its name, and whether its rows can be read in any order. */
  record Row(String name, boolean anyOrder, Callable<RowSource> maker) {
    RowSource make() {
      try {
        return maker.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static LabelledRows labelled() {
    return TestData.withClassCounts(100, 40, 10);
  }

  private static ValueRows values() {
    Tensor targets = TestData.matrix(ROWS, 2, TestData.ramp(2 * ROWS, 0.25f));
    return ValueRows.of("values", TestData.rowNumbers(ROWS), targets);
  }

  private static Samples weighted() {
    return values().weighted(TestData.ramp(ROWS, 0.5f));
  }

  private static RowSource idx(String suffix) throws IOException {
    Path images =
        DataFiles.write(folder.resolve("images" + suffix), DataFiles.numberedImages(0, ROWS));
    Path labels =
        DataFiles.write(folder.resolve("labels" + suffix), DataFiles.numberedLabels(0, ROWS));
    return Idx.open(images, labels, CLASSES);
  }

  /** Three pairs of files, of which the second is compressed if this is asked for. */
  private static RowSource idxFolder(String name, String suffixOfSecond) throws IOException {
    Path shards = Files.createDirectories(folder.resolve(name));
    int[] starts = {0, 70, 71, ROWS};
    for (int i = 0; i < 3; i++) {
      String end = i == 1 ? suffixOfSecond : "";
      int rows = starts[i + 1] - starts[i];
      DataFiles.write(
          shards.resolve("images-" + i + end), DataFiles.numberedImages(starts[i], rows));
      DataFiles.write(
          shards.resolve("labels-" + i + end), DataFiles.numberedLabels(starts[i], rows));
    }
    return Idx.openFolder(shards, CLASSES);
  }

  /** A file [rows, width], or [rows] of classes 0 to 2 if the width is 0. */
  private static Path npy(String name, int width) throws IOException {
    Path file = folder.resolve(name + ".npy");
    if (width == 0) {
      float[] classes = new float[ROWS];
      for (int row = 0; row < ROWS; row++) {
        classes[row] = row % 3;
      }
      Npy.write(file, Tensor.wrap(classes, Shape.of(ROWS)));
    } else {
      Npy.write(file, TestData.matrix(ROWS, width, TestData.ramp(ROWS * width, 0.5f)));
    }
    return file;
  }

  private static Path npyFolder(String name, int width) throws IOException {
    Path shards = Files.createDirectories(folder.resolve(name));
    Tensor all = TestData.matrix(ROWS, width, TestData.ramp(ROWS * width, 0.5f));
    Npy.write(shards.resolve("0.npy"), all.slice(0, 0, 3));
    Npy.write(shards.resolve("1.npy"), all.slice(0, 3, 140));
    Npy.write(shards.resolve("2.npy"), all.slice(0, 140, ROWS));
    return shards;
  }

  private static final String HEADER = "x,y,c,l,m,w\n";

  /** Rows from one to another: numbers, a class, two labels and a weight. */
  private static String csvRows(int from, int to) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int row = from; row < to; row++) {
      text.append(
          "%d,%s,%s,%d,%d,%s%n"
              .formatted(row, row / 8.0, "kind " + row % 7, row % 2, row / 3 % 2, row / 2.0));
    }
    return text.toString();
  }

  private static RowSource csv(String name, CsvColumns columns) throws IOException {
    Path file = folder.resolve(name);
    DataFiles.write(file, csvRows(0, ROWS).getBytes(StandardCharsets.UTF_8));
    return CsvRows.open(file, columns);
  }

  private static RowSource csvFolder(CsvColumns columns) throws IOException {
    Path shards = Files.createDirectories(folder.resolve("shards"));
    int[] starts = {0, 1, 1, 90, ROWS}; // the second file has a header only
    for (int i = 0; i < 4; i++) {
      String text = csvRows(starts[i], starts[i + 1]);
      String end = i == 2 ? ".csv.gz" : ".csv";
      DataFiles.write(shards.resolve(i + end), text.getBytes(StandardCharsets.UTF_8));
    }
    return CsvRows.open(shards, columns);
  }

  static List<Row> sources() {
    int[] some = IntStream.range(0, ROWS).filter(row -> row % 7 != 3 && row % 5 != 0).toArray();
    return List.of(
        new Row("classes", true, RowSourceContractTest::labelled),
        new Row("values", true, RowSourceContractTest::values),
        new Row("weighted", true, RowSourceContractTest::weighted),
        new Row(
            "scaled",
            true,
            () -> weighted().scaled(FeatureScaler.of(new float[] {2}, new float[] {3}))),
        new Row(
            "targets scaled",
            true,
            () ->
                weighted()
                    .withTargetsScaled(
                        TargetScaler.of(new float[] {2, -1}, new float[] {3, 0.5f}))),
        new Row("a copied subset", true, () -> labelled().subset(5, 3, 149)),
        new Row("a viewed subset", true, () -> weighted().subset(5, 3, 149, 0)),
        new Row("a subset of a subset", true, () -> weighted().subset(some).subset(7, 7, 1)),
        new Row("idx", true, () -> idx("")),
        new Row("idx.gz", false, () -> idx(".gz")),
        new Row("folder of idx", true, () -> idxFolder("plain", "")),
        new Row("folder of idx, one .gz", false, () -> idxFolder("packed", ".gz")),
        new Row("npy of classes", true, () -> NpyRows.ofClasses(npy("x", 3), npy("c", 0), 3)),
        new Row(
            "npy of numbered classes",
            true,
            () -> NpyRows.ofClasses(npy("x", 3), npy("c", 0), new float[] {-7, 0, 1, 2})),
        new Row("npy of values", true, () -> NpyRows.ofValues(npy("x", 3), npy("y", 2))),
        new Row(
            "folder of npy", true, () -> NpyRows.ofValues(npyFolder("xs", 2), npyFolder("ys", 1))),
        new Row(
            "csv of classes", false, () -> csv("c.csv", CsvColumns.ofClass("c").withWeight("w"))),
        new Row(
            "csv.gz of values",
            false,
            () -> csv("v.csv.gz", CsvColumns.ofValues("y", "w").withFeatures("x"))),
        new Row(
            "folder of csv",
            false,
            () -> csvFolder(CsvColumns.ofLabels("l", "m").withFeatures("y", "x"))),
        new Row("csv in memory", true, () -> csv("c.csv", CsvColumns.ofClass("c")).toMemory("csv")),
        new Row("idx.gz in memory", true, () -> idx(".gz").toMemory("idx")),
        new Row("a subset of idx.gz", false, () -> idx(".gz").subset(some)),
        new Row(
            "scaled idx.gz",
            false,
            () -> idx(".gz").scaled(FeatureScaler.of(new float[] {2, 3}, new float[] {3, 1}))));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void readsTheSameRowsInChunksOfEverySize(Row row) {
    RowSource source = row.make();
    assertThat(source instanceof Samples).isEqualTo(row.anyOrder);
    List<String> all = RowText.all(source, source.rows());
    assertThat(all).hasSize(source.rows());
    for (int chunk : new int[] {1, 2, 63, 64, 65, 149, 150, 151, 1000}) {
      assertThat(RowText.all(source, chunk)).as("chunks of %s", chunk).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void readsToAnyPositionAndPassesOverRows(Row row) {
    RowSource source = row.make();
    RowFormat format = source.format();
    int width = format.features().size();
    List<String> all = RowText.all(source, source.rows());
    RandomStream random = RandomStream.of(8);
    for (int round = 0; round < 20; round++) {
      float[] features = new float[200 * width];
      Targets targets = format.newTargets(200);
      int next = 0;
      try (RowReader reader = source.reader()) {
        while (next < all.size()) {
          int skipped = random.nextInt(Math.min(90, all.size() - next) + 1);
          reader.skip(skipped);
          next += skipped;
          int at = random.nextInt(40);
          int count = random.nextInt(150);
          Arrays.fill(features, -7);
          int read = reader.read(at, count, features, targets);
          assertThat(read).isEqualTo(Math.min(count, all.size() - next));
          for (int i = 0; i < read; i++) {
            assertThat(RowText.of(format, features, targets, at + i)).isEqualTo(all.get(next + i));
          }
          assertThat(Arrays.copyOfRange(features, 0, at * width)).containsOnly(-7f);
          assertThat(Arrays.copyOfRange(features, (at + read) * width, features.length))
              .containsOnly(-7f);
          next += read;
        }
        assertThat(reader.read(0, 3, features, targets)).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void refusesBuffersThatDoNotFit(Row row) {
    RowSource source = row.make();
    RowFormat format = source.format();
    int width = format.features().size();
    try (RowReader reader = source.reader()) {
      Targets targets = format.newTargets(3);
      assertThatThrownBy(() -> reader.read(1, 2, new float[3 * width - 1], targets))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 rows of %d features do not fit %d values", width, 3 * width - 1);
      assertThatThrownBy(() -> reader.read(1, 2, new float[3 * width], format.newTargets(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("and 2 targets");
      float[] features = new float[3 * width];
      assertThat(reader.read(0, 3, features, targets)).isEqualTo(3);
      assertThat(RowText.of(format, features, targets, 0))
          .isEqualTo(RowText.all(source, 2).getFirst());
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void gathersInAnyOrder(Row row) {
    if (!(row.make() instanceof Samples samples)) {
      assertThat(row.anyOrder).isFalse();
      return;
    }
    RowFormat format = samples.format();
    int width = format.features().size();
    List<String> all = RowText.all(samples, 10);
    RandomStream random = RandomStream.of(9);
    int[] order = new int[60];
    for (int i = 0; i < order.length; i++) {
      order[i] = random.nextInt(samples.rows());
    }
    float[] features = new float[51 * width];
    Targets targets = format.newTargets(50);
    Arrays.fill(features, -7);
    samples.gather(order, 10, 50, features, targets);
    for (int i = 0; i < 50; i++) {
      assertThat(RowText.of(format, features, targets, i)).isEqualTo(all.get(order[10 + i]));
    }
    assertThat(Arrays.copyOfRange(features, 50 * width, 51 * width)).containsOnly(-7f);
    samples.gather(order, 60, 0, features, targets);
    assertThat(RowText.of(format, features, targets, 0)).isEqualTo(all.get(order[10]));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void gathersOnManyThreadsWithoutAllocation(Row row) throws Exception {
    if (!(row.make() instanceof Samples samples)) {
      assertThat(row.anyOrder).isFalse();
      return;
    }
    List<String> all = RowText.all(samples, 10);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      RandomStream random = RandomStream.of(t);
      Runnable work = () -> gatherManyTimes(samples, all, random);
      Thread thread = Thread.ofPlatform().unstarted(work);
      thread.setUncaughtExceptionHandler(
          (name, failure) -> {
            synchronized (failures) {
              failures.add(failure);
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    float[] features = new float[samples.format().features().size()];
    Targets targets = samples.format().newTargets(1);
    int[] order = {1};
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 100 && least > 0; i++) {
      long before = TestData.allocatedBytes();
      samples.gather(order, 0, 1, features, targets);
      least = Math.min(least, TestData.allocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  private static void gatherManyTimes(Samples samples, List<String> all, RandomStream random) {
    RowFormat format = samples.format();
    int[] order = new int[5];
    float[] features = new float[5 * format.features().size()];
    Targets targets = format.newTargets(5);
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 5; i++) {
        order[i] = random.nextInt(samples.rows());
      }
      samples.gather(order, 0, 5, features, targets);
      for (int i = 0; i < 5; i++) {
        assertThat(RowText.of(format, features, targets, i)).isEqualTo(all.get(order[i]));
      }
    }
  }
}
