package lanewise.layers.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.layers.Allocation;
import lanewise.layers.Networks;
import lanewise.layers.preprocessing.Column.Bool;
import lanewise.layers.preprocessing.Column.Categorical;
import lanewise.layers.preprocessing.Column.Encoding;
import lanewise.layers.preprocessing.Column.Numeric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnTransformerTest {
  private static final float NAN = Float.NaN;

  private static final List<Column> COLUMNS =
      List.of(
          new Numeric("age", 40, true),
          new Bool("member", true, false),
          new Categorical("city", List.of("Bern", "Rome"), Encoding.ONE_HOT, "Rome", true),
          new Categorical("street", List.of("A", "B", "C"), Encoding.INDEX, "C", false));

  /** Scales the age alone. */
  private static final ColumnTransformer TRANSFORMER =
      ColumnTransformer.of(
          COLUMNS,
          FeatureScaler.of(
              new float[] {30, 0, 0, 0, 0, 0, 0}, new float[] {0.5f, 1, 1, 1, 1, 1, 1}));

  private static float[] features(float... row) {
    float[] out = new float[TRANSFORMER.outputSize()];
    TRANSFORMER.transform(1, row, 0, out, 0);
    return out;
  }

  @Test
  void spreadsFillsAndScales() {
    assertThat(TRANSFORMER.inputSize()).isEqualTo(4);
    assertThat(TRANSFORMER.outputSize()).isEqualTo(7);
    assertThat(TRANSFORMER.indexCount()).isEqualTo(1);
    assertThat(TRANSFORMER.indexFeatures()).containsExactly(6);
    assertThat(TRANSFORMER.numericFeatures()).containsExactly(0);
    assertThat(TRANSFORMER.featureNames())
        .containsExactly(
            "age", "age (missing)", "member", "city=Bern", "city=Rome", "city (missing)", "street");
    assertThat(features(32, 0, 1, 3)).containsExactly(1, 0, 0, 1, 0, 0, 3);
    assertThat(features(28, 1, 2, 1)).containsExactly(-1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void fillsInWhatIsMissing() {
    assertThat(features(NAN, NAN, NAN, NAN)).containsExactly(5, 1, 1, 0, 1, 1, 3);
  }

  @Test
  void aTextThatNobodyKnowsIsAllZeros() {
    assertThat(features(30, 0, 0, 0)).containsExactly(0, 0, 0, 0, 0, 0, 0);
  }

  /** Plans do not check values: whatever they are, nothing else than features comes of them. */
  @Test
  void placesThatDoNotExistAreUnknown() {
    for (float place : new float[] {-1, 1.5f, 3, 1e30f, Float.NEGATIVE_INFINITY}) {
      assertThat(features(30, 0, place, 4)).as("%s", place).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void aRowHasTheSameBitsAloneAndInAnyBatchAndInPlace() {
    int rows = 37;
    float[] in = Networks.gaussians(5, rows * 4);
    for (int r = 0; r < rows; r++) {
      in[4 * r + 1] = r % 2;
      in[4 * r + 2] = r % 5 == 4 ? NAN : r % 3;
      in[4 * r + 3] = r % 4;
      in[4 * r] = r % 7 == 0 ? NAN : in[4 * r];
    }
    float[] batch = new float[2 + rows * 7 + 1];
    Arrays.fill(batch, 77);
    TRANSFORMER.transform(rows, in, 0, batch, 2);
    assertThat(batch[1]).isEqualTo(77);
    assertThat(batch[batch.length - 1]).isEqualTo(77);
    for (int r = 0; r < rows; r++) {
      float[] alone = features(Arrays.copyOfRange(in, 4 * r, 4 * r + 4));
      assertThat(alone).containsExactly(Arrays.copyOfRange(batch, 2 + 7 * r, 9 + 7 * r));
    }
    float[] shared = new float[3 + rows * 7];
    System.arraycopy(in, 0, shared, 3, in.length);
    TRANSFORMER.transform(rows, shared, 3, shared, 3);
    assertThat(Arrays.copyOfRange(shared, 3, shared.length))
        .containsExactly(Arrays.copyOfRange(batch, 2, 2 + rows * 7));
  }

  @Test
  void makesARowOfTexts() {
    Map<String, String> fields = new HashMap<>();
    fields.put("street", "B");
    fields.put("age", " 41.5 ");
    fields.put("member", "Yes");
    fields.put("city", null);
    fields.put("note", "is not read");
    assertThat(TRANSFORMER.encode(fields)).containsExactly(41.5f, 1, NAN, 2);
    float[] row = {77, 77, 77, 77, 77, 77};
    TRANSFORMER.encode(new String[] {"?", "0", "Oslo", "n/a"}, row, 1);
    assertThat(row).containsExactly(77, NAN, 0, 0, NAN, 77);
  }

  /** Numbers are read as the reader of CSV files reads them: the nearest float. */
  @Test
  void readsNumbersAsTraining() {
    for (String text : List.of("0.1", "-1e-3", "16777217", ".5", "+3.", "3.4028235e38")) {
      assertThat(TRANSFORMER.encode(0, text)).isEqualTo(Float.parseFloat(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, young, 'row: the column \"age\" has \"young\" where a finite number is needed'",
    "0, 1e39, 'row: the column \"age\" has \"1e39\" where a finite number is needed'",
    "0, 0x1p3, 'row: the column \"age\" has \"0x1p3\" where a finite number is needed'",
    "1, maybe, 'row: the column \"member\" has \"maybe\" where a boolean is needed'",
  })
  void refusesTextsThatMeanNothing(int column, String text, String message) {
    assertThatThrownBy(() -> TRANSFORMER.encode(column, text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesRowsWithoutAColumn() {
    assertThatThrownBy(() -> TRANSFORMER.encode(Map.of("age", "3", "member", "no", "city", "")))
        .hasMessage(
            "row: the column \"street\" is not there; give it an empty text if its value is"
                + " missing");
    assertThatThrownBy(() -> TRANSFORMER.encode(new String[3], new float[4], 0))
        .hasMessage("row: 3 fields for 4 columns");
    assertThatThrownBy(() -> TRANSFORMER.encode(new String[4], new float[4], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesInfinitiesBeforeAPrediction() {
    float[] rows = {1, 1, 1, 1, NAN, NAN, NAN, NAN, 1, 1, Float.POSITIVE_INFINITY, 1};
    TRANSFORMER.requireValid("predict", 2, rows, 0);
    assertThatThrownBy(() -> TRANSFORMER.requireValid("predict", 2, rows, 4))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: row 1, column 2 (\"city\") is Infinity, not a finite number");
  }

  @Test
  void knowsWhichRowsItReads() {
    assertThat(TRANSFORMER.readsRowsOf(ColumnTransformer.unscaled(COLUMNS))).isTrue();
    Column filled = new Numeric("age", 7, false);
    Column renamed = new Numeric("years", 40, true);
    Column more = new Categorical("city", List.of("Bern", "Oslo"), Encoding.ONE_HOT, "Bern", true);
    assertThat(TRANSFORMER.readsRowsOf(with(0, filled))).isTrue();
    assertThat(TRANSFORMER.readsRowsOf(with(0, renamed))).isFalse();
    assertThat(TRANSFORMER.readsRowsOf(with(1, new Numeric("member", 0, false)))).isFalse();
    assertThat(TRANSFORMER.readsRowsOf(with(2, more))).isFalse();
    assertThat(TRANSFORMER.readsRowsOf(ColumnTransformer.unscaled(COLUMNS.subList(0, 3))))
        .isFalse();
  }

  private static ColumnTransformer with(int place, Column column) {
    Column[] columns = COLUMNS.toArray(new Column[0]);
    columns[place] = column;
    return ColumnTransformer.unscaled(List.of(columns));
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    assertThatThrownBy(() -> ColumnTransformer.unscaled(List.of()))
        .hasMessage("columns: there is no column");
    assertThatThrownBy(() -> ColumnTransformer.of(COLUMNS, FeatureScaler.identity(6)))
        .hasMessage("columns: the columns give 7 features, the scaler takes 6");
    assertThatThrownBy(() -> with(1, new Numeric("age", 0, false)))
        .hasMessage("columns: two columns have the name \"age\"");
    Column index = new Categorical("lane", List.of("A"), Encoding.INDEX, "A", false);
    assertThatThrownBy(() -> with(0, index))
        .hasMessage("columns: the column \"member\" comes after one with an index; put those last");
    Column marked = new Categorical("lane", List.of("A"), Encoding.INDEX, "A", true);
    assertThatThrownBy(() -> with(3, marked))
        .hasMessage("columns: the column \"lane\" has an index and no room for an indicator");
    assertThatThrownBy(() -> new Categorical("c", List.of("a", "a"), Encoding.INDEX, "a", false))
        .hasMessage("column \"c\": the value \"a\" occurs twice");
    assertThatThrownBy(() -> new Categorical("c", List.of("a"), Encoding.INDEX, "b", false))
        .hasMessage("column \"c\": the fill \"b\" is none of its values");
    assertThatThrownBy(() -> new Categorical("c", List.of(), Encoding.INDEX, "b", false))
        .hasMessage("column \"c\": 0 values; use 1 to 16777215");
    assertThatThrownBy(() -> new Numeric("n", Float.POSITIVE_INFINITY, false))
        .hasMessage("column \"n\": the fill Infinity is not finite");
    assertThatThrownBy(() -> new Bool("", true, false)).hasMessage("column: the name is empty");
  }

  @Test
  void allocatesNothing() {
    float[] in = {NAN, 1, 2, 3, 17, NAN, 0, 0};
    float[] out = new float[14];
    Map<String, String> fields = Map.of("age", "", "member", "yes", "city", "Oslo", "street", "C");
    float[] row = new float[4];
    Allocation.assertSettlesAtNone(
        "two rows and the texts of another",
        () -> {
          TRANSFORMER.requireValid("predict", 2, in, 0);
          TRANSFORMER.transform(2, in, 0, out, 0);
          TRANSFORMER.encode(fields, row, 0);
        });
    assertThat(row).containsExactly(NAN, 1, 0, 3);
  }
}
