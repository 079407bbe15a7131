package lanewise.training.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.training.data.DataException;
import lanewise.training.data.DataFiles;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowText;
import lanewise.training.data.TestData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class CsvRowsTest {
  private static final String TABLE =
      """
      age,kind,size,red,round,w
      3,10,0.5,0,1,1
      4,9,1.5,1,1,2
      5,10,2.5,1,0,0
      """;

  @TempDir Path folder;

  private Path write(String name, String text) {
    return DataFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private CsvRows open(CsvColumns columns) throws DataException {
    return CsvRows.open(write("table.csv", TABLE), columns);
  }

  @Test
  void readsClassesAsTheDataSetInMemory() throws DataException {
    CsvRows rows = open(CsvColumns.ofClass("kind"));
    LabelledRows whole = Csv.load(folder.resolve("table.csv"), "kind");
    assertThat(rows.classNames()).isEqualTo(whole.classNames()).containsExactly("9", "10");
    assertThat(rows.featureNames()).isEqualTo(whole.featureNames());
    assertThat(rows.format()).isEqualTo(whole.format());
    assertThat(RowText.all(rows, 2)).isEqualTo(RowText.all(whole, 2));
    assertThat(rows).hasToString("CsvRows[1 files, 3 rows, 5 features]");
  }

  @Test
  void readsSeveralNumbersLabelsAndWeights() throws DataException {
    CsvRows values = open(CsvColumns.ofValues("size", "age").withFeatures("round", "red"));
    assertThat(values.format()).isEqualTo(RowFormat.ofValues(Shape.of(2), 2));
    assertThat(RowText.all(values, 3))
        .containsExactly(
            "[1.0, 0.0] -> [0.5, 3.0]", "[1.0, 1.0] -> [1.5, 4.0]", "[0.0, 1.0] -> [2.5, 5.0]");
    CsvRows labels = open(CsvColumns.ofLabels("red", "round").withFeatures("age").withWeight("w"));
    assertThat(labels.format()).isEqualTo(RowFormat.ofValues(Shape.of(1), 2).withWeights());
    assertThat(RowText.all(labels, 3))
        .containsExactly(
            "[3.0] -> [0.0, 1.0], weight 1.0",
            "[4.0] -> [1.0, 1.0], weight 2.0",
            "[5.0] -> [1.0, 0.0], weight 0.0");
    assertThat(RowText.all(labels.toMemory("copy"), 2)).isEqualTo(RowText.all(labels, 2));
    assertThat(open(CsvColumns.ofValues("age").withWeight("w")).featureNames())
        .containsExactly("kind", "size", "red", "round");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,x,0.5,0,1,1 | size | column \"kind\" has \"x\" where a finite number is needed",
        "3,10,0.5,0,1,-1 | size | column \"w\" has -1 where a weight of at least 0 is needed",
        "3,10,0.5,2,1,1 | red | column \"red\" has 2 where a label of 0 or 1 is needed",
        "3,10,0.5,0,1 | size | 5 fields, but the header has 6 columns",
      })
  void namesTheLineOfAFault(String line, String target, String fault) {
    Path file = write("table.csv", TABLE + line + "\n");
    assertThatThrownBy(() -> CsvRows.open(file, columnsFor(target)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ", line 5: " + fault);
  }

  private static CsvColumns columnsFor(String target) {
    CsvColumns columns =
        target.equals("red") ? CsvColumns.ofLabels("red") : CsvColumns.ofValues(target);
    return columns.withWeight("w");
  }

  @Test
  void refusesColumnsThatAreMissingOrNamedTwice() {
    assertThatThrownBy(() -> open(CsvColumns.ofClass("species")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no column \"species\"; the columns are age, kind");
    assertThatThrownBy(() -> open(CsvColumns.ofClass("kind").withFeatures("age", "age")))
        .hasMessageEndingWith(
            "column \"age\" is named twice; each column is a feature, a target or the weight");
    assertThatThrownBy(() -> open(CsvColumns.ofClass("kind").withWeight("kind")))
        .hasMessageContaining("column \"kind\" is named twice");
    assertThatThrownBy(
            () -> CsvRows.open(write("one.csv", "kind\n1\n"), CsvColumns.ofClass("kind")))
        .hasMessageContaining("there is no column beside the targets to learn from");
    assertThatThrownBy(() -> CsvRows.open(write("no.csv", "a,b\n"), CsvColumns.ofClass("a")))
        .hasMessageEndingWith("no.csv: there is a header, but no row; add rows below it");
    assertThatThrownBy(() -> CsvColumns.ofValues())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("csv: name at least one column of targets");
    assertThatThrownBy(
            () -> new CsvColumns(CsvColumns.Kind.CLASS, List.of("a", "b"), List.of(), null))
        .hasMessage("csv: a class is one column, but 2 are named");
  }

  @Test
  void boundsTheMemoryOfClassNames() {
    StringBuilder text = new StringBuilder("x,id\n");
    for (int i = 0; i < 2_000; i++) {
      text.append(i).append(",unique").append("-".repeat(500)).append(i).append('\n');
    }
    CsvFormat small = CsvFormat.commas().withLimits(CsvLimits.defaults().withTableBytes(1_000));
    Path file = folder.resolve("ids.csv.gz");
    DataFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> CsvRows.open(file, CsvColumns.ofClass("id"), small))
        .isInstanceOf(DataLimitException.class);
  }

  @Test
  void refusesAFolderInWhichRowsWouldCountTwiceOrBeMissing() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path plain = DataFiles.write(parts.resolve("a.csv"), CsvTestFiles.utf8("x,y\n1,a\n2,b\n"));
    Path packed = DataFiles.write(parts.resolve("a.csv.gz"), Files.readAllBytes(plain));
    assertThatThrownBy(() -> CsvRows.open(parts, CsvColumns.ofClass("y")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s and %s seem to be the same rows, packed and unpacked, which would count twice; move"
                + " one of them elsewhere",
            plain, packed);
    Files.delete(packed);
    Path link = Files.createSymbolicLink(parts.resolve("b.csv"), folder.resolve("nowhere.csv"));
    assertThatThrownBy(() -> CsvRows.open(parts, CsvColumns.ofClass("y")))
        .isInstanceOf(DataException.class)
        .hasMessage(link + ": the link leads to no file; mend or remove it");
    Files.delete(link);
    Files.createSymbolicLink(parts.resolve("c.csv"), plain);
    assertThat(CsvRows.open(parts, CsvColumns.ofClass("y")).rows()).isEqualTo(4);
  }

  @Test
  void joinsAFolderWhoseFilesHaveTheSameColumns() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    Files.writeString(shards.resolve("b.csv"), "x,y\n2,u\n3,v\n");
    Files.writeString(shards.resolve("a.csv"), "x,y\n1,w\n");
    CsvRows rows = CsvRows.open(shards, CsvColumns.ofClass("y"));
    assertThat(rows.classNames()).containsExactly("u", "v", "w");
    assertThat(RowText.all(rows, 2))
        .containsExactly("[1.0] -> class 2", "[2.0] -> class 0", "[3.0] -> class 1");
    Path other = Files.writeString(shards.resolve("c.csv"), "y,x\nu,4\n");
    assertThatThrownBy(() -> CsvRows.open(shards, CsvColumns.ofClass("y")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s has other columns than %s: the columns are y, x; use files of one data set",
            other, shards.resolve("a.csv"));
  }

  @Test
  void aFileThatChangesMeanwhileIsNamed() throws IOException {
    Path file = write("table.csv", TABLE);
    CsvRows rows = CsvRows.open(file, CsvColumns.ofClass("kind"));
    Files.writeString(file, TABLE.replace("10", "11"));
    assertThatThrownBy(() -> RowText.all(rows, 2))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage(
            file
                + ", line 2: there is a class that was not there when the data set was opened; do"
                + " not change its files");
    Files.writeString(file, TABLE.substring(0, TABLE.indexOf("5,10")));
    assertThatThrownBy(() -> RowText.all(rows, 2))
        .hasRootCauseMessage(
            file
                + ": there are fewer rows than there were when the data set was opened; do not"
                + " change its files");
  }

  @Test
  void readingARowAllocatesNothing() throws IOException {
    StringBuilder text = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("%d,%s,kind %d%n".formatted(i, i / 7.0, i % 300));
    }
    CsvRows rows = CsvRows.open(write("long.csv.gz", text.toString()), CsvColumns.ofClass("kind"));
    float[] x = new float[2 * 50];
    Targets y = rows.format().newTargets(50);
    long least = Long.MAX_VALUE;
    try (RowReader reader = rows.reader()) {
      for (int i = 0; i < 400 && least > 0; i++) {
        long before = TestData.allocatedBytes();
        reader.read(0, 50, x, y);
        least = Math.min(least, TestData.allocatedBytes() - before);
      }
    }
    assertThat(least).isZero();
  }

  @Test
  void findsATextAmongManyByItsCharacters() {
    List<String> texts = IntStream.range(0, 1000).mapToObj(i -> "t" + i * 31).toList();
    TextIndex index = new TextIndex(texts);
    for (int i = 0; i < texts.size(); i++) {
      char[] within = ("<" + texts.get(i) + ">").toCharArray();
      assertThat(index.find(within, 1, within.length - 1)).isEqualTo(i);
      assertThat(index.find(within, 0, within.length)).isEqualTo(-1);
    }
    assertThat(new TextIndex(List.of()).find(new char[] {'a'}, 0, 1)).isEqualTo(-1);
  }
}
