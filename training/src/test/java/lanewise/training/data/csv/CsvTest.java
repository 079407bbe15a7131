package lanewise.training.data.csv;

import static lanewise.training.data.csv.CsvTestFiles.SOURCE;
import static lanewise.training.data.csv.CsvTestFiles.gzip;
import static lanewise.training.data.csv.CsvTestFiles.table;
import static lanewise.training.data.csv.CsvTestFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.internal.ClassNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class CsvTest {
  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void loadsADataSetInOneLine() throws IOException {
    Path file = file("flowers.csv", utf8("length,species,width\n1.5,rose,2\n3,lily,4\n5,rose,6\n"));
    LabelledRows data = Csv.load(file, "species");
    assertThat(data).hasToString("flowers: 3 rows, 2 features, 2 classes");
    assertThat(data.featureNames()).containsExactly("length", "width");
    assertThat(data.classNames()).containsExactly("lily", "rose");
    assertThat(data.labels()).containsExactly(1, 0, 1);
    assertThat(data.features().toArray()).containsExactly(1.5f, 2, 3, 4, 5, 6);
  }

  @Test
  void loadsOtherFormats() throws IOException {
    Path file = file("flowers.csv.gz", gzip(utf8("a\ty\r\n1\t\"x\ty\"\r\n")));
    LabelledRows data = Csv.load(file, "y", CsvFormat.commas().withSeparator('\t'));
    assertThat(data.name()).isEqualTo("flowers");
    assertThat(data.classNames()).containsExactly("x\ty");
  }

  @Test
  void readsChosenColumnsInAnyOrder() throws DataException {
    CsvTable table = table("y,a,b,c\nno,1,what,3\nyes,4,ever,6\n");
    LabelledRows data = Csv.read(table, "mine", 0, 3, 1);
    assertThat(data.name()).isEqualTo("mine");
    assertThat(data.featureNames()).containsExactly("c", "a");
    assertThat(data.features().toArray()).containsExactly(3, 1, 6, 4);
    assertThatThrownBy(() -> Csv.read(table("y\nx\n"), "mine", 0))
        .isInstanceOf(InvalidDatasetException.class);
    assertThatThrownBy(() -> Csv.read(table("y,a\nx,1\n"), "mine", 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsMoreRowsThanThereIsRoomForAtFirst() throws DataException {
    StringBuilder text = new StringBuilder("a,y,b\n");
    for (int row = 0; row < 5_000; row++) {
      text.append(row).append(",class ").append(row % 7).append(',').append(-row).append('\n');
    }
    LabelledRows data = Csv.read(table(text.toString()), "long", 1, 0, 2);
    assertThat(data.rows()).isEqualTo(5_000);
    for (int row = 0; row < 5_000; row++) {
      assertThat(data.features().get(row, 0)).isEqualTo(row);
      assertThat(data.features().get(row, 1)).isEqualTo(-row);
      assertThat(data.label(row)).isEqualTo(row % 7);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flowers.csv, flowers",
    "flowers.CSV.gz, flowers",
    "flowers.gz, flowers",
    "flowers.txt, flowers.txt",
    "a.csv.csv, a.csv",
    "a/b.csv, b"
  })
  void namesTheDataAfterTheFile(Path file, String name) {
    assertThat(Csv.name(file)).isEqualTo(name);
  }

  @Test
  void refusesFilesWithoutLabelsFeaturesOrRows() throws IOException {
    assertRefused("a,b\n1,2\n", "%s: there is no column \"y\"; the columns are a, b");
    assertRefused("y\nno\n", "%s: there is no column beside \"y\" to learn from");
    assertRefused("a,y\n", "%s: there is a header, but no row; add rows below it");
    assertRefused("a,y\n1,no\n2, \n", "%s, line 3: column \"y\" is empty where a label is needed");
    assertRefused(
        "a,y\nx,no\n", "%s, line 2: column \"a\" has \"x\" where a finite number is needed");
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = file("bad.csv", utf8(text));
    assertThatThrownBy(() -> Csv.load(file, "y"))
        .isInstanceOf(DataException.class)
        .hasMessage(message, file);
  }

  @Test
  void sortsWholeNumbersByValueAndOtherNamesAsTexts() {
    assertThat(ClassNames.sorted(List.of("10", "9", "-2", "+3", "007", "0", "-10")))
        .containsExactly("-10", "-2", "0", "+3", "007", "9", "10");
    assertThat(ClassNames.sorted(List.of("0", "-0", "00", "1", "01", "+1")))
        .containsExactly("-0", "0", "00", "+1", "01", "1");
    assertThat(ClassNames.sorted(List.of("10", "9", "9.5"))).containsExactly("10", "9", "9.5");
    assertThat(ClassNames.sorted(List.of("10", "9", "-"))).containsExactly("-", "10", "9");
    assertThat(ClassNames.sorted(List.of("b", "a", "B"))).containsExactly("B", "a", "b");
    List<String> long64 =
        List.of("-99999999999999999999", "9223372036854775808", "99999999999999999999");
    List<String> shuffled = new ArrayList<>(long64);
    Collections.shuffle(shuffled, new Random(3));
    assertThat(ClassNames.sorted(shuffled)).isEqualTo(long64);
  }

  /** Numbers made of the digits for each comparison take half a minute, and memory. */
  @Test
  void classesOfManyDigitsAreSortedWithoutMakingNumbers() throws DataException {
    String zeros = "0".repeat(399_995);
    List<String> sorted = IntStream.range(1_000, 1_064).mapToObj(i -> "1" + zeros + i).toList();
    List<String> names = new ArrayList<>(sorted);
    Collections.shuffle(names, new Random(1));
    long before = CsvTestFiles.allocatedBytes();
    assertThat(ClassNames.sorted(names)).isEqualTo(sorted);
    assertThat(CsvTestFiles.allocatedBytes() - before).isLessThan(1_000_000);

    StringBuilder text = new StringBuilder("x,y\n");
    names.forEach(name -> text.append("1,").append(name).append('\n'));
    LabelledRows data = Csv.read(table(text.toString()), "digits", 1, 0);
    assertThat(data.classNames()).isEqualTo(sorted);
  }

  @Test
  void refusesPackedFilesThatUnpackToFarMoreThanTheirSize() throws IOException {
    byte[] content = utf8("a,b,c,y\n" + "1,1,1,x\n".repeat(1_000_000));
    byte[] packed = gzip(content);
    assertThat(packed.length).isLessThan(64 << 10);
    CsvFormat small = CsvFormat.commas().withLimits(CsvLimits.defaults().withTableBytes(1 << 20));
    long before = CsvTestFiles.allocatedBytes();
    assertThatThrownBy(() -> Csv.read(table(packed, small), "bomb", 3, 0, 1, 2))
        .isInstanceOf(DataLimitException.class)
        .message()
        .matches(
            SOURCE
                + ", line \\d+: the table takes [\\d,]+ bytes of memory, but the limit is"
                + " [\\d,]+ for the [\\d,]+ bytes that were read; raise CsvLimits.tableBytes where"
                + " the file is meant to hold so much");
    // The texts of labels are short-lived; the arrays stay within twice the limit.
    assertThat(CsvTestFiles.allocatedBytes() - before).isLessThan(64 << 20);
    assertThat(Csv.read(table(packed, CsvFormat.commas()), "raised", 3, 0, 1, 2).rows())
        .isEqualTo(1_000_000);
    CsvFormat none = CsvFormat.commas().withLimits(CsvLimits.defaults().withTableBytes(0));
    assertThat(Csv.read(table(content, none), "plain", 3, 0, 1, 2).rows()).isEqualTo(1_000_000);
  }

  /** A plain file that takes as much memory as it can for its size: short, different labels. */
  @Test
  void neverRefusesAPlainFileForItsMemory() throws DataException {
    StringBuilder text = new StringBuilder("a,y\n");
    for (int row = 0; row < 100_000; row++) {
      text.append("1,").append(Integer.toString(row, 36)).append('\n');
    }
    CsvFormat none = CsvFormat.commas().withLimits(CsvLimits.defaults().withTableBytes(0));
    LabelledRows data = Csv.read(table(utf8(text.toString()), none), "labels", 1, 0);
    assertThat(data.classCount()).isEqualTo(100_000);
  }
}
