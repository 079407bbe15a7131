package lanewise.training.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.Model;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of event files, read back by a reader of its own. */
@Tag("once")
final class TensorBoardLogTest {
  @TempDir private Path folder;

  /** A field of a message: a number, or bytes. */
  private static final class Field {
    private final int number;
    private final long value;
    private final byte[] bytes;

    Field(int number, long value, byte[] bytes) {
      this.number = number;
      this.value = value;
      this.bytes = bytes;
    }

    double asDouble() {
      return Double.longBitsToDouble(value);
    }

    float asFloat() {
      return Float.intBitsToFloat((int) value);
    }
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
        case 1 -> fields.add(new Field(number, in.getLong(), new byte[0]));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field(number, bytes.length, bytes));
        }
        case 5 -> fields.add(new Field(number, in.getInt(), new byte[0]));
        default -> throw new AssertionError("wire type of tag " + tag);
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static Field field(List<Field> fields, int number) {
    return fields.stream().filter(field -> field.number == number).findFirst().orElseThrow();
  }

  /** The data of the records, whose checksums are computed here bit by bit. */
  static List<byte[]> records(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      long length = in.getLong();
      assertThat(in.getInt()).isEqualTo(masked(file, start, 8));
      byte[] data = new byte[(int) length];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(masked(data, 0, data.length));
      records.add(data);
    }
    return records;
  }

  private static int masked(byte[] bytes, int from, int count) {
    int crc = -1;
    for (int i = from; i < from + count; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  /** TensorBoard finds files by their names. */
  @Test
  void namesFilesTheSameWayInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TensorBoardLog.create(folder, LoggedRun.model(), 0).close();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(onlyFile().getFileName().toString())
        .matches("events\\.out\\.tfevents\\.[0-9]{10}\\.lanewise");
  }

  /** Runs that begin in one second, which look at the same moment whether a name is free. */
  @Test
  void manyRunsAtOnceHaveAFileEach() throws Exception {
    int runs = 64;
    CyclicBarrier together = new CyclicBarrier(runs);
    List<Future<?>> begun = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(runs)) {
      for (int i = 0; i < runs; i++) {
        Callable<Void> run =
            () -> {
              Model model = LoggedRun.model();
              together.await();
              TensorBoardLog.create(folder, model, 0).close();
              return null;
            };
        begun.add(threads.submit(run));
      }
    }
    for (Future<?> run : begun) {
      run.get(); // none failed
    }
    assertThat(contents(folder)).hasSize(runs);
  }

  /** A name that is taken although nothing can be opened by it: a link to nothing. */
  @Test
  void aTakenNameIsPassedOver() throws IOException {
    long now = System.currentTimeMillis() / 1_000;
    for (long second = now; second < now + 600; second++) {
      Files.createSymbolicLink(
          folder.resolve("events.out.tfevents.%d.lanewise".formatted(second)), Path.of("nowhere"));
    }
    TensorBoardLog.create(folder, LoggedRun.model(), 0).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .singleElement()
          .asString()
          .endsWith(".lanewise.1");
    }
  }

  @Test
  void hasTheScalarsAndHistogramsOfEveryEpoch() throws Exception {
    List<EpochReport> reports = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    Model model = LoggedRun.model();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            reports.add(report);
            weights.add(model.slots().getFirst().parameter().values().clone());
          }
        };
    try (TensorBoardLog log = TensorBoardLog.create(folder, model, 0)) {
      LoggedRun.start(model, 2, keeping, log).finish();
    }
    assertThat(onlyFile().getFileName().toString())
        .matches("events\\.out\\.tfevents\\.\\d{10}\\..*");
    List<byte[]> records = records(Files.readAllBytes(onlyFile()));
    assertThat(records).as("version, start, two epochs").hasSize(4);
    byte[] version = field(fields(records.getFirst()), 3).bytes;
    assertThat(new String(version, StandardCharsets.UTF_8)).isEqualTo("brain.Event:2");
    List<Field> start = fields(records.get(1));
    assertThat(field(start, 2).value).isEqualTo(1);
    assertThat(field(fields(field(start, 7).bytes), 1).value).as("START").isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      List<Field> event = fields(records.get(2 + i));
      EpochReport report = reports.get(i);
      assertThat(field(event, 1).asDouble()).isBetween(1.7e9, 4e9);
      assertThat(field(event, 2).value).isEqualTo(report.vitals().steps());
      Map<String, List<Field>> values = values(event);
      assertThat(scalar(values, "loss/train")).isEqualTo((float) report.trainLoss());
      assertThat(scalar(values, "loss/validation")).isEqualTo((float) report.validation().loss());
      assertThat(scalar(values, "accuracy/validation"))
          .isEqualTo((float) report.validation().value("accuracy"));
      assertThat(values)
          .containsKeys(
              "accuracy/train",
              "training/learning-rate",
              "training/gradient-norm",
              "training/distance",
              "gradient-norm/dense-1.weight",
              "update-ratio/dense-2.weight",
              "dead/relu-1",
              "dense-1.weight",
              "dense-2.bias");
      checkHistogram(fields(field(values.get("dense-1.weight"), 5).bytes), weights.get(i));
    }
    Optional<List<String>> read = readByTensorBoard(folder);
    if (read.isPresent()) {
      assertThat(read.get()).containsExactlyElementsOf(lines(records));
    }
  }

  /** The scalars, and the number of values in the histograms, in the order of their tags. */
  static List<String> lines(List<byte[]> records) {
    List<String> lines = new ArrayList<>();
    for (byte[] record : records.subList(2, records.size())) {
      List<Field> event = fields(record);
      long step = field(event, 2).value;
      values(event)
          .forEach(
              (tag, value) -> {
                Optional<Field> scalar = value.stream().filter(each -> each.number == 2).findAny();
                double number =
                    scalar.isPresent()
                        ? scalar.get().asFloat()
                        : field(fields(field(value, 5).bytes), 3).asDouble();
                lines.add("%s %d %s".formatted(tag, step, number));
              });
    }
    return lines.stream().sorted().toList();
  }

  /**
   * What TensorBoard's own reader finds, where the Python of {@code LANEWISE_PYTHON} or {@code
   * python3} has the package tensorboard; else nothing.
   */
  private static Optional<List<String>> readByTensorBoard(Path logs) throws Exception {
    String script =
        """
        import sys
        try:
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        except ImportError:
            sys.exit(77)
        events = EventAccumulator(sys.argv[1], {'scalars': 0, 'histograms': 0})
        events.Reload()
        for tag in events.Tags()['scalars']:
            for event in events.Scalars(tag):
                print('scalar', tag, event.step, event.value)
        for tag in events.Tags()['histograms']:
            for event in events.Histograms(tag):
                print('histogram', tag, event.step, event.histogram_value.num)
        """;
    String python = System.getenv().getOrDefault("LANEWISE_PYTHON", "python3");
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", script, logs.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noPython) {
      return Optional.empty();
    }
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    if (exit == 77) {
      return Optional.empty();
    }
    assertThat(exit).isZero();
    return Optional.of(
        printed
            .lines()
            .map(line -> line.split(" ", -1))
            .map(words -> "%s %s %s".formatted(words[1], words[2], Double.valueOf(words[3])))
            .sorted()
            .toList());
  }

  private static Map<String, List<Field>> values(List<Field> event) {
    Map<String, List<Field>> values = new LinkedHashMap<>();
    for (Field value : fields(field(event, 5).bytes)) {
      List<Field> content = fields(value.bytes);
      values.put(new String(field(content, 1).bytes, StandardCharsets.UTF_8), content);
    }
    return values;
  }

  private static float scalar(Map<String, List<Field>> values, String tag) {
    return field(values.getOrDefault(tag, List.of()), 2).asFloat();
  }

  private static double[] doubles(Field packed) {
    ByteBuffer in = ByteBuffer.wrap(packed.bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[packed.bytes.length / 8];
    in.asDoubleBuffer().get(values);
    return values;
  }

  private static void checkHistogram(List<Field> histogram, float[] weights) {
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    double sum = 0;
    double squares = 0;
    for (float weight : weights) {
      min = Math.min(min, weight);
      max = Math.max(max, weight);
      sum += weight;
      squares += (double) weight * weight;
    }
    assertThat(field(histogram, 1).asDouble()).isEqualTo(min);
    assertThat(field(histogram, 2).asDouble()).isEqualTo(max);
    assertThat(field(histogram, 3).asDouble()).isEqualTo(weights.length);
    assertThat(field(histogram, 4).asDouble()).isEqualTo(sum);
    assertThat(field(histogram, 5).asDouble()).isEqualTo(squares);
    double[] limits = doubles(field(histogram, 6));
    double[] counts = doubles(field(histogram, 7));
    assertThat(counts).hasSameSizeAs(limits);
    int counted = 0;
    for (int i = 0; i < limits.length; i++) {
      int inside = 0;
      for (float weight : weights) {
        inside += weight < limits[i] && (i == 0 || weight >= limits[i - 1]) ? 1 : 0;
      }
      assertThat(counts[i]).as("up to %s", limits[i]).isEqualTo(inside);
      counted += inside;
    }
    assertThat(counted).isEqualTo(weights.length);
  }

  @Test
  void countsWhatIsAtAnEndOfABucketInTheNext() {
    List<Field> histogram =
        fields(
            Histogram.of(new float[] {0, 0, Float.NaN, Float.POSITIVE_INFINITY, 1e-13f, -3, 1e30f})
                .toMessage()
                .toBytes());
    checkHistogram(histogram, new float[] {0, 0, 1e-13f, -3, 1e30f});
  }

  /** The record that the Python package tensorboard 2.21.0 writes for the same event. */
  @Test
  void bytesAreThoseOfTensorBoardsOwnWriter() throws IOException {
    Protobuf scalar = new Protobuf().bytes(1, "loss/train".getBytes(StandardCharsets.UTF_8));
    Protobuf histogram = new Protobuf().bytes(1, "dense-1.weight".getBytes(StandardCharsets.UTF_8));
    Protobuf summary = new Protobuf();
    summary.message(1, scalar.floatValue(2, 0.25f));
    summary.message(
        1, histogram.message(5, Histogram.of(new float[] {-3, 0.5f, 0.5f}).toMessage()));
    Path file = folder.resolve("events");
    try (EventFile events = new EventFile(file)) {
      events.write(new Protobuf().doubleValue(1, 1.5).varint(2, 300).message(5, summary).toBytes());
    }
    String expected =
        "b900000000000000885fff0409000000000000f83f10ac022aaa010a110a0a6c6f73732f7472"
            + "61696e150000803e0a94010a0e64656e73652d312e7765696768742a81010900000000000008"
            + "c011000000000000e03f1900000000000008402100000000000000c029000000000000234032"
            + "280d9cc5a0295509c068bc10359a0707c0fae55a25d31fde3fb03125ee8091e03fffffffffff"
            + "ffef7f3a280000000000000000000000000000f03f0000000000000000000000000000004000"
            + "00000000000000317a79eb";
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(expected);
  }

  @Test
  void twoRunsOfASecondHaveTwoFiles() throws IOException {
    TensorBoardLog.create(folder, LoggedRun.model(), 0).close();
    TensorBoardLog.create(folder, LoggedRun.model(), 8).close();
    TensorBoardLog.create(folder, LoggedRun.model(), 8).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  /** RFC 3720, B.4: 32 bytes of zeros, ones, and rising. */
  @Test
  void checksumsAreThoseOfTheStandard() {
    byte[] zeros = new byte[32];
    CRC32C checksum = new CRC32C();
    checksum.update(zeros);
    assertThat((int) checksum.getValue()).isEqualTo(0x8A9136AA);
    assertThat(EventFile.masked(zeros, 0, 32)).isEqualTo(masked(zeros, 0, 32));
  }

  /**
   * Every call fails once: the run is told which file cannot be written, whole records stay before
   * what is cut, and the next log of the folder begins a file of its own.
   */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatAFaultLeavesIsReadAndContinued(Fault fault) throws IOException {
    Model model = LoggedRun.model();
    List<EpochReport> reports = new ArrayList<>();
    LoggedRun.start(model, 2, new Reports(reports)).finish();
    int faults = 0;
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      Path run = folder.resolve("run-" + failing);
      FaultyFiles files = new FaultyFiles(fault, failing);
      int written = 0;
      try (TensorBoardLog log = TensorBoardLog.create(files.path(run), model, 0)) {
        for (EpochReport report : reports) {
          log.onEpoch(report);
          written++;
        }
      } catch (IOException | UncheckedIOException failed) {
        assertThat(failed).hasMessageContaining(run.toString());
        assertThat(files.happened()).as("%s", failed).isTrue();
      } catch (Crash ended) {
        assertThat(files.happened()).isTrue();
      }
      assertThat(files.open()).isZero();
      happened = files.happened();
      Thread.interrupted();
      Map<Path, byte[]> left = contents(run);
      for (byte[] content : left.values()) {
        List<byte[]> whole = wholeRecords(content);
        assertThat(whole.size()).isGreaterThanOrEqualTo(written == 0 ? 0 : 2 + written);
        if (!happened || fault == Fault.SHORT_WRITE || fault == Fault.SHORT_READ) {
          assertThat(whole).hasSize(4);
          assertThat(records(content)).hasSize(4);
        }
      }
      try (TensorBoardLog log = TensorBoardLog.create(run, model, 4)) {
        reports.forEach(log::onEpoch);
      }
      Map<Path, byte[]> after = contents(run);
      assertThat(after).hasSize(left.size() + 1);
      left.forEach((file, content) -> assertThat(after.get(file)).isEqualTo(content));
      faults += happened ? 1 : 0;
    }
    assertThat(faults).isGreaterThan(fault == Fault.SHORT_READ ? 0 : 4);
  }

  /** Keeps what it is told. */
  private record Reports(List<EpochReport> all) implements TrainingListener {
    @Override
    public void onEpoch(EpochReport report) {
      all.add(report);
    }
  }

  /** The step from which on TensorBoard hides the events of older files. */
  static long start(List<byte[]> records) {
    return field(fields(records.get(1)), 2).value;
  }

  private static Map<Path, byte[]> contents(Path run) throws IOException {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    if (Files.isDirectory(run)) {
      try (Stream<Path> files = Files.list(run)) {
        for (Path file : files.toList()) {
          contents.put(file, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }

  /** The records before the end of what was written, as TensorBoard reads a file that grows. */
  private static List<byte[]> wholeRecords(byte[] file) {
    int whole = 0;
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (file.length - whole >= 16 && file.length - whole >= 16 + in.getLong(whole)) {
      whole += 16 + (int) in.getLong(whole);
    }
    return records(Arrays.copyOf(file, whole));
  }
}
