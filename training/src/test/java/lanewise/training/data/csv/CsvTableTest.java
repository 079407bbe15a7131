package lanewise.training.data.csv;

import static lanewise.training.data.csv.CsvTestFiles.SOURCE;
import static lanewise.training.data.csv.CsvTestFiles.table;
import static lanewise.training.data.csv.CsvTestFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.training.data.DataException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class CsvTableTest {
  @Test
  void findsFieldsByTheNamesOfColumns() throws DataException {
    CsvTable table = table("\ufeff a ,\"the \"\"b\"\"\",c\r\n 1.5 , x y ,\"-2e1\"\r\n\r\n3,,4\r\n");
    assertThat(table.source()).isEqualTo(SOURCE);
    assertThat(table.header()).containsExactly("a", "the \"b\"", "c");
    assertThat(table.hasColumn("c")).isTrue();
    assertThat(table.hasColumn(" a ")).isFalse();
    int b = table.column("the \"b\"");
    assertThat(table.next()).isTrue();
    assertThat(table.line()).isEqualTo(2);
    assertThat(table.text(b)).isEqualTo("x y");
    float[] numbers = new float[3];
    table.numbers(new int[] {2, 0}, numbers, 1);
    assertThat(numbers).containsExactly(0, -20, 1.5f);
    assertThat(table.next()).isTrue();
    assertThat(table.line()).isEqualTo(4);
    assertThat(table.text(b)).isEmpty();
    assertThat(table.number(2)).isEqualTo(4);
    assertThat(table.next()).isFalse();
  }

  @Test
  void listsTheColumnsWhereOneIsMissing() throws DataException {
    CsvTable table = table("a,b,y\n");
    assertThatThrownBy(() -> table.column("Y"))
        .isInstanceOf(DataException.class)
        .hasMessage(SOURCE + ": there is no column \"Y\"; the columns are a, b, y");
    String names = IntStream.range(0, 500).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    assertThat(table("x".repeat(50) + "," + names + "\n").columns())
        .startsWith("the columns are " + "x".repeat(40) + "..., c0, c1, ")
        .endsWith(", c18, ... (501 in all)");
  }

  @ParameterizedTest
  @CsvSource({
    "',', a;b, '; the file seems to be separated by ;; name that separator, or use commas'",
    "',', a\tb, '; the file seems to be separated by tabs; name that separator, or use commas'",
    "';', 'a,b', '; the file seems to be separated by ,; name that separator, or use ;'",
    "',', a|b, ''"
  })
  void guessesTheSeparator(char separator, String header, String hint) throws DataException {
    CsvTable table = table(utf8(header), CsvFormat.commas().withSeparator(separator));
    assertThat(table.separatorHint().replace("'", "")).isEqualTo(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''        | : the file is empty; its first line must name the columns",
        "a,,c      | , line 1: column 2 has no name; give it one",
        "a,b, a    | , line 1: two columns are named \"a\"; rename one"
      })
  void refusesHeadersThatNameNoColumns(String header, String fault) {
    assertThatThrownBy(() -> table(header))
        .isInstanceOf(DataException.class)
        .hasMessage(SOURCE + fault);
  }

  @Test
  void refusesRowsOfAnotherWidth() throws DataException {
    CsvTable table = table("a,b,c\n1,2,3\n1,2\n");
    table.next();
    assertThatThrownBy(table::next)
        .hasMessage(
            SOURCE
                + ", line 3: 2 fields, but the header has 3 columns; give each row a field for each"
                + " column");
    CsvTable longer = table("a\n\"x\n\",2\n");
    assertThatThrownBy(longer::next)
        .hasMessageStartingWith(SOURCE + ", line 2: 2 fields, but the header has 1 column;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      value = {
        "six   | has \"six\"",
        "' '   | is empty",
        "NaN   | has \"NaN\"",
        "1e99  | has \"1e99\", beyond the range of 32-bit floats,",
        "-1e39 | has \"-1e39\", beyond the range of 32-bit floats,"
      })
  void refusesFieldsThatAreNoFiniteNumbers(String field, String fault) throws DataException {
    CsvTable table = table("a,b\n1," + field + "\n");
    table.next();
    assertThatThrownBy(() -> table.number(1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            SOURCE + ", line 2: column \"b\" " + fault + " where a finite number is needed");
  }

  /** With a search of the header for each name this takes minutes. */
  @Test
  void takesTimeInProportionToTheNumberOfColumns() throws DataException {
    int columns = 200_000;
    StringBuilder text = new StringBuilder();
    IntStream.range(0, columns)
        .forEach(c -> text.append(c == 0 ? "" : ",").append("column ").append(c));
    text.append('\n');
    IntStream.range(0, columns).forEach(c -> text.append(c == 0 ? "" : ",").append(c));
    double before = CsvTestFiles.cpuSeconds();
    CsvTable table = table(text.toString());
    int[] wanted = new int[columns];
    for (int c = 0; c < columns; c++) {
      wanted[c] = table.column("column " + (columns - 1 - c));
    }
    float[] numbers = new float[columns];
    table.next();
    table.numbers(wanted, numbers, 0);
    assertThat(CsvTestFiles.cpuSeconds() - before).isLessThan(10);
    assertThat(numbers[0]).isEqualTo(columns - 1);
    assertThat(numbers[columns - 1]).isZero();
  }
}
