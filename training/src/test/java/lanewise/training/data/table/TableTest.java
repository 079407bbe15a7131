package lanewise.training.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import lanewise.layers.file.Task;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.Column.Encoding;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.RandomStream;
import lanewise.training.checkpoint.RunIdentity;
import lanewise.training.data.DataException;
import lanewise.training.data.DataLimitException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Samples;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.TestData;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.csv.CsvTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class TableTest {
  private static final String PEOPLE =
      """
      age,member,city,joined,note,y
      30,yes,Bern,1,a,1
      40,no,Rome,,b,2
      ,yes,Rome,1,c,1
      50,,NA,1,d,2
      20,No,Oslo,1,e,1
      90,YES,?,1,f,2
      """;

  @TempDir private Path folder;

  private static Table read(String text, TableRoles roles) throws IOException {
    return read(text, roles, CsvFormat.commas());
  }

  private static Table read(String text, TableRoles roles, CsvFormat format) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (CsvTable csv = CsvTable.of(new ByteArrayInputStream(bytes), "t.csv", format)) {
      return Table.read(csv, "t", roles);
    }
  }

  /** The same table, whose cells are in a file. */
  private Table onDisk(String text, TableRoles roles) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (CsvTable csv = CsvTable.of(new ByteArrayInputStream(bytes), "t.csv", CsvFormat.commas());
        TableReader reader = TableReader.onDisk("t", roles, folder)) {
      reader.read(csv);
      return reader.table();
    }
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** One column beside the label. */
  private static Table ofColumn(String... cells) throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i].contains(",") ? '"' + cells[i] + '"' : cells[i];
      text.append(cell).append(',').append(i % 2).append('\n');
    }
    return read(text.toString(), TableRoles.of("y"));
  }

  private static Column columnOf(String... cells) throws IOException {
    Table table = ofColumn(cells);
    return TableFit.of(table, range(0, table.rows())).transformer().columns().getFirst();
  }

  @Test
  void learnsTypesFillsAndIndicators() throws IOException {
    Table table = read(PEOPLE, TableRoles.of("y"));
    TableFit fit = TableFit.of(table, range(0, 5));
    assertThat(fit.transformer().columns())
        .containsExactly(
            new Column.Numeric("age", 35, true),
            new Column.Bool("member", true, true),
            new Column.Categorical(
                "city", List.of("Bern", "Oslo", "Rome"), Encoding.ONE_HOT, "Rome", true),
            new Column.Bool("joined", true, true));
    assertThat(fit.notes())
        .containsExactly(
            new ColumnNote(
                "note",
                ColumnNote.Kind.NAMES,
                "the column \"note\" is left out: it has 5 different texts in 5 training rows, as"
                    + " names and ids have"));
    // The ages are 20, 30, 35, 40, 50: mean 35, deviation 10.
    assertThat(fit.features(table, 1, 2, 5).toArray())
        .containsExactly(
            new float[] {
              0.5f, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 5.5f, 0, 1, 0, 0, 0, 1,
              1, 1, 0
            });
  }

  /** A row that takes no part in training changes nothing that is learnt: whatever it holds. */
  @Test
  void aPlantedLeakTeachesNothing() throws IOException {
    StringBuilder plain = new StringBuilder("a,b,c,y\n");
    StringBuilder planted = new StringBuilder("a,b,c,y\n");
    RandomStream random = RandomStream.of(3);
    for (int row = 0; row < 60; row++) {
      String line =
          "%s,%s,%s,%d\n"
              .formatted(
                  random.nextInt(9) == 0 ? "" : random.nextInt(50),
                  random.nextInt(2) == 0 ? "yes" : "no",
                  "c" + random.nextInt(4),
                  row % 2);
      plain.append(line);
      planted.append(row < 40 ? line : "1e30,,leak" + row + ",1\n");
    }
    TableRoles roles = TableRoles.of("y");
    TableFit clean = TableFit.of(read(plain.toString(), roles), range(0, 40));
    TableFit leaky = TableFit.of(read(planted.toString(), roles), range(0, 40));
    assertThat(leaky.transformer()).isEqualTo(clean.transformer());
    assertThat(leaky.notes()).isEqualTo(clean.notes());
    TableFit all = TableFit.of(read(planted.toString(), roles), range(0, 60));
    assertThat(all.transformer()).as("the leak would show").isNotEqualTo(clean.transformer());
  }

  /** The targets' scale, too, is that of the training rows. */
  @Test
  void aPlantedLeakInTheTargetsTeachesNothing() throws IOException {
    Table table = read("x,y\n1,10\n2,30\n3,1e9\n", TableRoles.of("y"));
    TableTargets targets = TableTargets.of(table, null);
    assertThat(targets.task(0, 1))
        .isEqualTo(
            new Task.Regression(List.of("y"), TargetScaler.of(new float[] {20}, new float[] {10})));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?", " ? "})
  void knowsTheSpellingsOfMissing(String missing) throws IOException {
    assertThat(columnOf("1.5", missing, "2.5")).isEqualTo(new Column.Numeric("x", 2, true));
    assertThat(columnOf("b", missing, "b", "a", "a", "b"))
        .isEqualTo(new Column.Categorical("x", List.of("a", "b"), Encoding.ONE_HOT, "b", true));
  }

  @ParameterizedTest
  @CsvSource({"true,false", "TRUE,False", "yes,no", "Yes,NO", "1,0"})
  void knowsTheSpellingsOfBooleans(String yes, String no) throws IOException {
    assertThat(columnOf(no, yes, no)).isEqualTo(new Column.Bool("x", false, false));
  }

  /** The order of the rows does not matter. */
  @ParameterizedTest
  @ValueSource(strings = {"7.5", "07", "+7", "7e0", "99999999"})
  void decimalsWithATextAreRefusedUnlessItMeansAMissingValue(String decimal) throws IOException {
    for (int place = 0; place < 3; place++) {
      List<String> cells = new ArrayList<>(List.of(decimal, "8"));
      cells.add(place, "unknown");
      assertThatThrownBy(() -> ofColumn(cells.toArray(String[]::new)))
          .isExactlyInstanceOf(DataException.class)
          .hasMessage(
              "t.csv, line %s: column \"x\" has \"unknown\" where other rows have numbers such as"
                      .formatted(place + 2)
                  + " %s; correct it, name it as one of missing values, or name the column as one"
                      .formatted(decimal)
                  + " of categories");
      String text = "x,y\n" + String.join(",1\n", cells) + ",2\n";
      CsvFormat marked = CsvFormat.commas().withMissing(Set.of("unknown"));
      Table table = read(text, TableRoles.of("y"), marked);
      ColumnTransformer columns = TableFit.of(table, 0, 1, 2).transformer();
      assertThat(columns.columns().getFirst()).isInstanceOf(Column.Numeric.class);
      assertThat(columns.columns().getFirst().indicator()).isTrue();
      assertThat(columns.missing()).containsExactly("unknown");
      assertThat(columns.encode(0, "unknown")).isNaN();
    }
    assertThat(columnOf("7", "unknown", "8", "7", "8"))
        .isEqualTo(columnOf("unknown", "7", "8", "7", "8"));
  }

  @Test
  void numbersBecomeTextsWithTheFirstText() throws IOException {
    assertThat(columnOf("7", "7", "A", "7", "A", "A"))
        .isEqualTo(new Column.Categorical("x", List.of("7", "A"), Encoding.ONE_HOT, "7", false));
    Table mixed = ofColumn("7", "7", "A", "7", "A", "A");
    assertThat(TableFit.of(mixed, range(0, 6)).notes().getFirst().text())
        .isEqualTo(
            "the column \"x\" has numbers and texts (such as \"A\"), which all name categories");
    for (String beyond : List.of("1e99", "Infinity", "-inf")) {
      assertThatThrownBy(() -> ofColumn("7", beyond))
          .isExactlyInstanceOf(DataException.class)
          .hasMessageStartingWith("t.csv, line 3: column \"x\" has \"" + beyond)
          .hasMessageContaining("finite number");
    }
    String text = "x,y\n007,1\n007,2\n7,1\n7,2\n";
    Table table = read(text, TableRoles.of("y").withCategories(Set.of("x")));
    assertThat(TableFit.of(table, 0, 1, 2, 3).transformer().columns())
        .containsExactly(
            new Column.Categorical("x", List.of("007", "7"), Encoding.ONE_HOT, "007", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-03-01",
        "1.3.2024",
        "03/01/24",
        "2024/3/1",
        "2024-03-01T10:00:00Z",
        "1 Mar 2024",
        "Mar 1, 2024",
        "1-Mar-24",
        "Fri, 1 March 2024 10:30",
        "March 2021",
        "21 SEPT.",
        "10:30",
        "1:05:10 pm"
      })
  void refusesDatesByName(String date) {
    assertThatThrownBy(() -> columnOf(date, date, date, date.replace("1", "2")))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "t.csv: column \"x\" holds dates or times (such as %s), which a model cannot take; leave it"
                    .formatted(date)
                + " out, or replace it by numbers, such as days since a fixed day, the month or the"
                + " weekday");
  }

  /** One cell in ten may be odd, wherever it is. */
  @Test
  void someOddCellsAmongDatesDoNotHideThem() throws IOException {
    String[] cells = new String[40];
    Arrays.setAll(cells, i -> i % 10 == 7 ? "soon" : 1 + i % 28 + " Mar 2024");
    assertThatThrownBy(() -> columnOf(cells)).hasMessageContaining("(such as 1 Mar 2024)");
    cells[0] = "soon";
    assertThatThrownBy(() -> columnOf(cells)).hasMessageContaining("as names and ids have");
    for (String text :
        List.of("Mar", "May", "1 Marble 2024", "25:30", "10:75", "3 2024", "1.5.x")) {
      assertThat(columnOf(text, "other", text, "other")).isInstanceOf(Column.Categorical.class);
    }
  }

  @Test
  void pointsOutNumbersThatReadAsDates() throws IOException {
    TableFit fit = TableFit.of(ofColumn("20240131", "20240201", "19991231", ""), range(0, 4));
    assertThat(fit.notes().getFirst().kind()).isEqualTo(ColumnNote.Kind.CALENDAR);
    assertThat(fit.notes().getFirst().text())
        .startsWith("the column \"x\" has numbers of eight digits that read as dates (yyyymmdd)");
    assertThat(fit.transformer().columns().getFirst()).isInstanceOf(Column.Numeric.class);
    assertThat(TableFit.of(ofColumn("20240131", "20241301", "5", "5"), range(0, 4)).notes())
        .isEmpty();
  }

  @Test
  void namesColumnsThatTeachNothing() throws IOException {
    String text = "id,empty,one,half,x,y\n1,,a,,3,0\n2,,a,5,4,1\n3,?,a,,4,0\n4,,a,5,5.5,1\n";
    TableFit fit = TableFit.of(read(text, TableRoles.of("y")), range(0, 4));
    assertThat(fit.notes().stream().map(ColumnNote::text))
        .containsExactly(
            "the column \"id\" has another whole number in each training row, as ids have",
            "the column \"empty\" is left out: it has no value in the training rows",
            "the column \"one\" is left out: it is \"a\" in all training rows");
    assertThat(fit.transformer().columns().stream().map(Column::name))
        .containsExactly("id", "half", "x");
    assertThatThrownBy(
            () -> TableFit.of(read("one,y\na,0\na,1\n", TableRoles.of("y")), range(0, 2)))
        .hasMessage(
            "t.csv: no column is left to learn from: the column \"one\" is left out: it is \"a\" in"
                + " all training rows");
  }

  private static Table ofTexts(int distinct, boolean missing) throws IOException {
    String[] cells = new String[4 * distinct];
    Arrays.setAll(cells, i -> missing && i % 5 == 0 ? "" : "t" + i % distinct);
    return ofColumn(cells);
  }

  @Test
  void manyTextsBecomeAnIndex() throws IOException {
    Table few = ofTexts(32, false);
    assertThat(TableFit.of(few, range(0, few.rows())).transformer().outputSize()).isEqualTo(32);
    Table many = ofTexts(33, true);
    TableFit fit = TableFit.of(many, range(0, many.rows()));
    assertThat(fit.transformer().outputSize()).isEqualTo(1);
    assertThat(fit.notes().getFirst().text())
        .isEqualTo("the column \"x\" has 33 different texts, which are embedded");
    if (fit.transformer().columns().getFirst() instanceof Column.Categorical x) {
      assertThat(x.encoding()).isEqualTo(Encoding.INDEX);
      assertThat(x.values()).hasSize(34).endsWith("");
      assertThat(x.fill()).isEmpty();
      float[] ids = fit.features(many, 0, 1).toArray();
      assertThat(ids[0]).as("missing is a category of its own").isEqualTo(34);
      assertThat(ids[1]).isEqualTo(x.values().indexOf("t1") + 1);
    } else {
      throw new AssertionError(fit.transformer().columns());
    }
  }

  /** The features that training sees are those of a prediction by the texts of the row. */
  @Test
  void trainingAndPredictionGiveTheSameBits() throws IOException {
    Table table = read(PEOPLE, TableRoles.of("y"));
    TableFit fit = TableFit.of(table, range(0, 5));
    float[] trained = fit.features(table, range(0, 6)).toArray();
    String[] lines = PEOPLE.split("\n", -1);
    String[] names = lines[0].split(",", -1);
    int width = fit.transformer().outputSize();
    for (int row = 0; row < 6; row++) {
      String[] cells = lines[row + 1].split(",", -1);
      Map<String, String> fields = new HashMap<>();
      for (int c = 0; c < names.length; c++) {
        fields.put(names[c], cells[c]);
      }
      float[] predicted = new float[width];
      fit.transformer().transform(1, fit.transformer().encode(fields), 0, predicted, 0);
      assertThat(predicted)
          .containsExactly(Arrays.copyOfRange(trained, row * width, (row + 1) * width));
    }
  }

  @Test
  void refusesLaterRowsThatAreUnlikeTheTrainingRows() throws IOException {
    Table numbers = ofColumn("1", "2", "x");
    TableFit ofNumbers = TableFit.of(numbers, 0, 1);
    assertThatThrownBy(() -> ofNumbers.features(numbers, 2))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "t.csv, line 4: column \"x\" has \"x\", but the training rows have only numbers;"
                + " correct it, or name the column as one of categories");
    Table truths = ofColumn("1", "0", "2");
    TableFit ofTruths = TableFit.of(truths, 0, 1);
    assertThatThrownBy(() -> ofTruths.features(truths, 2))
        .hasMessageStartingWith(
            "t.csv, line 4: column \"x\" has \"2.0\", but the training rows have only true and"
                + " false");
  }

  @Test
  void readsFilesAsPeopleHaveThem() throws IOException {
    String text = "\uFEFFx;city;y\r\n1,5;\"Bern; \"\"old\"\"\";2,5\r\n2;Rome;3\r\n,5;Rome;4,25\r\n";
    CsvFormat format = CsvFormat.commas().withSeparator(';').withDecimal(',');
    Table table = read(text, TableRoles.of("y"), format);
    TableTargets targets = TableTargets.of(table, TaskKind.REGRESS);
    assertThat(targets.values(0, 1, 2)).containsExactly(2.5f, 3, 4.25f);
    TableFit fit = TableFit.of(table, 0, 1, 2);
    assertThat(fit.transformer().columns().getFirst())
        .isEqualTo(new Column.Numeric("x", 1.5f, false));
  }

  private static TableTargets decided(String header, String... rows) throws IOException {
    String[] labels = header.split(",", -1);
    StringBuilder text = new StringBuilder("x," + header + "\n");
    for (int i = 0; i < rows.length; i++) {
      text.append(i).append(',').append(rows[i]).append('\n');
    }
    return TableTargets.of(read(text.toString(), TableRoles.of(labels)), null);
  }

  private static String[] numbers(int count, int distinct, String format) {
    String[] rows = new String[count];
    Arrays.setAll(rows, i -> format.formatted(i % distinct));
    return rows;
  }

  @Test
  void theLabelColumnDecidesTheTask() throws IOException {
    TableTargets texts = decided("y", "b", "a", "b", "a");
    assertThat(texts.kind()).isEqualTo(TaskKind.CLASSIFY);
    assertThat(texts.names()).containsExactly("a", "b");
    assertThat(texts.classes(0, 1, 3)).containsExactly(1, 0, 0);
    assertThat(texts.reason()).isEqualTo("the label column holds 2 different texts");

    assertThat(decided("y", numbers(200, 20, "%d")).kind()).isEqualTo(TaskKind.CLASSIFY);
    TableTargets many = decided("y", numbers(200, 21, "%d"));
    assertThat(many.kind()).isEqualTo(TaskKind.REGRESS);
    assertThat(many.reason()).isEqualTo("the label column holds 21 different numbers");
    assertThat(decided("y", numbers(10, 6, "%d")).kind()).isEqualTo(TaskKind.REGRESS);
    assertThat(decided("y", numbers(200, 3, "%d.5")).kind()).isEqualTo(TaskKind.REGRESS);
    assertThat(decided("y", numbers(200, 200, "%d")).kind()).isEqualTo(TaskKind.REGRESS);
    assertThat(decided("y", "yes", "no", "no").kind()).isEqualTo(TaskKind.CLASSIFY);

    TableTargets labels = decided("a,b", "1,0", "0,0", "1,1");
    assertThat(labels.kind()).isEqualTo(TaskKind.MULTILABEL);
    assertThat(labels.names()).containsExactly("a", "b");
    assertThat(labels.values(0, 1)).containsExactly(1, 0, 0, 0);
    assertThat(labels.reason()).isEqualTo("the label columns hold only yes and no");
    assertThat(decided("a,b", "1,0.5", "0,3", "1,1").kind()).isEqualTo(TaskKind.REGRESS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|a;;a|t.csv, line 3: column \"y\" is empty where a label is needed; fill it in,"
            + " or leave such rows out",
        "|a;a;a|t.csv: column \"y\" has \"a\" in every row; at least two classes are needed",
        "|a;b;c|t.csv: column \"y\" has a different value in every row, but a label names a class"
            + " of several rows; name another column",
        "REGRESS|1;b;1|t.csv, line 3: column \"y\" has \"b\" where a number is needed",
        "REGRESS|1;1;1|t.csv: column \"y\" has \"1\" in every row; there is nothing to learn",
        "MULTILABEL|yes;2;no|t.csv, line 3: column \"y\" has \"2\" where a yes or no is needed",
      })
  void refusesTargetsThatTeachNothing(TaskKind stated, String cells, String message)
      throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (String cell : cells.split(";", -1)) {
      text.append("1,").append(cell).append('\n');
    }
    Table table = read(text.toString(), TableRoles.of("y"));
    assertThatThrownBy(() -> TableTargets.of(table, stated))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void dividesRowsWithoutOverlapAndSeesRareClasses() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 200; i++) {
      text.append(i).append(i < 2 ? ",rare\n" : i % 2 == 0 ? ",a\n" : ",b\n");
    }
    Table table = read(text.toString(), TableRoles.of("y"));
    TableTargets targets = TableTargets.of(table, null);
    TableParts parts = TableParts.of(table, targets, 0.15, 0.15, 7);
    int[] all = concat(parts.train(), parts.validation(), parts.test()).sorted().toArray();
    assertThat(all).containsExactly(range(0, 200));
    assertThat(parts.validation()).hasSize(30);
    assertThat(targets.missingFrom(parts.train())).isEmpty();
    List<String> unseen = targets.missingFrom(parts.test());
    assertThat(unseen).isSubsetOf(List.of("rare"));
    assertThat(targets.classCounts(parts.train())[2]).isBetween(1, 2);
    TableParts again = TableParts.of(table, targets, 0.15, 0.15, 7);
    assertThat(again.test()).containsExactly(parts.test());
  }

  private static IntStream concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of);
  }

  @Test
  void givesSamplesOfEachTask() throws IOException {
    Table table = read("x,w,y\n1,2,10\n2,0.5,30\n3,1,20\n", TableRoles.of("y").withWeights("w"));
    TableTargets targets = TableTargets.of(table, TaskKind.REGRESS);
    TableFit fit = TableFit.of(table, 0, 1);
    Samples samples = targets.samples(fit, targets.task(0, 1), 0, 1, 2);
    assertThat(samples.format().weighted()).isTrue();
    float[] x = new float[3];
    var room = samples.format().newTargets(3);
    samples.gather(new int[] {0, 1, 2}, 0, 3, x, room);
    assertThat(x).containsExactly(-1, 1, 3);
    assertThat(room.values()).containsExactly(-1, 1, 0);
    assertThat(room.weights()).containsExactly(2, 0.5f, 1);

    Table plain = read("x,y\n1,a\n2,b\n3,a\n", TableRoles.of("y"));
    TableTargets classes = TableTargets.of(plain, null);
    TableFit ofPlain = TableFit.of(plain, 0, 1, 2);
    assertThat(classes.samples(ofPlain, classes.task(0, 1, 2), 0, 1, 2))
        .isInstanceOf(LabelledRows.class);
    TableTargets labels = decided("a,b", "1,0", "0,0", "1,1");
    assertThat(labels.task(0, 1)).isEqualTo(new Task.MultiLabel(List.of("a", "b")));
    assertThat(labels.values(2)).containsExactly(1, 1);
  }

  @Test
  void refusesWeightsThatAreNone() throws IOException {
    Table negative = read("x,w,y\n1,2,a\n2,-1,b\n", TableRoles.of("y").withWeights("w"));
    assertThatThrownBy(() -> negative.weights(0, 1))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage("t.csv, line 3: column \"w\" has no weight, which is a number of at least 0");
    Table missing = read("x,w,y\n1,,a\n2,1,b\n", TableRoles.of("y").withWeights("w"));
    assertThatThrownBy(() -> missing.weights(0))
        .hasMessageStartingWith("t.csv, line 2: column \"w\" has no weight");
  }

  @Test
  void refusesRolesThatDoNotFit() {
    assertThatThrownBy(() -> TableRoles.of("y").withIgnored(Set.of("y")))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: the column \"y\" is named for two purposes; name it for one");
    assertThatThrownBy(() -> read("x,y\n1,a\n", TableRoles.of("z")))
        .hasMessage("t.csv: there is no column \"z\"; the columns are x, y");
    assertThatThrownBy(() -> read("x,y\n1,a\n", TableRoles.of("y").withIgnored(Set.of("x"))))
        .hasMessage("t.csv: there is no column beside \"y\" to learn from");
    assertThatThrownBy(() -> read("x,y\n", TableRoles.of("y")))
        .hasMessage("t.csv: there is a header, but no row; add rows below it");
  }

  /**
   * Numbers, booleans, texts, missing values, and a column that becomes one of texts at the end.
   */
  private static String mixed(int rows, IntFunction<String> label) {
    StringBuilder text = new StringBuilder("n,b,c,many,late,w,y\n");
    for (int row = 0; row < rows; row++) {
      text.append(row % 11 == 3 ? "" : String.valueOf(row * 37 % 101 / 4.0)).append(',');
      text.append(row % 3 == 0 ? "yes" : "no").append(',');
      text.append(row % 7 == 2 ? "" : "c" + row % 5).append(',');
      text.append("m").append(row * 7 % 40).append(',');
      text.append(row == rows - 1 ? "x" : String.valueOf(row % 4)).append(',');
      text.append(1 + row % 2).append(',').append(label.apply(row)).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classes", "numbers"})
  void aTableOnTheDiskGivesTheBitsOfOneInMemory(String labels) throws IOException {
    String text =
        mixed(300, row -> labels.equals("classes") ? "k" + row % 3 : String.valueOf(row * 0.37));
    TableRoles roles = TableRoles.of("y").withWeights("w");
    Table memory = read(text, roles);
    Table disk = onDisk(text, roles);
    assertThat(memory.isOnDisk()).isFalse();
    assertThat(disk.isOnDisk()).isTrue();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("the file has no name").isEmpty();
    }
    TableTargets targets = TableTargets.of(memory, null);
    TableTargets targetsOnDisk = TableTargets.of(disk, null);
    TableParts parts = TableParts.of(memory, targets, 0.2, 0.2, 7);
    FitSettings robust = FitSettings.defaults().withScaling(ScalerFit::robust);
    TableFit fit = TableFit.of(memory, robust, parts.train());
    assertThat(TableFit.of(disk, robust, parts.train()).transformer()).isEqualTo(fit.transformer());
    Task task = targets.task(parts.train());
    assertThat(targetsOnDisk.task(parts.train())).isEqualTo(task);
    RunIdentity identity = RunIdentity.none();
    assertThat(identity.withRows("rows", targetsOnDisk.samples(fit, task, parts.validation())))
        .isEqualTo(identity.withRows("rows", targets.samples(fit, task, parts.validation())));
    assertThat(disk.place(17)).isEqualTo(memory.place(17)).isEqualTo("t.csv, line 19");
  }

  @Test
  void rowsOnTheDiskThatMeanNothingAreRefusedBeforeTraining() throws IOException {
    Table disk = onDisk("x,y\n1,a\n2,b\n3,a\n4,b\nfive,a\n6,b\n", TableRoles.of("y"));
    TableFit fit = TableFit.of(disk, range(0, 4));
    TableTargets targets = TableTargets.of(disk, null);
    Task task = targets.task(range(0, 4));
    assertThatThrownBy(() -> targets.samples(fit, task, range(4, 6)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv, line 6: column \"x\" has \"five\"");
  }

  /** Many different numbers to predict are not kept as texts. */
  @Test
  void manyLabelsBecomeNumbers() throws IOException {
    int rows = CellColumn.MOST_LABELS + 50;
    StringBuilder text = new StringBuilder("x,y\n");
    for (int row = 0; row < rows; row++) {
      text.append(row % 10).append(',').append(row * 0.5).append('\n');
    }
    for (Table table :
        List.of(
            read(text.toString(), TableRoles.of("y")),
            onDisk(text.toString(), TableRoles.of("y")))) {
      TableTargets targets = TableTargets.of(table, null);
      assertThat(targets.kind()).isEqualTo(TaskKind.REGRESS);
      assertThat(targets.reason())
          .isEqualTo("the label column holds more than 16,384 different numbers");
      assertThat(targets.values(0, 1, 16_384, rows - 1))
          .containsExactly(0, 0.5f, 8_192, (rows - 1) * 0.5f);
      assertThatThrownBy(() -> TableTargets.of(table, TaskKind.CLASSIFY))
          .hasMessageContaining("too many for classes");
    }
    assertThatThrownBy(() -> read(text + "1,many\n", TableRoles.of("y")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column \"y\" has \"many\" where other rows have numbers");
  }

  @Test
  void filesOfOneDataSetAreOneTable() throws IOException {
    TableReader reader = TableReader.of("t", TableRoles.of("y"));
    for (String text : List.of("x,y\n1,a\n2,b\n", "x,y\n3,a\n4,b\n5,a\n")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      String name = "part" + text.length() + ".csv";
      try (CsvTable csv = CsvTable.of(new ByteArrayInputStream(bytes), name, CsvFormat.commas())) {
        reader.read(csv);
      }
    }
    Table table = reader.table();
    assertThat(table.rows()).isEqualTo(5);
    assertThat(table.source()).isEqualTo("part12.csv and 1 more file");
    assertThat(table.place(1)).isEqualTo("part12.csv, line 3");
    assertThat(table.place(2)).isEqualTo("part16.csv, line 2");
    byte[] other = "x,z\n1,a\n".getBytes(StandardCharsets.UTF_8);
    try (CsvTable csv = CsvTable.of(new ByteArrayInputStream(other), "o.csv", CsvFormat.commas())) {
      assertThatThrownBy(() -> reader.read(csv))
          .hasMessageStartingWith("o.csv has other columns than part12.csv");
    }
  }

  private static String wide(int columns, int rows, boolean changing) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      text.append('c').append(c).append(',');
    }
    text.append("y\n");
    for (int row = 0; row < rows; row++) {
      text.repeat("0." + (changing ? row : 5) + ",", columns).append(row % 2).append('\n');
    }
    return text.toString();
  }

  private static long bytesToFit(int columns) throws IOException {
    Table table = read(wide(columns, 4, true), TableRoles.of("y"));
    long before = TestData.allocatedBytes();
    TableFit.of(table, range(0, 4)).features(table, range(0, 4));
    return TestData.allocatedBytes() - before;
  }

  /** Four times the columns take four times the memory; a copy of an array for each, sixteen. */
  @Test
  void whatATableTeachesTakesMemoryInProportionToItsColumns() throws IOException {
    bytesToFit(1_000);
    assertThat(bytesToFit(8_000)).isLessThan(6 * bytesToFit(2_000));
  }

  /** A header of a million names takes 2 MB when packed; as columns of a table, 224 MB. */
  @Test
  void asksForTheMemoryOfItsColumnsBeforeThereAreAny() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream packer = new GZIPOutputStream(packed)) {
      packer.write(wide(1_000_000, 0, true).getBytes(StandardCharsets.UTF_8));
    }
    InputStream input = new ByteArrayInputStream(packed.toByteArray());
    try (CsvTable csv = CsvTable.of(input, "t.csv.gz", CsvFormat.commas())) {
      long before = TestData.allocatedBytes();
      assertThatThrownBy(() -> Table.read(csv, "t", TableRoles.of("y")))
          .isExactlyInstanceOf(DataLimitException.class)
          .hasMessageMatching(
              "t.csv.gz, line 1: the table takes 224,000,224 bytes of memory, but the limit is .*"
                  + " for the .* bytes that were read; raise CsvLimits.tableBytes where the file is"
                  + " meant to hold so much");
      assertThat(TestData.allocatedBytes() - before).isLessThan(100_000_000);
    }
  }

  @Test
  void refusesMoreValuesThanAnArrayHolds() throws IOException {
    // Each of 1,250 columns has 32 texts, which are a feature each.
    int texts = FitSettings.MOST_ONE_HOT;
    Table table = read(wide(1_250, texts, true).replace("0.", "t"), TableRoles.of("y"));
    int[] rows = IntStream.range(0, 60_000).map(i -> i % texts).toArray();
    TableFit fit = TableFit.of(table, Arrays.copyOf(rows, 3 * texts));
    assertThatThrownBy(() -> fit.features(table, rows))
        .isExactlyInstanceOf(DataLimitException.class)
        .hasMessage(
            "t.csv: 60,000 rows of 40,000 features are more than the 2^31 - 1 values of an array;"
                + " use a part of the rows or columns");
    assertThatThrownBy(() -> TableFit.of(table, rows))
        .isExactlyInstanceOf(DataLimitException.class)
        .hasMessageStartingWith("t.csv: 60,000 rows of 40,000 features are more than");
    assertThatThrownBy(() -> table.values("labels", 1 << 16, 1 << 15))
        .isExactlyInstanceOf(DataLimitException.class)
        .hasMessageStartingWith("t.csv: 65,536 rows of 32,768 labels are more than");
  }

  @Test
  void aSentenceAboutManyColumnsNamesSomeOfThem() throws IOException {
    Table table = read(wide(3_000, 4, false), TableRoles.of("y"));
    assertThatThrownBy(() -> TableFit.of(table, range(0, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("t.csv: no column is left to learn from: the column \"c0\" is left")
        .hasMessageEndingWith(
            "the column \"c4\" is left out: it is \"0.5\" in all training rows; and so on, 2995"
                + " more");
  }
}
