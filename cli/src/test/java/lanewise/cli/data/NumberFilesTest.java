package lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Regressor;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on, and evaluations and predictions of, npy files and folders of IDX and npy files. */
@Tag("once")
final class NumberFilesTest {
  private static final int ROWS = 60;

  @TempDir private Path folder;

  private Path npy(String name, Shape shape, float... values) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Npy.write(file, Tensor.of(shape, values));
    return file;
  }

  /** Rows of two features. */
  private Path features(String name, int from, int rows) throws IOException {
    float[] x = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      x[2 * row] = (from + row) % 7 - 3;
      x[2 * row + 1] = (from + row) % 5 * 0.5f;
    }
    return npy(name, Shape.of(rows, 2), x);
  }

  /** 7 where the first feature is positive, else -3. */
  private Path classes(String name, int from, int rows) throws IOException {
    float[] y = new float[rows];
    for (int row = 0; row < rows; row++) {
      y[row] = (from + row) % 7 > 3 ? 7 : -3;
    }
    return npy(name, Shape.of(rows), y);
  }

  /** 100.25 + 10 times the sum of the features. */
  private Path numbers(String name, int rows) throws IOException {
    float[] y = new float[rows];
    for (int row = 0; row < rows; row++) {
      y[row] = 100.25f + 10 * (row % 7 - 3 + row % 5 * 0.5f);
    }
    return npy(name, Shape.of(rows, 1), y);
  }

  private JsonCursor train(String job) {
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    List<Object> words =
        new ArrayList<>(
            List.of("train", file, "--json", "--restart", "--out", folder.resolve("models")));
    Cli.Outcome outcome = Cli.run(words.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  /** Trains in memory and from the disk, and returns the result, which is the same. */
  private JsonCursor trainBoth(String data) {
    String job = "training: {epochs: 30}\nmodel: {hidden: 8}\nthreads: 1\ndata: {%s, stream: %s}\n";
    JsonCursor memory = train(job.formatted(data, false));
    JsonCursor disk = train(job.formatted(data, true));
    assertThat(disk.get("weightsSha256").asString())
        .isEqualTo(memory.get("weightsSha256").asString());
    return disk;
  }

  private static Path model(JsonCursor trained) {
    return Path.of(trained.get("model").asString());
  }

  private static JsonCursor evaluate(Object... words) {
    List<Object> all = new ArrayList<>(List.of("evaluate", "--json"));
    all.addAll(List.of(words));
    Cli.Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private static String refusal(Object... words) {
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    return outcome.errLines().getLast();
  }

  @Test
  void classesOfAnyNumbers() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    JsonCursor trained = trainBoth("source: %s, label: %s".formatted(x, y));
    assertThat(trained.get("task").asString()).isEqualTo("classify");
    assertThat(trained.get("trainRows").asInt()).isEqualTo(42);
    Classifier classifier = Classifier.load(model(trained));
    assertThat(classifier.labels()).containsExactly("-3", "7");

    JsonCursor judged = evaluate(model(trained), "--data", x, "--label", y);
    assertThat(judged.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(judged.get("accuracy").asDouble()).isGreaterThan(0.9);

    Cli.Outcome predicted = Cli.run("predict", model(trained), "--data", x);
    assertThat(predicted.outLines()).as(predicted.err()).hasSize(1 + ROWS);
    assertThat(predicted.outLines().get(1)).startsWith(classifier.predict(-3, 0) + ",");
    assertThat(predicted.outLines().get(7)).startsWith(classifier.predict(3, 0.5f) + ",");
  }

  @Test
  void foldersOfFiles() throws IOException {
    features("parts/x/a.npy", 0, 40);
    features("parts/x/b.npy", 40, ROWS - 40);
    classes("parts/y/a.npy", 0, 40);
    classes("parts/y/b.npy", 40, ROWS - 40);
    Path x = folder.resolve("parts/x");
    Path y = folder.resolve("parts/y");
    JsonCursor parts = trainBoth("source: %s, label: %s".formatted(x, y));
    JsonCursor whole =
        trainBoth(
            "source: %s, label: %s"
                .formatted(features("x.npy", 0, ROWS), classes("y.npy", 0, ROWS)));
    assertThat(parts.get("weightsSha256").asString())
        .isEqualTo(whole.get("weightsSha256").asString());
    String predicted = Cli.run("predict", model(parts), "--data", x).out();
    assertThat(predicted.lines()).hasSize(1 + ROWS);
    assertThat(Cli.run("predict", model(parts), "--data", folder.resolve("x.npy")).out())
        .isEqualTo(predicted);
  }

  /** Rows of weight 0 teach nothing and count for nothing. */
  @Test
  void weightsOfRows() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    float[] some = new float[ROWS];
    float[] wrong = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      some[row] = row % 3 == 0 ? 0 : 1;
      boolean high = row % 7 > 3;
      wrong[row] = high != (row % 3 == 0) ? 7 : -3;
    }
    Path weights = npy("w.npy", Shape.of(ROWS), some);
    Path lies = npy("lies.npy", Shape.of(ROWS), wrong);
    JsonCursor trained =
        trainBoth("source: %s, label: %s, weights: %s".formatted(x, lies, weights));
    JsonCursor judged =
        evaluate(model(trained), "--data", x, "--label", lies, "--weights", weights);
    assertThat(judged.get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(judged.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(evaluate(model(trained), "--data", x, "--label", y).get("accuracy").asDouble())
        .as("what the lies hide")
        .isGreaterThan(0.9);
    assertThat(
            train(
                    "data: {source: %s, label: %s}\ntraining: {epochs: 30}\nmodel: {hidden: 8}\n"
                        .formatted(x, lies))
                .get("weightsSha256")
                .asString())
        .isNotEqualTo(trained.get("weightsSha256").asString());
  }

  @Test
  void numbersToPredict() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = numbers("price.npy", ROWS);
    JsonCursor trained = trainBoth("source: %s, label: %s".formatted(x, y));
    assertThat(trained.get("task").asString()).isEqualTo("regress");
    Regressor regressor = Regressor.load(model(trained));
    assertThat(regressor.names()).containsExactly("price");

    Path residuals = folder.resolve("residuals.csv");
    JsonCursor judged =
        evaluate(model(trained), "--data", x, "--label", y, "--residuals", residuals);
    assertThat(judged.get("targets").elements().getFirst().get("r2").asDouble()).isGreaterThan(0.5);
    List<String> lines = Files.readAllLines(residuals);
    assertThat(lines).hasSize(1 + ROWS);
    float predicted = regressor.predict(-3, 0)[0];
    assertThat(lines.get(1))
        .isEqualTo("1,price,70.25,%s,%s".formatted(predicted, (float) (70.25 - predicted)));
  }

  @Test
  void severalLabels() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    float[] y = new float[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      y[2 * row] = row % 7 > 3 ? 1 : 0;
      y[2 * row + 1] = row % 5 > 2 ? 1 : 0;
    }
    Path labels = npy("tags.npy", Shape.of(ROWS, 2), y);
    JsonCursor trained = trainBoth("source: %s, label: %s".formatted(x, labels));
    assertThat(trained.get("task").asString()).isEqualTo("multilabel");
    JsonCursor judged = evaluate(model(trained), "--data", x, "--label", labels);
    assertThat(judged.get("rows").asInt()).isEqualTo(ROWS);
    Cli.Outcome predicted = Cli.run("predict", model(trained), "--data", x);
    assertThat(predicted.outLines().getFirst()).isEqualTo("labels,p_tags_0,p_tags_1");
  }

  /** Rows of more than one axis are images: all pixels are scaled alike, and may be turned. */
  @Test
  void images() throws IOException {
    float[] x = new float[ROWS * 2 * 3];
    float[] y = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      x[row * 6 + row % 2 * 3] = 200 + row % 9;
      y[row] = row % 2;
    }
    Path images = npy("images.npy", Shape.of(ROWS, 2, 3), x);
    Path labels = npy("labels.npy", Shape.of(ROWS), y);
    JsonCursor trained =
        train(
            """
            data: {source: %s, label: %s}
            augmentation: {changes: [{kind: shift, most: 1}]}
            training: {epochs: 5}
            """
                .formatted(images, labels));
    float[] means = ((FeatureScaler) Classifier.load(model(trained)).transform()).mean();
    assertThat(means).hasSize(6);
    assertThat(means[5]).as("pooled").isEqualTo(means[0]);
  }

  @Test
  void saysWhatIsAmissWithNpyFiles() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    assertThat(refusal("train", "--data", x, "--out", folder))
        .contains(x + " has the features of rows; name the npy file or folder of what is to be");
    assertThat(refusal("train", "--data", x, "--label", "price", "--out", folder))
        .contains("--label price: there is no such file or folder; beside npy files of features");
    assertThat(refusal("train", "--data", x, "--label", y, "--weights", "w", "--out", folder))
        .contains("--weights w: there is no such npy file; beside npy files it names one");
    assertThat(refusal("train", "--data", x, "--label", y, "--weights", x, "--out", folder))
        .contains(x + ": it has 60 rows of 2 values, but a weight is needed for each of 60 rows");
    Path below = npy("below.npy", Shape.of(2), 1, -1);
    Path two = features("two.npy", 0, 2);
    Path labels = npy("labels.npy", Shape.of(2), 7, -3);
    assertThat(
            refusal("train", "--data", two, "--label", labels, "--weights", below, "--out", folder))
        .contains(below + ": weights: row 1 (from 0) has weight -1.0, not a finite number of at");
    Path few = classes("few.npy", 0, 3);
    assertThat(refusal("train", "--data", x, "--label", few, "--out", folder))
        .contains(x + " has 60 rows, but " + few + " has 3; use files that belong together");
    Path same = npy("same.npy", Shape.of(ROWS), new float[ROWS]);
    assertThat(refusal("train", "--data", x, "--label", same, "--out", folder))
        .contains(x + ": the label of every row is 0; at least two classes are needed");
    Path half = numbers("half.npy", ROWS);
    assertThat(
            refusal("train", "--data", x, "--label", half, "--task", "multilabel", "--out", folder))
        .contains(half + " has ", " where a label is 0 or 1");

    Path model =
        model(train("data: {source: %s, label: %s}\ntraining: {epochs: 1}\n".formatted(x, y)));
    Path wide = npy("wide.npy", Shape.of(2, 3), new float[6]);
    assertThat(refusal("predict", model, "--data", wide))
        .contains(wide + ": a row has 3 features, but the model takes 2");
    Path nan = npy("nan.npy", Shape.of(2, 2), 1, 2, 3, Float.NaN);
    assertThat(refusal("predict", model, "--data", nan))
        .contains(nan + ": row 1 (from 0), value 1 is NaN, not a finite number");
    assertThat(refusal("evaluate", model, "--data", x, "--label", half))
        .contains(half + ": the model was never trained on the labels 70.25, ", "it knows -3, 7");
    Path other = npy("other.npy", Shape.of(2), -3, 8);
    assertThat(refusal("evaluate", model, "--data", features("two.npy", 0, 2), "--label", other))
        .contains(other + ": the model was never trained on the label \"8\"; it knows -3, 7");
  }

  @Test
  void npyFilesTakeThePlaceOfShares() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    String u = features("u.npy", 5, 20) + ", " + classes("v.npy", 5, 20);
    String data = "source: %s, label: %s, ".formatted(x, y);
    hasRows(trainBoth(data + "validation: \"%s\"".formatted(u)), 51, 20, 9);
    hasRows(trainBoth(data + "test: \"%s\"".formatted(u)), 51, 9, 20);
    JsonCursor both = trainBoth(data + "validation: \"%s\", test: \"%s\"".formatted(u, u));
    hasRows(both, 60, 20, 20);
    assertThat(
            evaluate(
                    model(both),
                    "--data",
                    folder.resolve("u.npy"),
                    "--label",
                    folder.resolve("v.npy"))
                .get("accuracy")
                .asDouble())
        .as("as the training has judged these rows")
        .isEqualTo(both.get("testAccuracy").asDouble());

    String numbers = "%s,%s".formatted(features("n.npy", 0, 10), numbers("m.npy", 10));
    JsonCursor regress =
        trainBoth(
            "source: %s, label: %s, validation: \"%s\""
                .formatted(x, numbers("price.npy", ROWS), numbers));
    assertThat(regress.get("task").asString()).isEqualTo("regress");
    assertThat(regress.get("validationRows").asInt()).isEqualTo(10);
  }

  /** Each second row of the part has a false label and no weight. */
  @Test
  void rowsOfAPartHaveWeightsOfTheirOwn() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    int rows = 20;
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      boolean lie = row % 2 == 1;
      labels[row] = row % 7 > 3 != lie ? 7 : -3;
      weights[row] = lie ? 0 : 0.5f;
    }
    Path u = features("u.npy", 0, rows);
    Path v = npy("v.npy", Shape.of(rows), labels);
    Path w = npy("w.npy", Shape.of(rows), weights);
    String part = "source: %s, label: %s, validation: \"%s\", test: \"%s\"";
    String without = u + "," + v;
    String with = without + ", " + w;
    JsonCursor plain = trainBoth(part.formatted(x, y, without, without));
    JsonCursor weighted = trainBoth(part.formatted(x, y, with, with));
    assertThat(weighted.get("testRows").asInt()).isEqualTo(rows);
    assertThat(plain.get("testAccuracy").asDouble()).isBetween(0.3, 0.7);
    assertThat(weighted.get("testAccuracy").asDouble()).isGreaterThan(0.9);
    assertThat(weighted.get("validationLoss").asDouble())
        .isLessThan(plain.get("validationLoss").asDouble());
    JsonCursor judged = evaluate(model(weighted), "--data", u, "--label", v, "--weights", w);
    assertThat(judged.get("accuracy").asDouble())
        .as("as the training has judged these rows")
        .isEqualTo(weighted.get("testAccuracy").asDouble());
    Object[] train = {"train", "--data", x, "--label", y, "--out", folder, "--validation", ""};
    assertThat(refusalOf(train, without + ",none.npy"))
        .contains("--validation none.npy: there is no such npy file; the third names one with a");
    assertThat(refusalOf(train, without + "," + u))
        .contains(u + ": it has 20 rows of 2 values, but a weight is needed for each of 20 rows");
    assertThat(refusalOf(train, with + "," + w)).contains("beside npy files name two, of features");
  }

  private static void hasRows(JsonCursor trained, int train, int validation, int test) {
    assertThat(trained.get("trainRows").asInt()).isEqualTo(train);
    assertThat(trained.get("validationRows").asInt()).isEqualTo(validation);
    assertThat(trained.get("testRows").asInt()).isEqualTo(test);
  }

  @Test
  void saysWhatIsAmissWithNpyFilesOfAPart() throws IOException {
    Path x = features("x.npy", 0, ROWS);
    Path y = classes("y.npy", 0, ROWS);
    Object[] train = {"train", "--data", x, "--label", y, "--out", folder, "--validation", ""};
    assertThat(refusalOf(train, x))
        .contains("--validation " + x + ": beside npy files name two, of features and of what is");
    assertThat(refusalOf(train, x + ",none.npy")).contains("none.npy: there is no such file");
    Path wide = npy("wide.npy", Shape.of(2, 3), new float[6]);
    Path two = npy("two.npy", Shape.of(2), -3, 7);
    assertThat(refusalOf(train, wide + "," + two))
        .contains(wide + ": a row is of [3], but one to train on is of [2]; use files of one data");
    assertThat(refusalOf(train, features("few.npy", 0, 3) + "," + two))
        .contains("few.npy has 3 rows, but " + two + " has 2; use files that belong together");
    Path strange = npy("strange.npy", Shape.of(2), -3, 8);
    Path pair = features("pair.npy", 0, 2);
    assertThat(refusalOf(train, pair + "," + strange))
        .contains(strange + ": the model is never trained on the label \"8\"; " + y + " has -3, 7");
    assertThat(refusalOf(train, pair + "," + npy("square.npy", Shape.of(2, 2), 0, 1, 1, 0)))
        .contains("square.npy: a row has 2 values, but one to train on has 1");
    assertThat(
            refusal(
                "train",
                "--data",
                x,
                "--label",
                y,
                "--out",
                folder,
                "--validation",
                pair + "," + two,
                "--metrics",
                two))
        .contains("--metrics " + two + ": this file is read, and would be lost");
  }

  /** The last word of a command is a part. */
  private static String refusalOf(Object[] train, Object part) {
    train[train.length - 1] = part;
    return refusal(train);
  }

  /** Images of 2 x 2 pixels in two classes, from a row on. */
  private void idxPair(Path to, String name, int from, int rows, boolean packed)
      throws IOException {
    byte[] pixels = new byte[4 * rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) ((from + row) % 2);
      pixels[4 * row] = (byte) ((from + row) % 2 == 0 ? 200 : 10 + from + row);
      pixels[4 * row + 3] = (byte) (from + row);
    }
    byte[] images = Samples.idx(3, new int[] {rows, 2, 2}, pixels);
    byte[] classes = Samples.idx(1, new int[] {rows}, labels);
    String suffix = packed ? ".gz" : "";
    Samples.write(
        to.resolve(name + "-images-idx3-ubyte" + suffix), packed ? Samples.gzip(images) : images);
    Samples.write(
        to.resolve(name + "-labels-idx1-ubyte" + suffix), packed ? Samples.gzip(classes) : classes);
  }

  @Test
  void aFolderOfSeveralPairsOfImages() throws IOException {
    Path several = Files.createDirectories(folder.resolve("images"));
    idxPair(several, "a", 0, 30, false);
    idxPair(several, "b", 30, 30, true);
    JsonCursor trained = trainBoth("source: " + several);
    assertThat(trained.get("trainRows").asInt()).isEqualTo(42);
    assertThat(trained.get("validationRows").asInt()).isEqualTo(9);
    assertThat(trained.get("testRows").asInt()).isEqualTo(9);
    assertThat(evaluate(model(trained), "--data", several).get("rows").asInt()).isEqualTo(60);

    Path one = Files.createDirectories(folder.resolve("one"));
    idxPair(one, "train", 0, 60, false);
    assertThat(trainBoth("source: " + one).get("weightsSha256").asString())
        .isEqualTo(trained.get("weightsSha256").asString());
  }

  @Test
  void foldersOfImagesTakeThePlaceOfShares() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    idxPair(images, "train", 0, 60, false);
    Path more = Files.createDirectories(folder.resolve("more"));
    idxPair(more, "new", 60, 12, true);
    Path tests = Files.createDirectories(folder.resolve("tests"));
    idxPair(tests, "train", 0, 60, false);
    idxPair(tests, "t10k", 72, 8, false);
    String data = "source: " + images;
    hasRows(trainBoth(data + ", validation: " + more), 51, 12, 9);
    JsonCursor both = trainBoth(data + ", validation: %s, test: %s".formatted(more, tests));
    hasRows(both, 60, 12, 8);
    assertThat(evaluate(model(both), "--data", tests).get("accuracy").asDouble())
        .isEqualTo(both.get("testAccuracy").asDouble());
    hasRows(trainBoth("source: %s, validation: %s".formatted(tests, more)), 60, 12, 8);

    Path large = Files.createDirectories(folder.resolve("large"));
    Samples.write(
        large.resolve("a-images-idx3-ubyte"), Samples.idx(3, new int[] {2, 1, 2}, new byte[4]));
    Samples.write(large.resolve("a-labels-idx1-ubyte"), Samples.idx(1, new int[] {2}, new byte[2]));
    Object[] train = {"train", "--data", images, "--out", folder, "--validation", ""};
    assertThat(refusalOf(train, large))
        .contains("the images to train are of [2, 2], and those to validate of [1, 2]; use files");
    assertThat(refusalOf(train, folder.resolve("none")))
        .contains(
            "none: there is no such folder; give a share such as 0.15 or, beside a folder of");
    assertThat(refusalOf(train, images.resolve("train-labels-idx1-ubyte")))
        .contains("train-labels-idx1-ubyte: it is no folder; give a share such as 0.15 or, beside");
  }

  @Test
  void pairsToTestAreAPartOfTheirOwn() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    idxPair(images, "train-1", 0, 30, false);
    idxPair(images, "train-2", 30, 30, false);
    idxPair(images, "train-2", 30, 30, true);
    idxPair(images, "t10k-1", 60, 8, false);
    idxPair(images, "t10k-2", 68, 4, true);
    Samples.write(images.resolve("README"), "about these files");
    JsonCursor trained = trainBoth("source: " + images);
    assertThat(trained.get("trainRows").asInt())
        .as("what is there twice counts once")
        .isEqualTo(54);
    assertThat(trained.get("validationRows").asInt()).isEqualTo(6);
    assertThat(trained.get("testRows").asInt()).isEqualTo(12);
    assertThat(evaluate(model(trained), "--data", images).get("rows").asInt()).isEqualTo(12);
    assertThat(refusal("train", "--data", images, "--test", "0.2", "--out", folder))
        .contains("has a test part of its own");
  }
}
