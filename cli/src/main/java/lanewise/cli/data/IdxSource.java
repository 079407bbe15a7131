package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.RowPart;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.Shape;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.data.idx.Idx;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images and labels in IDX files: one pair of files or several, of which those named
 * {@code t10k} are the test part.
 *
 * @param folder the folder
 * @param settings how it is divided
 */
record IdxSource(Path folder, DataSettings settings) implements DataSource {
  private static final List<String> CLASSES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  @Override
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  @Override
  public boolean hasTestPart() throws IOException {
    return Idx.hasTestPart(folder);
  }

  @Override
  public PreparedData prepare(long seed, Path scratch) throws IOException {
    boolean tested = hasTestPart();
    if (tested && settings.test() != null) {
      throw new InputException(
          "--test: " + folder + " has a test part of its own; leave the option out");
    }
    RowSource given = Idx.openTrain(folder);
    RowSource validation = ofPart("--validation", settings.validation());
    RowSource test = tested ? Idx.openTest(folder) : ofPart("--test", settings.test());
    Shape image = given.format().features();
    requireSize("validate", validation, image);
    requireSize("test", test, image);
    boolean onDisk = NumberRows.stayOnDisk(settings, given, validation, test);
    NumberRows numbers =
        NumberRows.ofClasses(
                name(),
                inAnyOrder(given, " train", onDisk, scratch),
                CLASSES,
                NumberRows.Layout.ofImages(image, NumberRows.pixelNames(image)))
            .withBeside(
                validation == null ? null : inAnyOrder(validation, " validation", onDisk, scratch),
                test == null ? null : inAnyOrder(test, " test", onDisk, scratch));
    if (!onDisk) {
      return numbers.prepare(settings, seed);
    }
    long copied = copiedBytes(given) + copiedBytes(validation) + copiedBytes(test);
    return numbers
        .onDisk(
            copied == 0 ? Streaming.mapped(settings) : Streaming.copied(settings, copied, scratch))
        .prepare(settings, seed);
  }

  /** What the copy of packed images and their classes takes; files that are mapped need none. */
  private static long copiedBytes(@Nullable RowSource rows) {
    return rows == null || rows instanceof Samples
        ? 0
        : (long) Float.BYTES * rows.rows() * (rows.format().features().size() + 1);
  }

  /** The rows of a part that has a folder of its own: its test part, or all where it has none. */
  private static @Nullable RowSource ofPart(String option, @Nullable RowPart part)
      throws IOException {
    if (!(part instanceof RowPart.OwnFile(Path place))) {
      return null;
    }
    if (!Files.isDirectory(place)) {
      throw new InputException(
          "%s %s: %s; give a share such as 0.15 or, beside a folder of IDX files, another such folder"
              .formatted(
                  option,
                  place,
                  Files.exists(place) ? "it is no folder" : "there is no such folder"));
    }
    return testPartOrAll(place);
  }

  private static RowSource testPartOrAll(Path place) throws IOException {
    return Idx.hasTestPart(place) ? Idx.openTest(place) : Idx.openTrain(place);
  }

  private void requireSize(String purpose, @Nullable RowSource part, Shape image) {
    if (part != null && !part.format().features().equals(image)) {
      throw new InputException(
          "%s: the images to train are of %s, and those to %s of %s; use files of one data set"
              .formatted(folder, image, purpose, part.format().features()));
    }
  }

  /**
   * In memory; or on the disk, where files that are not packed are mapped, and of others a copy.
   */
  private Samples inAnyOrder(RowSource rows, String part, boolean onDisk, Path scratch)
      throws IOException {
    if (!onDisk) {
      return rows.toMemory(name() + part);
    }
    return rows instanceof Samples mapped ? mapped : rows.toDisk(scratch);
  }

  @Override
  public RowReader toEvaluate(Predictor model, Session session, SkippedRows skipped)
      throws IOException {
    String rows = hasTestPart() ? name() + " test" : name();
    return NumberEvaluation.ofClasses(model, rows, testPartOrAll(folder), CLASSES);
  }
}
