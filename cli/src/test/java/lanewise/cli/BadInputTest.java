package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import lanewise.layers.format.Safetensors;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that a caller can get wrong ends with exit code 2 and one sentence on stderr that
 * names the thing, with nothing on stdout and no file written.
 */
@Tag("once")
final class BadInputTest {
  private static final String GOOD = "a,b,y\n1,2,no\n3,4,yes\n";

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void nameOut() {
    out = folder.resolve("models");
  }

  private void refused(List<String> keyWords, Object... args) {
    List<Path> before = files();
    Cli.Outcome outcome = Cli.run(args);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).startsWith("lanewise: ").contains(keyWords);
    assertThat(outcome.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path csv(String text) {
    return Samples.write(folder.resolve("rows.csv"), text);
  }

  private void refusedToTrain(String text, String... keyWords) {
    Path file = csv(text);
    refused(
        Stream.concat(Stream.of(file.toString()), Arrays.stream(keyWords)).toList(),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--out",
        out);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("nosuch.csv");
    refused(
        List.of(file + "", "no such file"), "train", "--data", file, "--label", "y", "--out", out);
  }

  @Test
  void folderWithoutFiles() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    refused(
        List.of(empty + ": there is no file in the folder; --data takes"),
        "train",
        "--data",
        empty);
  }

  @Test
  void emptyCsv() {
    refusedToTrain("", "the file is empty");
    refusedToTrain("\n\n", "the file is empty");
  }

  @Test
  void headerOnly() {
    refusedToTrain("a,b,y\n", "there is a header, but no row; add rows");
  }

  @Test
  void raggedRow() {
    refusedToTrain(GOOD + "5,yes\n", "line 4", "2 fields", "3 columns", "a field for each column");
    refusedToTrain(GOOD + "5,6,yes,7\r\n", "line 4", "4 fields", "3 columns");
  }

  @Test
  void nonNumber() {
    String decimals = "a,b,y\n1,2.5,no\n3,4.5,yes\n";
    refusedToTrain(
        decimals + "5,six,yes\n", "line 4", "column \"b\"", "\"six\"", "one of categories");
    refusedToTrain(decimals + "5,1-2,yes\n", "line 4", "column \"b\"", "1-2");
    refusedToTrain(GOOD + "5,1e99,yes\n", "line 4", "column \"b\"", "1e99", "range");
  }

  @Test
  void nonNumberInALaterRow() {
    Path file = csv(GOOD);
    Path model = folder.resolve("table.safetensors");
    Samples.tableModel(model);
    for (String text : List.of("six", "1-2", "0x1p3")) {
      Samples.write(file, "a,b\n1,2\n3," + text + "\n");
      refused(
          List.of(file + ", line 3: column \"b\" has \"" + text), "predict", model, "--data", file);
    }
  }

  @Test
  void datesAndColumnsOfTwoPurposes() {
    StringBuilder rows = new StringBuilder("when,x,y\n");
    for (int i = 10; i < 30; i++) {
      rows.append("2024-01-%d,%d,%s\n".formatted(i, i, i % 2 == 0 ? "no" : "yes"));
    }
    refusedToTrain(
        rows.toString(),
        "column \"when\" holds dates or times",
        "such as 2024-01-",
        "leave it out");
    Path file = csv(GOOD);
    refused(
        List.of("\"y\" is named for two purposes"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--ignore",
        "y",
        "--out",
        out);
    refused(
        List.of("no column \"z\"", "the columns are a, b, y"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--weights",
        "z",
        "--out",
        out);
    refused(
        List.of("--separator", "how a CSV file is written", "bundled"),
        "train",
        "--separator",
        ";",
        "--out",
        out);
    refused(List.of("--task", "bundled"), "train", "--task", "regress", "--out", out);
    refused(
        List.of("task", "classify, regress, multilabel"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--task",
        "guess",
        "--out",
        out);
    refused(
        List.of("column \"y\" has \"no\" where a number is needed", "line 2"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--task",
        "regress",
        "--out",
        out);
  }

  @Test
  void metricsThatDoNotFit() {
    refused(
        List.of("--metric r2 does not suit this task", "accuracy", "f1"),
        "train",
        "--data",
        "iris",
        "--metric",
        "r2",
        "--out",
        out);
    refused(
        List.of("--metric acuracy", "is accuracy meant?"),
        "train",
        "--data",
        "iris",
        "--metric",
        "acuracy",
        "--out",
        out);
    refused(
        List.of("--residuals", "predicts no numbers"),
        "evaluate",
        Samples.model(folder.resolve("m.safetensors"), "no", "yes"),
        "--data",
        csv(GOOD),
        "--residuals",
        folder.resolve("r.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Infinity", "-Infinity", "inf"})
  void notFinite(String text) {
    refusedToTrain(
        GOOD + text + ",6,yes\n", "line 4", "column \"a\"", "\"" + text + "\"", "finite");
  }

  @Test
  void unknownLabelColumn() {
    refusedToTrain("a,b,class\n1,2,no\n", "no column \"y\"", "the columns are a, b, class");
  }

  @Test
  void labelColumnNotNamed() {
    Path file = csv(GOOD);
    refused(
        List.of(file + "", "--label", "the columns are a, b, y"),
        "train",
        "--data",
        file,
        "--out",
        out);
  }

  @Test
  void labelOfNoCsv() throws IOException {
    refused(List.of("--label", "bundled"), "train", "--label", "y", "--out", out);
    Path idx = Samples.idxFolder(folder.resolve("idx"));
    refused(List.of("--label", "IDX"), "train", "--data", idx, "--label", "y", "--out", out);
    refused(List.of("--test", "of its own"), "train", "--data", idx, "--test", "0.1", "--out", out);
  }

  @Test
  void headerAndLabels() {
    refusedToTrain("a,a,y\n1,2,no\n", "line 1", "two columns", "\"a\"");
    refusedToTrain("a,,y\n1,2,no\n", "line 1", "column 2 has no name");
    refusedToTrain("y\nno\nyes\n", "no column beside \"y\"");
    refusedToTrain("a,y\n1,no\n2,no\n", "column \"y\"", "\"no\" in every row", "two classes");
    refusedToTrain("a,y\n1,no\n2,\n", "line 3", "column \"y\"", "is empty");
    refusedToTrain(
        "a,y\n1,p\n2,q\n3,r\n",
        "column \"y\"",
        "different value in every row",
        "name another column");
  }

  @Test
  void quoteNeverClosed() {
    refusedToTrain(
        "a,b,y\n1,\"2,no\n3,4,yes\n5,6,no\n", "line 2: a quote is opened and never closed");
    refusedToTrain("a,\"b,y\n1,2,no\n", "line 1: a quote is opened and never closed");
  }

  @Test
  void otherSeparators() {
    String hint = "the file seems to be separated by ';'; name that separator, or use commas";
    refusedToTrain("a;b;y\n1;2;no\n", "no column \"y\"", hint);
    refused(List.of("--label", hint), "train", "--data", csv("a;b;y\n1;2;no\n"), "--out", out);
    refusedToTrain("a\tb\ty\n1\t2\tno\n", "separated by tabs; name that separator, or use commas");
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    refused(List.of("takes 2", hint), "predict", model, "--data", csv("a;b\n1;2\n"));
  }

  @Test
  void foldersInWhichRowsWouldCountTwiceOrBeMissing() throws Exception {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path plain = Samples.write(parts.resolve("a.csv"), GOOD);
    Path packed = Samples.write(parts.resolve("a.csv.gz"), Samples.gzip(Files.readAllBytes(plain)));
    refused(
        List.of(plain + " and " + packed + " seem to be the same rows"),
        "train",
        "--data",
        parts,
        "--label",
        "y",
        "--out",
        out);
    Files.delete(packed);
    Path link = Files.createSymbolicLink(parts.resolve("b.csv"), Path.of("nowhere.csv"));
    refused(
        List.of(link + ": the link leads to no file"),
        "train",
        "--data",
        parts,
        "--label",
        "y",
        "--out",
        out);
    Files.delete(link);
    Path pipe = parts.resolve("c.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    refused(
        List.of(pipe + ": it is no file but a pipe"),
        "train",
        "--data",
        parts,
        "--label",
        "y",
        "--out",
        out);
    Path numbers = Files.createDirectory(folder.resolve("numbers"));
    Npy.write(numbers.resolve("a.npy"), Tensor.zeros(2, 2));
    Path other = Samples.write(numbers.resolve("notes.txt"), "not for training");
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    refused(
        List.of(other + ": the folder is a data set of npy files, but this is none"),
        "predict",
        model,
        "--data",
        numbers);
  }

  /** The logs of a run are in a folder that is named after the data, beside the model. */
  @Test
  void logsAreNotWrittenAmongTheRows() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Samples.write(parts.resolve("a.csv"), "a,b,y\n" + "1,2,no\n3,4,yes\n".repeat(12));
    Path job = Samples.write(folder.resolve("job.yaml"), "data: {source: %s}\n".formatted(parts));
    refused(
        List.of("--out " + folder + ": the logs of the run would be written into " + parts),
        "train",
        job,
        "--label",
        "y",
        "--out",
        folder);
  }

  @Test
  void folderInPlaceOfAFile() {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    refused(List.of(folder + ": it is a folder; name a CSV"), "predict", model, "--data", folder);
    refused(List.of(folder + ": it is a folder; name the model"), "inspect", folder);
  }

  @Test
  void oneClassInAnIdxFolder() throws IOException {
    Path idx = Samples.idxFolder(folder.resolve("idx"));
    Samples.write(
        idx.resolve("train-labels-idx1-ubyte"), Samples.idx(1, new int[] {40}, new byte[40]));
    refused(
        List.of(idx + ": the label of every row is 0; at least two classes are needed"),
        "train",
        "--data",
        idx,
        "--out",
        out);
  }

  @Test
  void fewerRowsThanParts() {
    Path file = csv(GOOD + "5,6,yes\n");
    refused(
        List.of("data set rows", "3 rows", "use more rows"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--out",
        out);
  }

  @Test
  void notUtf8() {
    Path file =
        Samples.write(
            folder.resolve("rows.csv"),
            "a,y\n1,\u00e9\n2,b\n".getBytes(StandardCharsets.ISO_8859_1));
    refused(
        List.of(file + ", line 2: ", "UTF-8"),
        "train",
        "--data",
        file,
        "--label",
        "y",
        "--out",
        out);
  }

  @Test
  void damagedGzip() throws IOException {
    byte[] packed = Samples.gzip(Samples.iris().getBytes(StandardCharsets.UTF_8));
    Path file = Samples.write(folder.resolve("rows.csv.gz"), Arrays.copyOf(packed, 200));
    refused(
        List.of(file + ": its gzip data breaks off; fetch"),
        "train",
        "--data",
        file,
        "--label",
        "species",
        "--out",
        out);
  }

  @Test
  void labelNeverSeenInTraining() {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Path file = csv("a,b,y\n1,2,no\n3,4,maybe\n5,6,perhaps\n");
    refused(
        List.of(file + ", line 3: ", "never trained on the label \"maybe\"", "no, yes"),
        "evaluate",
        model,
        "--data",
        file,
        "--label",
        "y");
    refused(List.of("iris", "setosa"), "evaluate", model, "--data", "iris");
  }

  @Test
  void idxFilesThatAreNone() throws IOException {
    Path idx = Samples.idxFolder(folder.resolve("idx"));
    Path images = idx.resolve("train-images-idx3-ubyte");
    byte[] good = Files.readAllBytes(images);
    byte[] wrongMagic = good.clone();
    wrongMagic[3] = 1;
    Samples.write(images, wrongMagic);
    refused(List.of(images + "", "magic number"), "train", "--data", idx, "--out", out);
    Samples.write(images, Arrays.copyOf(good, good.length - 1));
    refused(List.of(images + "", "cut short", "176", "175"), "train", "--data", idx, "--out", out);
    Samples.write(images, Samples.idx(3, new int[] {39, 2, 2}, new byte[39 * 4]));
    refused(List.of("39 images", "40 labels"), "train", "--data", idx, "--out", out);
    Files.delete(images);
    refused(List.of(idx + "", "train-images"), "train", "--data", idx, "--out", out);
  }

  /** The message names the kind and the next step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.npz | PK 3 4 | a NumPy archive | name the .safetensors file | numpy.save",
        "x.pt | PK 3 4 | a PyTorch checkpoint | Safetensors.read | --data takes a CSV file",
        "x.xlsx | PK 3 4 | a spreadsheet | name the .safetensors file | save the sheet as CSV",
        "x.zip | PK 3 4 | a ZIP archive | name the .safetensors file | unpack it",
        "x.onnx | 8 7 18 7 pytorch | an ONNX model | Safetensors.read | --data takes a CSV file",
        "x | 137 HDF 13 10 26 10 | an HDF5 file | Safetensors.read | --data takes a CSV file",
        "x | 147 NUMPY 1 0 | a NumPy array | name the .safetensors file | the ending .npy",
        "x | 128 4 149 1 | a Python pickle | Safetensors.read | --data takes a CSV file",
        "x | PAR1 | a Parquet file | name the .safetensors file | write it as CSV",
        "x.db | SQLite 32 format 32 51 | an SQLite database | name the | write a table",
        "x.json | [{ | a JSON file | name the .safetensors file | write its records as CSV",
        "x.html | < | a web page | name the .safetensors file | save its table as CSV",
        "x.jsonl | { | a file of JSON lines | name the .safetensors file | write its records",
        "x | 0 0 8 3 0 0 | an IDX file of images | name the .safetensors file | name the folder",
        "y-ubyte.gz | 31 139 8 | a packed IDX file | name the .safetensors file | name the folder"
      })
  void filesOfOtherPrograms(String name, String start, String kind, String asModel, String asData)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : start.strip().split(" ", -1)) {
      if (part.matches("\\d+")) {
        bytes.write(Integer.parseInt(part));
      } else {
        bytes.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
      }
    }
    Path file = folder.resolve(name);
    Samples.write(file, bytes.toByteArray());
    refused(
        List.of(file + " is " + kind, "not a model that lanewise train", asModel), "inspect", file);
    refused(List.of(file + " is " + kind, asData), "train", "--data", file, "--label", "y");
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    refused(List.of(file + " is " + kind, asData), "predict", model, "--data", file);
    refused(List.of(file + " is " + kind, asData), "evaluate", model, "--data", file);
    Path rows = csv("a,b,y\n" + "1,2,no\n3,4,yes\n".repeat(12));
    refused(
        List.of(file + " is " + kind, asData),
        "train",
        "--data",
        rows,
        "--label",
        "y",
        "--validation",
        file);
    refused(List.of(file + " is " + kind, "not a job file", "--data"), "train", file);
    refused(List.of(file + " is " + kind, "not a job file"), "train", file, "--resume");
    refused(List.of(file + " is " + kind, "not a search file", "--help"), "search", file);
  }

  @Test
  void filesOfLanewiseThatAreWantedElsewhere() throws IOException {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    Path rows = csv(GOOD);
    Path job = Samples.write(folder.resolve("job.yaml"), "seed: 42\n");
    Path search = Samples.write(folder.resolve("s.yaml"), "job: job.yaml\nkeys: {seed: [1, 2]}\n");
    Path npy = folder.resolve("x.npy");
    Npy.write(npy, Tensor.zeros(2, 2));

    refused(List.of(rows + " is a table of rows, not a model", "--data"), "inspect", rows);
    refused(List.of(rows + " is a table of rows, not a job", "--data"), "train", rows);
    refused(List.of(rows + " is a table of rows, not a search file"), "search", rows);
    refused(List.of(job + " is a YAML file", "not a model that"), "inspect", job);
    refused(List.of(job + " is a YAML file", "train takes a job"), "train", "--data", job);
    refused(List.of(job + ": it is no search file"), "search", job);
    refused(List.of(search + " is a search file", "lanewise search"), "train", search);
    refused(List.of(npy + " is a NumPy array, not a job", "--label y.npy"), "train", npy);
    refused(
        List.of(npy + " is a NumPy array", "name CSV files"),
        "train",
        "--data",
        Samples.write(folder.resolve("many.csv"), "a,b,y\n" + "1,2,no\n3,4,yes\n".repeat(12)),
        "--label",
        "y",
        "--test",
        npy);
    refused(List.of(model + " is a model of lanewise, not a job", "--resume"), "train", model);
    refused(List.of(model + " is a model of lanewise; --data"), "predict", model, "--data", model);
    refused(List.of(model + ": it is a file; name the folder"), "report", model);
    refused(List.of(folder + ": it is a folder", "--data", "--resume"), "train", folder);
  }

  @Test
  void theFilesOfARunWhereItsFolderOrItsModelIsWanted() throws IOException {
    Path rows = csv("a,b,y\n" + "1,2,no\n3,4,yes\n".repeat(12));
    Cli.run("train", "--data", rows, "--label", "y", "--out", out, "--epochs", "2");
    Path run = out.resolve("rows");
    Path state;
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      state =
          files.filter(file -> file.toString().endsWith(".safetensors")).findAny().orElseThrow();
    }

    refused(List.of(state + " is the state of a training, not a model"), "inspect", state);
    refused(List.of(state + " is the state of a training, not a job"), "train", state, "--resume");
    refused(List.of(run + ": it is a folder; name the model, " + run + "."), "inspect", run);
    refused(
        List.of("rows.safetensors: it is a file; name the folder of the run, " + run),
        "report",
        out.resolve("rows.safetensors"));
    refused(List.of("name the folder of the run, " + run), "report", run.resolve("report.html"));
    refused(List.of("a file of JSON lines, not a job file"), "train", run.resolve("metrics.jsonl"));
  }

  @Test
  void tensorsOfAnotherProgram() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("fc.weight", Tensor.zeros(2, 2));
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    Path file = folder.resolve("pytorch.safetensors");
    new Safetensors(tensors, metadata).write(file);
    refused(
        List.of(file + " has tensors, but not the layers", "Safetensors.read"), "inspect", file);
  }

  @Test
  void damagedModel() throws IOException {
    Path model = Samples.model(folder.resolve("m.safetensors"), "no", "yes");
    byte[] good = Files.readAllBytes(model);
    Path file = csv(GOOD);
    for (int length : new int[] {0, 7, 100, good.length - 1}) {
      Samples.write(model, Arrays.copyOf(good, length));
      refused(
          List.of(
              model + " is damaged or not a model of lanewise (", "copy it again or train anew"),
          "inspect",
          model);
      refused(List.of(model + " is damaged"), "predict", model, "--data", file);
    }
    for (int at = 0; at < good.length; at += 97) {
      byte[] flipped = good.clone();
      flipped[at] ^= 0x10;
      Samples.write(model, flipped);
      refused(List.of(model + ""), "inspect", model);
    }
    Samples.write(model, "not a model at all, but long enough to be read as one");
    refused(List.of(model + ""), "evaluate", model, "--data", "digits");
    Files.delete(model);
    refused(List.of(model + "", "no such file"), "inspect", model);
  }

  @Test
  void rowsOfAnotherWidth() {
    Path model = Samples.model(folder.resolve("m.safetensors"), "0", "1");
    refused(
        List.of("64 features", "takes 2"),
        "evaluate",
        Samples.model(folder.resolve("m.safetensors"), "0 1 2 3 4 5 6 7 8 9".split(" ")),
        "--data",
        "digits");
    Path file = csv("a,b,c\n1,2,3\n");
    refused(
        List.of(file + "", "line 1", "3 feature columns", "takes 2"),
        "predict",
        model,
        "--data",
        file);
    refused(
        List.of(file + "", "line 1", "1 feature column", "takes 2"),
        "predict",
        model,
        "--data",
        csv("a\n1\n"));
    refused(
        List.of(file + "", "line 3", "1 field", "2 columns"),
        "predict",
        model,
        "--data",
        csv("a,b\n1,2\n3\n"));
  }

  @Test
  void outputFolderThatCannotBeWritten() {
    Path file = csv(GOOD);
    for (Path place : List.of(file, file.resolve("below"), Path.of("/proc/lanewise"))) {
      refused(List.of("--out " + place), "train", "--out", place);
    }
    Path taken = folder.resolve("models/digits.safetensors/x");
    assertThat(taken.toFile().mkdirs()).isTrue();
    refused(List.of("--out", "it is a folder"), "train", "--out", out);
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs,0",
    "--epochs,-1",
    "--batch,0",
    "--batch,-5",
    "--threads,0",
    "--threads,-2",
    "--threads,100000",
    "--patience,0",
    "--patience,-1",
    "--lr,0",
    "--lr,-0.1",
    "--lr,NaN",
    "--lr,Infinity",
    "--momentum,-0.1",
    "--momentum,1",
    "--momentum,NaN",
    "--validation,0",
    "--validation,-1",
    "--validation,1",
    "--test,0",
    "--test,-0.5",
    "--test,1",
    "--hidden,0",
    "--hidden,-3",
    "--epochs,many",
    "--epochs,1.5",
    "--epochs,99999999999",
    "--seed,x",
    "--activation,step"
  })
  void numbersOutOfRange(String option, String value) {
    refused(List.of(option, value), "train", option, value, "--out", out);
  }

  @ParameterizedTest
  @CsvSource({
    "--seed,abc,'use a whole number, such as 42'",
    "--epochs,1.5,'use a whole number, such as 42'",
    "--seed,9223372036854775808,from -9223372036854775808 to 9223372036854775807",
    "--epochs,99999999999,use a whole number from 1 to 2147483647",
    "--threads,1025,use a whole number from 1 to 1024",
    "--lr,1e-50,'use a number from 1.4E-45 to 3.4028235E38, such as 0.01'",
    "--lr,fast,'use a number from 1.4E-45 to 3.4028235E38, such as 0.01'",
    "--momentum,1.0,'use a number from 0 to below 1, such as 0.9'",
    "--test,half,'use a share above 0 and below 1, such as 0.15'",
    "--activation,step,'use relu, leaky-relu, elu, gelu, silu, tanh, sigmoid'"
  })
  void valuesAreEchoedAsTyped(String option, String value, String advice) {
    refused(
        List.of(option + " " + value + ": ", advice), "train", option + "=" + value, "--out", out);
  }

  @Test
  void listsOfSizes() {
    for (String sizes : List.of("64,0", "64,-1", "64,,32", "", "64;32", "2147483648")) {
      refused(List.of("--hidden", sizes), "train", "--hidden", sizes, "--out", out);
    }
    refused(List.of("--hidden", "2147483647"), "train", "--hidden", "2147483647", "--out", out);
    refused(List.of("0.5", "0.6"), "train", "--validation", "0.5", "--test", "0.6", "--out", out);
  }

  @Test
  void commandLines() {
    refused(List.of("there is no command 'trian'; is train meant?"), "trian");
    refused(
        List.of(
            "no command 'xyzzy'; the commands are train, search, evaluate, predict, inspect,"
                + " report, describe"),
        "xyzzy");
    refused(List.of("there is no option '--epoch'; is --epochs meant?"), "train", "--epoch", "3");
    refused(List.of("no option '--verbose'", "lanewise train --help"), "train", "--verbose");
    refused(List.of("nosuch.yaml: there is no such file"), "train", "nosuch.yaml");
    refused(List.of("'iris' is one too many"), "train", "job.yaml", "iris");
    refused(List.of("--json 2: the option takes no value"), "train", "--json=2");
    refused(List.of("--seed is given twice; give it once"), "train", "--seed", 1, "--seed=2");
    refused(List.of("--stacktrace is given twice"), "describe", "--stacktrace", "--stacktrace");
    refused(List.of("--out: a name is needed"), "train", "--out=");
    refused(List.of("--data: a name is needed"), "train", "--data", "");
    refused(List.of("MODEL: a name is needed"), "inspect", "");
    refused(List.of("MODEL", "lanewise inspect --help"), "inspect");
    refused(List.of("--data", "lanewise evaluate --help"), "evaluate", "m.safetensors");
  }

  /** Programs need not look at stderr: the last line of stdout tells them. */
  @ParameterizedTest
  @CsvSource({
    "train --data nosuch.csv --label y --json",
    "predict nosuch.safetensors --data a.csv --json",
    "evaluate --json",
    "describe --json --json",
    "trian --json"
  })
  void theLastLineOfJsonHasTheError(String words) {
    Cli.Outcome outcome = Cli.run((Object[]) words.split(" ", -1));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.json().members().sequencedKeySet()).containsExactly("error", "exitCode");
    assertThat(outcome.err())
        .isEqualTo("lanewise: " + outcome.json().get("error").asString() + "\n");
    assertThat(outcome.json().get("exitCode").asInt()).isEqualTo(2);
  }

  @Test
  void stackTraceOnlyWhenAsked() {
    Cli.Outcome outcome = Cli.run("inspect", folder.resolve("nosuch"), "--stacktrace");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSizeGreaterThan(1);
    assertThat(outcome.errLines().getFirst()).startsWith("lanewise: ");
  }
}
