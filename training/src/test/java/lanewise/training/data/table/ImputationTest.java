package lanewise.training.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.Column.Encoding;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.table.Imputation.Strategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in for missing values, and how many texts are a feature each. */
@Tag("once")
final class ImputationTest {
  /** The ages that are there: 20, 20, 30, 50, 60. */
  private static final String PEOPLE =
      """
      age,member,city,full,y
      20,yes,Rome,1,0
      60,no,,2,1
      ,no,Oslo,4,0
      20,,Oslo,5,1
      30,yes,Rome,6,0
      50,no,Bern,6,1
      """;

  private static final int[] ALL = IntStream.range(0, 6).toArray();
  private static final List<String> CITIES = List.of("Bern", "Oslo", "Rome");

  record Row(Imputation imputation, List<Column> columns) {
    @Override
    public String toString() {
      return imputation.strategy() + (imputation.indicator() ? "" : " without indicator");
    }
  }

  private static List<Column> columns(
      float age, boolean member, boolean indicator, float full, Column city) {
    return List.of(
        new Column.Numeric("age", age, indicator),
        new Column.Bool("member", member, indicator),
        city,
        new Column.Numeric("full", full, false));
  }

  private static Column city(boolean indicator) {
    return new Column.Categorical("city", CITIES, Encoding.ONE_HOT, "Oslo", indicator);
  }

  static List<Row> rows() {
    Column own =
        new Column.Categorical(
            "city", List.of("Bern", "Oslo", "Rome", ""), Encoding.ONE_HOT, "", false);
    return List.of(
        new Row(Imputation.of(Strategy.MEDIAN), columns(30, false, true, 4.5f, city(true))),
        new Row(
            Imputation.of(Strategy.MEDIAN).withoutIndicator(),
            columns(30, false, false, 4.5f, city(false))),
        new Row(Imputation.of(Strategy.MEAN), columns(36, false, true, 4, city(true))),
        new Row(Imputation.of(Strategy.MOST_FREQUENT), columns(20, false, true, 6, city(true))),
        new Row(Imputation.constant(-1), columns(-1, false, true, -1, own)),
        new Row(Imputation.constant(7).withoutIndicator(), columns(7, false, false, 7, own)));
  }

  private static Table read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (CsvTable csv = CsvTable.of(new ByteArrayInputStream(bytes), "t.csv", CsvFormat.commas())) {
      return Table.read(csv, "t", TableRoles.of("y"));
    }
  }

  private static FitSettings unscaled(Imputation imputation) {
    return FitSettings.defaults()
        .withImputation(imputation)
        .withScaling(train -> FeatureScaler.identity(train.format().features().size()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void learnsWhatStandsIn(Row row) throws IOException {
    TableFit fit = TableFit.of(read(PEOPLE), unscaled(row.imputation), ALL);
    assertThat(fit.transformer().columns()).containsExactlyElementsOf(row.columns);
  }

  /** The features that training sees are those of a prediction by the texts of the row. */
  @ParameterizedTest
  @MethodSource("rows")
  void trainingAndPredictionGiveTheSameBits(Row row) throws IOException {
    Table table = read(PEOPLE);
    FitSettings settings = FitSettings.defaults().withImputation(row.imputation);
    TableFit fit = TableFit.of(table, settings, ALL);
    float[] trained = fit.features(table, ALL).toArray();
    List<String> lines = PEOPLE.lines().toList();
    String[] names = lines.getFirst().split(",", -1);
    int width = fit.transformer().outputSize();
    for (int i = 0; i < ALL.length; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      Map<String, String> fields = new HashMap<>();
      for (int c = 0; c < names.length; c++) {
        fields.put(names[c], cells[c]);
      }
      float[] predicted = new float[width];
      fit.transformer().transform(1, fit.transformer().encode(fields), 0, predicted, 0);
      assertThat(predicted)
          .containsExactly(Arrays.copyOfRange(trained, i * width, (i + 1) * width));
    }
  }

  /** Rows that are not for training change nothing, whatever is missing there. */
  @ParameterizedTest
  @MethodSource("rows")
  void otherRowsTeachNothing(Row row) throws IOException {
    FitSettings settings = FitSettings.defaults().withImputation(row.imputation);
    TableFit clean = TableFit.of(read(PEOPLE), settings, ALL);
    String planted = PEOPLE + "1e30,yes,Paris,,1\n1e30,yes,Paris,,1\n,,,,0\n".repeat(9);
    assertThat(TableFit.of(read(planted), settings, ALL)).isEqualTo(clean);
  }

  @Test
  void aConstantIsACategoryOfItsOwnAndNamedSo() throws IOException {
    Table table = read(PEOPLE);
    TableFit fit = TableFit.of(table, unscaled(Imputation.constant(-1)), ALL);
    assertThat(fit.transformer().featureNames())
        .containsExactly(
            "age",
            "age (missing)",
            "member",
            "member (missing)",
            "city=Bern",
            "city=Oslo",
            "city=Rome",
            "city (missing)",
            "full");
    assertThat(fit.features(table, 1, 2).toArray())
        .containsExactly(60, 0, 0, 0, 0, 0, 0, 1, 2, -1, 1, 0, 0, 0, 1, 0, 0, 4);
  }

  @Test
  void refusesAMissingValueByItsFirstLine() throws IOException {
    Table table = read(PEOPLE);
    FitSettings settings = unscaled(Imputation.of(Strategy.REFUSE));
    assertThatThrownBy(() -> TableFit.of(table, settings, 5, 3, 2, 0))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "t.csv, line 4: column \"age\" has no value, and missing values are refused; correct"
                + " it, leave the column out, or choose another imputation (data.imputation in a"
                + " job)");
    FitSettings median = unscaled(Imputation.of(Strategy.MEDIAN));
    assertThat(TableFit.of(table, settings, 0, 4, 5))
        .isEqualTo(TableFit.of(table, median, 0, 4, 5));
  }

  @Test
  void aColumnThatIsLeftOutMayLackValues() throws IOException {
    Table table = read("empty,name,x,y\n,ann,1,0\n,,2,1\n,bob,4,0\n,eve,5,1\n");
    TableFit fit = TableFit.of(table, unscaled(Imputation.of(Strategy.REFUSE)), 0, 1, 2, 3);
    assertThat(fit.transformer().columns()).extracting(Column::name).containsExactly("x");
  }

  /** Without an indicator the value and what stands in for it are the same. */
  @Test
  void aColumnOfOneValueIsLeftOutWhereNothingTellsThatItIsMissing() throws IOException {
    Table table = read("one,x,y\na,1,0\n,2,1\na,4,0\na,4,1\n");
    int[] rows = {0, 1, 2, 3};
    TableFit with = TableFit.of(table, rows);
    assertThat(with.transformer().columns()).extracting(Column::name).containsExactly("one", "x");
    Imputation without = Imputation.of(Strategy.MEDIAN).withoutIndicator();
    TableFit fit = TableFit.of(table, unscaled(without), rows);
    assertThat(fit.transformer().columns()).extracting(Column::name).containsExactly("x");
    assertThat(fit.notes())
        .extracting(ColumnNote::text)
        .containsExactly(
            "the column \"one\" is left out: it is \"a\" in all training rows that have a value");
  }

  @Test
  void theNumberOfTextsDecidesWhatIsEmbedded() throws IOException {
    Table table = read(PEOPLE);
    FitSettings three = FitSettings.defaults().withMostOneHot(3);
    assertThat(TableFit.of(table, three, ALL)).isEqualTo(TableFit.of(table, ALL));
    TableFit two = TableFit.of(table, three.withMostOneHot(2), ALL);
    assertThat(two.transformer().columns().getLast())
        .isEqualTo(
            new Column.Categorical(
                "city", List.of("Bern", "Oslo", "Rome", ""), Encoding.INDEX, "", false));
    assertThat(two.notes())
        .extracting(ColumnNote::text)
        .containsExactly("the column \"city\" has 3 different texts, which are embedded");
    FitSettings frequent =
        three
            .withMostOneHot(0)
            .withImputation(Imputation.of(Strategy.MOST_FREQUENT).withoutIndicator());
    assertThat(TableFit.of(table, frequent, ALL).transformer().columns().getLast())
        .isEqualTo(new Column.Categorical("city", CITIES, Encoding.INDEX, "Oslo", false));
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> Imputation.constant(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imputation: the value NaN is not finite");
    assertThatThrownBy(() -> FitSettings.defaults().withMostOneHot(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: -1 texts of a feature each; use at least 0");
  }
}
