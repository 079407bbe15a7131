package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.format.JsonCursor;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows are chosen, changed and scaled for a training, and when it stops. */
@Tag("once")
final class RowKeysTest {
  /** The weights of jobs that change nothing, by their data. */
  private static final Map<String, String> DEFAULTS = new HashMap<>();

  @TempDir private Path folder;

  private JsonCursor train(String data, String job, Object... options) {
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Object[] usual = {"train", file, "--data", data, "--hidden", 8, "--json", "--out", folder};
    Object[] all = new Object[usual.length + options.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(options, 0, all, usual.length, options.length);
    Cli.Outcome outcome = Cli.run(all);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private String weights(String data, String job) {
    return train(data, job, "--epochs", 2).get("weightsSha256").asString();
  }

  private void trainsAndItsPrintTrainsTheSame(String data, String job) throws IOException {
    String plain = DEFAULTS.computeIfAbsent(data, each -> weights(each, "seed: 42"));
    String weights = weights(data, job);
    assertThat(weights).isNotEqualTo(plain);
    String left = Files.readString(folder.resolve(data + "/job.yaml"));
    assertThat(weights(data, left)).isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "augmentation: {changes: [{kind: shift, most: 1}]}",
        "augmentation: {changes: [rotation]}",
        "augmentation: {changes: [{kind: flip, direction: vertical}]}",
        "augmentation: {changes: [{kind: erasing, fill: 3}]}",
        "augmentation: {changes: [noise]}",
        "augmentation: {changes: [mixup]}",
        "augmentation: {image: [4, 4, 4], changes: [flip, {kind: shift, most: 1}, noise, mixup]}",
        "training: {batches: balanced}",
        "data: {scaler: standard}",
        "data: {scaler: none}",
        "data: {split: plain}"
      })
  void everyKeyOfImagesTrains(String job) throws IOException {
    trainsAndItsPrintTrainsTheSame("digits", job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {scaler: min-max}",
        "data: {scaler: robust}",
        "data: {scaler: pooled}",
        "augmentation: {changes: [{kind: noise, deviation: 0.5}]}"
      })
  void everyKeyOfNumbersTrains(String job) throws IOException {
    trainsAndItsPrintTrainsTheSame("iris", job);
  }

  @Test
  void theScalerOfATableIsChosenToo() throws IOException {
    Path table = Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    String[] weights = new String[3];
    String[] scalers = {"auto", "standard", "robust"};
    for (int i = 0; i < scalers.length; i++) {
      weights[i] =
          train(
                  table.toString(),
                  "data: {label: species, scaler: %s}".formatted(scalers[i]),
                  "--epochs",
                  2)
              .get("weightsSha256")
              .asString();
    }
    assertThat(weights[1]).isEqualTo(weights[0]);
    assertThat(weights[2]).isNotEqualTo(weights[0]);
  }

  /** Numbers, a boolean, a category, and a column with so many texts that they are embedded. */
  private Path townsTable() {
    StringBuilder text = new StringBuilder("size,member,colour,town,rich\n");
    for (int i = 0; i < 400; i++) {
      String size = i % 11 == 0 ? "" : String.valueOf(i * 7 % 50 / 8.0);
      text.append(size).append(i % 2 == 0 ? ",yes,c" : ",no,c").append(i % 3).append(",town ");
      text.append(i * 31 % 40).append(i * 31 % 40 < 20 ? ",no\n" : ",yes\n");
    }
    return Samples.write(folder.resolve("towns.csv"), text.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "mixup", "{kind: noise, deviation: 9}, mixup"})
  void categoriesOfATableArePassedByChangesOfNumbers(String changes) throws IOException {
    String data = townsTable().toString();
    String job = "data: {label: rich}\naugmentation: {changes: [%s]}\n";
    String plain = tableWeights(Path.of(data), job.formatted(""));
    String changed = tableWeights(Path.of(data), job.formatted(changes));
    assertThat(changed).isNotEqualTo(plain);
    String left = Files.readString(folder.resolve("towns/job.yaml"));
    assertThat(tableWeights(Path.of(data), left)).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iris | augmentation: {changes: [{kind: shift, most: 3}]} | augmentation: ",
        "iris | augmentation: {image: [3, 3], changes: [flip]} | augmentation: ",
        "digits | augmentation: {image: [8, 9], changes: [flip]} | augmentation: ",
        "flowers.csv | augmentation: {changes: [flip]} | augmentation.changes: the rows of a table",
        "words.csv | augmentation: {changes: [noise]} | augmentation: noise: no column of the"
            + " table",
        "numbers.csv | training: {batches: balanced} | training.batches balanced: there are no"
      })
  void refusesWhatTheDataDoesNotAllow(String data, String job, String message) {
    Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    Samples.write(
        folder.resolve("words.csv"), "word,species\n" + "a,x\nb,y\na,y\nc,x\n".repeat(20));
    StringBuilder numbers = new StringBuilder("x,species\n");
    for (int i = 0; i < 60; i++) {
      numbers.append(i).append(',').append(0.37 * i * i).append('\n');
    }
    Samples.write(folder.resolve("numbers.csv"), numbers.toString());
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Object source = data.endsWith(".csv") ? folder.resolve(data) : data;
    Object[] words = {"train", file, "--data", source, "--out", folder.resolve("out")};
    Object[] labelled = {
      "train", file, "--data", source, "--label", "species", "--out", folder.resolve("out")
    };
    Cli.Outcome outcome = Cli.run(data.endsWith(".csv") ? labelled : words);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines().toList().getLast()).startsWith("lanewise: " + message);
  }

  /** Rows on the disk give the bits of rows in memory, with changes of their pixels too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "augmentation: {changes: [{kind: shift, most: 1}, mixup]}",
        "training: {batches: balanced}",
        "data: {scaler: min-max, split: time}"
      })
  void imagesMayStayOnTheDisk(String job) throws IOException {
    String images = Samples.idxFolder(folder.resolve("data/images")).toString();
    String text = "seed: 7\n" + job;
    String inMemory = idxWeights(images, text, false);
    assertThat(idxWeights(images, text, true)).isEqualTo(inMemory);
    assertThat(idxWeights(images, "seed: 8\n" + job, true)).isNotEqualTo(inMemory);
  }

  /** Whoever runs it must know how much room it takes, and where. */
  @Test
  void saysWhereTheRowsStay() throws IOException {
    Path images = Samples.idxFolder(folder.resolve("data/images"));
    Path table = Samples.write(folder.resolve("flowers.csv"), Samples.iris());
    String job = "data: {stream: true}\ntraining: {epochs: 1}\n";
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Path out = folder.resolve("out");
    assertThat(Cli.run("train", file, "--data", images, "--out", out).out())
        .contains("Streaming      the rows stay on the disk, in their files, which must stay");
    Samples.write(
        images.resolve("t10k-labels-idx1-ubyte.gz"),
        Samples.gzip(Files.readAllBytes(images.resolve("t10k-labels-idx1-ubyte"))));
    Files.delete(images.resolve("t10k-labels-idx1-ubyte"));
    assertThat(Cli.run("train", file, "--data", images, "--restart", "--out", out).out())
        .contains("in a copy of 1 kB in " + out + ", which has no name and is gone with the");
    assertThat(Cli.run("train", file, "--data", table, "--label", "species", "--out", out).out())
        .as("150 rows of 5 cells and a line")
        .contains("in a copy of 4 kB in " + out + ", which has no name and is gone with the");
  }

  private String idxWeights(String images, String job, boolean stream) {
    return train(images, job, "--epochs", 2, "--set", "data.stream=" + stream)
        .get("weightsSha256")
        .asString();
  }

  @Test
  void compressedImagesAreUnpackedOnTheDisk() throws IOException {
    Path images = Samples.idxFolder(folder.resolve("data/images"));
    String plain = idxWeights(images.toString(), "seed: 7", false);
    for (Path file : files(images)) {
      Samples.write(
          images.resolve(file.getFileName() + ".gz"), Samples.gzip(Files.readAllBytes(file)));
      Files.delete(file);
    }
    assertThat(idxWeights(images.toString(), "seed: 7", true)).isEqualTo(plain);
    assertThat(idxWeights(images.toString(), "seed: 7", false)).isEqualTo(plain);
    assertNoRowsAreLeft();
    assertSameEvaluation(images, folder.resolve("images.safetensors"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void assertNoRowsAreLeft() throws IOException {
    assertThat(files(folder)).noneMatch(file -> file.getFileName().toString().startsWith(".rows"));
  }

  /** The figures of the test part are those that the training reported. */
  private static void assertSameEvaluation(Path data, Path model) {
    Cli.Outcome outcome = Cli.run("evaluate", model, "--data", data, "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonCursor facts = Cli.run("inspect", model, "--json").json();
    assertThat(String.valueOf(outcome.json().get("accuracy").asDouble()))
        .isEqualTo(facts.get("provenance").get("testAccuracy").asString());
  }

  /** Texts, missing values and numbers, in one file, several, and packed ones. */
  @ParameterizedTest
  @ValueSource(strings = {"one", "several", "packed"})
  void aTableMayStayOnTheDisk(String how) throws IOException {
    String header = "id,colour,size,flag,kind\n";
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String size = i % 13 == 0 ? "" : String.valueOf(i * 7 % 50 / 8.0);
      String colour = i % 17 == 0 ? "NA" : "c" + i * 31 % 7;
      rows.add("%d,%s,%s,%s,k%d\n".formatted(i, colour, size, i % 2 == 0, i * 31 % 7 % 3));
    }
    Path data = Files.createDirectories(folder.resolve("data/rows"));
    Path one = data.resolveSibling("rows.csv");
    if (how.equals("one")) {
      data = Samples.write(one, header + String.join("", rows));
    } else {
      for (int part = 0; part < 4; part++) {
        String text = header + String.join("", rows.subList(100 * part, 100 * part + 100));
        boolean packed = how.equals("packed");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Samples.write(
            data.resolve("part-" + part + (packed ? ".csv.gz" : ".csv")),
            packed ? Samples.gzip(bytes) : bytes);
      }
    }
    String job = "data: {label: kind, ignore: [id], stream: %s}\ntraining: {batch: 16}\n";
    String inMemory = tableWeights(data, job.formatted(false));
    assertThat(tableWeights(data, job.formatted(true))).isEqualTo(inMemory);
    assertThat(tableWeights(data, job.formatted("auto"))).isEqualTo(inMemory);
    assertNoRowsAreLeft();
    Cli.Outcome outcome =
        Cli.run("evaluate", folder.resolve("rows.safetensors"), "--data", data, "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("rows").asInt()).isEqualTo(400);
  }

  private String tableWeights(Path data, String job) {
    return train(data.toString(), job, "--epochs", 2).get("weightsSha256").asString();
  }

  @Test
  void aFolderOfTablesHasNothingElse() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Samples.write(data.resolve("a.csv"), "x,y\n1,a\n");
    Samples.write(data.resolve("readme.md"), "text");
    Cli.Outcome outcome = Cli.run("train", "--data", data, "--label", "y");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("readme.md: the folder is a data set of CSV files");
  }

  @Test
  void timeTakesTheLastRowsToTest() throws IOException {
    StringBuilder text = new StringBuilder("x,kind\n");
    for (int i = 0; i < 100; i++) {
      text.append(i % 2).append(i % 2 == 0 == i < 85 ? ",a\n" : ",b\n");
    }
    Path file = Samples.write(folder.resolve("ordered.csv"), text.toString());
    JsonCursor json = train(file.toString(), "data: {label: kind, split: time}");
    assertThat(json.get("validationAccuracy").asDouble()).isEqualTo(1);
    assertThat(json.get("testAccuracy").asDouble()).as("the last rows say the opposite").isZero();
    assertThat(json.get("testRows").asInt()).isEqualTo(15);
  }

  /** What is wrong with the rows of a folder or file is said with its name. */
  @Test
  void namesTheDataOfWhichThereIsTooLittle() {
    StringBuilder rows = new StringBuilder("x,g,y\n");
    for (int row = 0; row < 12; row++) {
      rows.append(row).append(",g").append(row % 3).append(',').append(row * 0.5).append('\n');
    }
    Path file = Samples.write(folder.resolve("few.csv"), rows.toString());
    String data = "data: {source: %s, label: y, ".formatted(file);
    for (String keys :
        List.of(
            "folds: 12}",
            "folds: 4, group: g}",
            "folds: 12, time: x}",
            "validation: 0.01, split: plain}",
            "validation: 0.01, time: x}")) {
      Path job = Samples.write(folder.resolve("job.yaml"), data + keys + "\n");
      Cli.Outcome outcome = Cli.run("train", job, "--out", folder);
      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.errLines())
          .singleElement()
          .asString()
          .startsWith("lanewise: " + file + ": ");
    }
  }

  @Test
  void stopsAtTheTarget() {
    JsonCursor json =
        train("iris", "training: {metric: accuracy}\nstopping: {target: 0.6}", "--epochs", 200);
    assertThat(json.get("stoppedBy").asString()).isEqualTo("target");
    assertThat(json.get("validationAccuracy").asDouble()).isGreaterThanOrEqualTo(0.6);
  }

  @Test
  void patienceBeginsAfterTheWarmUp() {
    String frozen = "groups: {'*': {rate-factor: 0}}\n";
    assertThat(train("iris", frozen + "stopping: {patience: 2}").get("epochs").asInt())
        .isEqualTo(3);
    assertThat(train("iris", frozen + "stopping: {patience: 2, warm-up: 5}").get("epochs").asInt())
        .isEqualTo(7);
  }

  /** Nothing improves, so that the first epoch is the best. */
  @Test
  void saysThatAnAverageHasNotBegun() {
    String frozen = "groups: {'*': {rate-factor: 0}}\nstopping: {patience: 2}\n";
    Path job =
        Samples.write(folder.resolve("job.yaml"), frozen + "averaging: {kind: swa, start: 9}");
    Object[] train = {"train", job, "--data", "iris", "--hidden", 8, "--out", folder};
    assertThat(Cli.run(train).out())
        .contains("Note           the average begins with epoch 9, after the best one")
        .contains("stopping.warm-up");
    Samples.write(job, frozen + "averaging: {kind: swa, start: 1}");
    Object[] again = {"train", job, "--data", "iris", "--hidden", 8, "--out", folder};
    assertThat(Cli.run(again).out()).contains("Epochs").doesNotContain("the average begins");
  }

  /** A class of a single row, in rows that have no column to name it. */
  @Test
  void namesClassesThatAreTooSmallInRowsOfNumbers() throws IOException {
    float[] x = new float[61];
    float[] y = new float[61];
    for (int row = 0; row < x.length; row++) {
      x[row] = row % 7;
      y[row] = row == 60 ? 5 : row % 2;
    }
    Path features = folder.resolve("x.npy");
    Path classes = folder.resolve("y.npy");
    Npy.write(features, Tensor.of(Shape.of(61, 1), x));
    Npy.write(classes, Tensor.of(Shape.of(61), y));
    String trained =
        Cli.run("train", "--data", features, "--label", classes, "--epochs", 1, "--out", folder)
            .out();
    assertThat(trained)
        .contains("the class \"5\" is too small to be validated or tested")
        .doesNotContain("the class \"0\"");
    Path images = Samples.idxFolder(folder.resolve("images"));
    Path out = folder.resolve("models");
    assertThat(Cli.run("train", "--data", images, "--epochs", 1, "--out", out).out())
        .as("of ten classes two have rows, and enough of them")
        .contains("10 classes")
        .doesNotContain("the class ");
    Samples.write(
        images.resolve("t10k-labels-idx1-ubyte"),
        Samples.idx(1, new int[] {10}, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 3}));
    assertThat(Cli.run("train", "--data", images, "--epochs", 1, "--restart", "--out", out).out())
        .contains("the class \"1\" is too small to be tested")
        .contains("the class \"3\" has no row to train on");
  }

  /** On a busy machine the time may be over before an epoch is. */
  @Test
  void stopsAtTheTimeLimit() {
    List<Object> train = new ArrayList<>(List.of("train", "--data", "iris", "--hidden", 8));
    train.addAll(List.of("--epochs", 1_000_000, "--patience", 1_000_000, "--time-limit", 1));
    train.addAll(List.of("--json", "--out", folder));
    Cli.Outcome outcome = Cli.run(train.toArray());
    if (outcome.exitCode() == 0) {
      assertThat(outcome.json().get("stoppedBy").asString()).isEqualTo("timeLimit");
    } else {
      assertThat(outcome.err())
          .contains("the time limit came before the end of the first epoch")
          .contains("stopping.time-limit");
    }
  }

  /** An epoch of so large a network takes many seconds. */
  @Test
  void savesNoModelOfATimeLimitBeforeTheFirstEpochEnds() {
    Object[] train = {"train", "--data", "digits", "--hidden", "2048,2048", "--batch", 1};
    List<Object> arguments = new ArrayList<>(List.of(train));
    arguments.addAll(List.of("--time-limit", 1, "--out", folder));
    Cli.Outcome outcome = Cli.run(arguments.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("the time limit came before the end of the first epoch")
        .contains("stopping.time-limit");
    assertThat(folder.resolve("digits.safetensors")).doesNotExist();
  }
}
