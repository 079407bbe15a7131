package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.job.DataSettings;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.Shape;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.data.idx.Idx;

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
    RowSource test = tested ? Idx.openTest(folder) : null;
    if (test != null && !test.format().equals(given.format())) {
      throw new InputException(
          folder + ": the images to train and to test differ in size; use files of one data set");
    }
    Shape image = given.format().features();
    boolean onDisk = NumberRows.stayOnDisk(settings, given, test);
    Samples rows = inAnyOrder(given, " train", onDisk, scratch);
    NumberRows numbers =
        NumberRows.ofClasses(
            name(), rows, CLASSES, NumberRows.Layout.ofImages(image, NumberRows.pixelNames(image)));
    if (test != null) {
      numbers = numbers.withTest(inAnyOrder(test, " test", onDisk, scratch));
    }
    return (onDisk ? numbers.onDisk() : numbers).prepare(settings, seed);
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
  public RowReader toEvaluate(Predictor model, Session session) throws IOException {
    return hasTestPart()
        ? NumberEvaluation.ofClasses(model, name() + " test", Idx.openTest(folder), CLASSES)
        : NumberEvaluation.ofClasses(model, name(), Idx.openTrain(folder), CLASSES);
  }
}
