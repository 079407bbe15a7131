package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.Sequential;
import lanewise.layers.file.SavedModel;
import lanewise.layers.format.Safetensors;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import lanewise.tensor.io.Npz;
import lanewise.training.data.csv.Csv;
import lanewise.training.data.csv.CsvColumns;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvRows;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.npy.NpyRows;
import lanewise.training.data.stream.StreamBatches;
import lanewise.training.data.table.Table;
import lanewise.training.data.table.TableFit;
import lanewise.training.data.table.TableReader;
import lanewise.training.data.table.TableRoles;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that a reader makes fails once, in every way that a call can fail: it gives all that
 * the file holds, or says which file it cannot read, and leaves nothing open.
 */
@Tag("once")
final class ReadFaultsTest {
  private static final int ROWS = 250;

  /** Reads the files of a folder in some way; the answer tells every bit that was read. */
  private interface Reading {
    Object from(Path folder) throws IOException;
  }

  private static final Map<String, Reading> READINGS = new TreeMap<>();

  static {
    READINGS.put("npy", folder -> text(Npy.read(folder.resolve("array.npy"))));
    READINGS.put("npy, mapped", folder -> text(Npy.map(folder.resolve("array.npy")).rows(0, ROWS)));
    READINGS.put("npz", folder -> text(Npz.read(folder.resolve("arrays.npz"))));
    READINGS.put("npz, packed", folder -> text(Npz.read(folder.resolve("packed.npz"), "rows")));
    READINGS.put("tensors", folder -> text(Safetensors.read(folder.resolve("model")).tensors()));
    READINGS.put("model", folder -> SavedModel.load(folder.resolve("model")).weightsSha256());
    READINGS.put("checkpoint", folder -> text(MemoryFile.read(folder.resolve("memory")).memory()));
    READINGS.put(
        "npy, folders",
        folder ->
            RowText.bits(NpyRows.ofClasses(folder.resolve("x"), folder.resolve("y"), 3), 100));
    READINGS.put(
        "npy, values",
        folder ->
            RowText.bits(
                NpyRows.ofValues(folder.resolve("array.npy"), folder.resolve("array.npy")), 100));
    READINGS.put(
        "csv, folder",
        folder -> RowText.bits(CsvRows.open(folder.resolve("csv"), CsvColumns.ofClass("y")), 100));
    READINGS.put(
        "csv, shuffled",
        folder -> {
          try (StreamBatches batches =
              StreamBatches.of(
                  CsvRows.open(folder.resolve("csv"), CsvColumns.ofClass("y")), 32, 1, 90)) {
            return RowText.rest(batches);
          }
        });
    for (String packing : List.of("", ".gz")) {
      READINGS.put(
          "images, folder" + packing,
          folder ->
              RowText.bits(
                  Idx.openFolder(folder.resolve("idx" + packing), List.of("a", "b", "c")), 100));
      READINGS.put(
          "images" + packing,
          folder ->
              RowText.bits(
                  Idx.load(
                      folder.resolve("images" + packing),
                      folder.resolve("labels" + packing),
                      List.of("a", "b", "c")),
                  100));
      READINGS.put(
          "images, streamed" + packing, folder -> RowText.bits(images(folder, packing), 100));
      READINGS.put(
          "images, on the disk" + packing,
          folder -> RowText.bits(images(folder, packing).toDisk(folder.resolve("scratch")), 100));
      READINGS.put(
          "csv" + packing,
          folder -> RowText.bits(Csv.load(folder.resolve("rows.csv" + packing), "y"), 100));
      READINGS.put(
          "csv, streamed" + packing,
          folder ->
              RowText.bits(
                  CsvRows.open(folder.resolve("rows.csv" + packing), CsvColumns.ofClass("y")),
                  100));
      READINGS.put("table" + packing, folder -> table(folder, packing, false));
      READINGS.put("table, on the disk" + packing, folder -> table(folder, packing, true));
    }
  }

  static List<String> readings() {
    return List.copyOf(READINGS.keySet());
  }

  @TempDir private Path folder;

  private static RowSource images(Path folder, String packing) throws DataException {
    return Idx.open(
        folder.resolve("images" + packing),
        folder.resolve("labels" + packing),
        List.of("a", "b", "c"));
  }

  private static Object table(Path folder, String packing, boolean onDisk) throws IOException {
    TableRoles roles = TableRoles.of("y");
    try (CsvTable csv = CsvTable.open(folder.resolve("rows.csv" + packing), CsvFormat.commas());
        TableReader reader =
            onDisk
                ? TableReader.onDisk("rows", roles, folder.resolve("scratch"))
                : TableReader.of("rows", roles)) {
      reader.read(csv);
      Table table = reader.table();
      int[] all = IntStream.range(0, table.rows()).toArray();
      return text(TableFit.of(table, all).features(table, all));
    }
  }

  private static String text(Tensor tensor) {
    return tensor.shape() + Arrays.toString(tensor.storage());
  }

  private static String text(Map<String, Tensor> tensors) {
    StringBuilder text = new StringBuilder();
    tensors.forEach((name, tensor) -> text.append(name).append(text(tensor)));
    return text.toString();
  }

  private static String text(Memory memory) {
    StringBuilder text = new StringBuilder();
    memory.forEach(
        (name, floats) -> text.append(name).append(Arrays.toString(floats)),
        (name, doubles) -> text.append(name).append(Arrays.toString(doubles)),
        (name, longs) -> text.append(name).append(Arrays.toString(longs)));
    return text.toString();
  }

  @BeforeEach
  void writeFiles() throws IOException {
    RandomStream random = RandomStream.of(14);
    float[] numbers = new float[ROWS * 100];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    Tensor matrix = Tensor.of(Shape.of(ROWS, 100), numbers);
    Npy.write(folder.resolve("array.npy"), matrix);
    Map<String, Tensor> arrays = Map.of("rows", matrix);
    Npz.write(folder.resolve("arrays.npz"), arrays);
    Npz.writeCompressed(folder.resolve("packed.npz"), arrays);
    Dense dense = Dense.of(100, 30);
    System.arraycopy(numbers, 0, dense.weight().values(), 0, 3_000);
    List<String> labels = IntStream.range(0, 30).mapToObj(String::valueOf).toList();
    Classifier.of(Sequential.of(100, dense), FeatureScaler.identity(100), labels, Map.of())
        .save(folder.resolve("model"));
    Memory memory = Memory.none().withFloats("f", numbers).withLongs("l", 1, 2).withDoubles("d", 3);
    new MemoryFile(memory, new LinkedHashMap<>()).write(folder.resolve("memory"));
    byte[] pixels = new byte[ROWS * 28 * 28];
    byte[] classes = new byte[ROWS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    for (int i = 0; i < ROWS; i++) {
      classes[i] = (byte) (i % 3);
    }
    StringBuilder csv = new StringBuilder();
    for (int c = 0; c < 100; c++) {
      csv.append('c').append(c).append(',');
    }
    csv.append("y\n");
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < 100; c++) {
        csv.append(numbers[row * 100 + c]).append(',');
      }
      csv.append("class ").append(row % 3).append('\n');
    }
    both("images", DataFiles.idx(pixels, ROWS, 28, 28));
    both("labels", DataFiles.idx(classes, ROWS));
    for (int part = 0; part < 2; part++) {
      Tensor index = Tensor.zeros(ROWS);
      for (int i = 0; i < ROWS; i++) {
        index.set(i % 3, i);
      }
      Npy.write(folder.resolve("x/part-" + part + ".npy"), matrix);
      Npy.write(folder.resolve("y/part-" + part + ".npy"), index);
      for (String packing : List.of("", ".gz")) {
        Path pairs = Files.createDirectories(folder.resolve("idx" + packing));
        for (String kind : List.of("images", "labels")) {
          Files.copy(folder.resolve(kind + packing), pairs.resolve(part + "-" + kind + packing));
        }
      }
    }
    both("rows.csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(folder.resolve("csv"));
    Files.copy(folder.resolve("rows.csv"), folder.resolve("csv/1.csv"));
    Files.copy(folder.resolve("rows.csv.gz"), folder.resolve("csv/2.csv.gz"));
  }

  /** Writes a file plainly, and as gzip data of two members. */
  private void both(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int from = 0; from < content.length; from += content.length / 2 + 1) {
      try (GZIPOutputStream packer = new GZIPOutputStream(packed)) {
        packer.write(content, from, Math.min(content.length - from, content.length / 2 + 1));
      }
    }
    Files.write(folder.resolve(name + ".gz"), packed.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("readings")
  void givesAllOrNamesTheFile(String name) throws IOException {
    Reading reading = READINGS.get(name);
    Object expected = reading.from(folder);
    int faults = 0;
    for (Fault fault : Fault.values()) {
      boolean happened = true;
      for (int failing = 0; happened && fault != Fault.CRASH; failing++) {
        FaultyFiles files = new FaultyFiles(fault, failing);
        IOException refused = null;
        try {
          assertThat(reading.from(files.path(folder))).isEqualTo(expected);
        } catch (IOException failure) {
          refused = failure;
        } catch (UncheckedIOException whileRead) {
          refused = whileRead.getCause();
        }
        happened = files.happened();
        String as = "%s in call %d of %s: %s".formatted(fault, failing, files.calls(), refused);
        boolean interrupted = Thread.interrupted();
        if (fault == Fault.INTERRUPT) {
          assertThat(interrupted).as(as).isEqualTo(happened);
        }
        if (refused != null) {
          assertThat(refused).as(as).hasMessageContaining(folder.toString());
        }
        if (!happened || fault == Fault.SHORT_READ || fault == Fault.SHORT_WRITE) {
          assertThat(refused).as(as).isNull();
        }
        assertThat(files.open()).as("open after " + as).isZero();
        faults += happened ? 1 : 0;
      }
    }
    Path scratch = folder.resolve("scratch");
    if (Files.exists(scratch)) {
      try (Stream<Path> left = Files.list(scratch)) {
        assertThat(left).isEmpty();
      }
    }
    assertThat(faults).isGreaterThan(10);
    System.out.printf("%s: %d faults%n", name, faults);
  }
}
