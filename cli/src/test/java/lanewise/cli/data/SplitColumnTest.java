package lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.job.CsvLayout.Symbol;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.RowPart;
import lanewise.cli.job.Scaling;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.session.InputException;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.table.FitSettings;
import lanewise.training.data.table.Table;
import lanewise.training.data.table.TableRoles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a column divides; the feature x tells which they are. */
@Tag("once")
final class SplitColumnTest {
  private static final int ROWS = 120;

  @TempDir private Path folder;

  /** Rows in a mixed order, each of which has its number, below 120, as x. */
  private Path table(IntFunction<String> key, IntFunction<Integer> x) {
    StringBuilder text = new StringBuilder("key,x,y\n");
    for (int i = 0; i < ROWS; i++) {
      int row = i * 49 % ROWS;
      text.append(
          "%s,%d,%s\n".formatted(key.apply(row), x.apply(row), row % 2 == 0 ? "no" : "yes"));
    }
    return Samples.write(folder.resolve("rows.csv"), text.toString());
  }

  private static PreparedData prepare(Path file, @Nullable String group, @Nullable String time)
      throws IOException {
    return prepare(file, group, time, null, 1);
  }

  private static PreparedData prepare(
      Path file, @Nullable String group, @Nullable String time, @Nullable Integer folds, int fold)
      throws IOException {
    return TableSource.prepare(
        CsvFiles.of(file),
        "rows",
        new DataSettings(
            file.toString(),
            List.of("y"),
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            FitSettings.defaults().imputation(),
            FitSettings.MOST_ONE_HOT,
            Unlabelled.REFUSE,
            Symbol.COMMA,
            Symbol.POINT,
            null,
            Scaling.AUTO,
            null,
            group,
            time,
            folds == null ? new RowPart.Share(0.2) : null,
            new RowPart.Share(0.2),
            folds,
            fold),
        7,
        file.resolveSibling("scratch"));
  }

  private static Set<Float> features(lanewise.training.data.Samples rows) {
    assertThat(rows.format().features().size()).as("the column itself is no feature").isEqualTo(1);
    Set<Float> all = new TreeSet<>();
    float[] one = new float[1];
    Targets target = rows.format().newTargets(1);
    for (int row = 0; row < rows.rows(); row++) {
      rows.gather(new int[] {row}, 0, 1, one, target);
      all.add(one[0]);
    }
    return all;
  }

  @Test
  void aGroupStaysInOnePart() throws IOException {
    PreparedData data = prepare(table(row -> "patient " + row / 6, row -> row / 6), "key", null);
    Set<Float> together = new HashSet<>();
    int sum = 0;
    for (lanewise.training.data.Samples part :
        List.of(data.train(), data.validation(), data.test())) {
      sum += features(part).size();
      together.addAll(features(part));
    }
    assertThat(together).hasSize(ROWS / 6);
    assertThat(sum).as("no group is in two parts").isEqualTo(ROWS / 6);
  }

  @Test
  void theLatestRowsTestAndThoseBeforeValidate() throws IOException {
    LocalDate first = LocalDate.of(2025, 12, 1);
    Path file = table(row -> first.plusDays(row).toString(), row -> row);
    PreparedData data = prepare(file, null, "key");
    TreeSet<Float> train = new TreeSet<>(features(data.train()));
    TreeSet<Float> validation = new TreeSet<>(features(data.validation()));
    TreeSet<Float> test = new TreeSet<>(features(data.test()));
    assertThat(train).hasSize(72);
    assertThat(validation).hasSize(24);
    assertThat(train.last()).isLessThan(validation.first());
    assertThat(validation.last()).isLessThan(test.first());
  }

  @Test
  void readsNumbersDatesAndMoments() throws IOException {
    Path file =
        Samples.write(
            folder.resolve("t.csv"),
            """
            t,x,y
            -1.5,1,a
            2026-01-02,1,a
            1970-01-01T00:00:10,1,a
            1970-01-01 00:00,1,a
            1970-01-01T01:00+01:00,1,a
            """);
    assertThat(SplitColumn.times(kept(file, "t"), "t"))
        .containsExactly(-1.5, 20_455 * 86_400.0, 10, 0, 0);
    Path bad = Samples.write(folder.resolve("bad.csv"), "t,x,y\n1,1,a\nsoon,2,b\n");
    Table table = kept(bad, "t");
    assertThatThrownBy(() -> SplitColumn.times(table, "t"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("bad.csv, line 3: t has soon, which is neither a number nor a date");
  }

  private static Table kept(Path file, String column) throws IOException {
    try (CsvTable csv = CsvTable.open(file)) {
      return Table.read(csv, "t", TableRoles.of("y").withKept(Set.of(column)));
    }
  }

  @Test
  void aPipeIsDividedToo() throws Exception {
    Path file = table(row -> "g" + row / 6, row -> row);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer = Thread.ofPlatform().start(() -> Samples.write(pipe, text(file)));
    PreparedData piped = prepare(pipe, "key", null);
    writer.join();
    assertThat(features(piped.test())).isEqualTo(features(prepare(file, "key", null).test()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Each group is of one class: groups by chance would leave some part without its share. */
  @Test
  void partsOfGroupsKeepTheProportionsOfTheClasses() throws IOException {
    Path file = table(row -> "g" + (row % 2 + row / 6 * 2), row -> row);
    PreparedData data = prepare(file, "key", null);
    for (lanewise.training.data.Samples part : List.of(data.validation(), data.test())) {
      int[] labels = lanewise.training.data.ClassLabels.of(part);
      long yes = Arrays.stream(labels).filter(label -> label == 1).count();
      assertThat(part.rows()).isEqualTo(24);
      assertThat(yes).isEqualTo(12);
    }
  }

  @Test
  void proportionsOfClassesAreNotToBeHadOfNumbers() {
    Path file = table(row -> "g", row -> row);
    Cli.Outcome outcome =
        Cli.run(
            "train",
            "--data",
            file,
            "--label",
            "x",
            "--set",
            "data.split=stratified",
            "--out",
            folder);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("data.split stratified: there are no classes whose proportions parts could have");
  }

  /** Each row that does not test validates once, and the test rows are the same in each fold. */
  @Test
  void foldsValidateEachRowOnceAndNeverTest() throws IOException {
    Path file = table(row -> "patient " + row / 6, row -> row / 6);
    Set<Float> test = features(prepare(file, "key", null, 3, 1).test());
    List<Float> validated = new ArrayList<>();
    for (int fold = 1; fold <= 3; fold++) {
      PreparedData data = prepare(file, "key", null, 3, fold);
      assertThat(data.validation().rows() + data.train().rows() + data.test().rows())
          .isEqualTo(ROWS);
      assertThat(features(data.test())).hasSameSizeAs(test);
      validated.addAll(unscaled(data, data.validation()));
      assertThat(unscaled(data, data.test())).hasSize(test.size());
    }
    assertThat(validated).as("each group in one fold").doesNotHaveDuplicates();
    assertThat(validated).hasSize(ROWS / 6 - test.size());
  }

  /** Every fold scales by its own training rows. */
  private static Set<Float> unscaled(PreparedData data, lanewise.training.data.Samples part) {
    ColumnTransformer columns = (ColumnTransformer) data.transform();
    float mean = columns.scaler().mean()[0];
    float scale = columns.scaler().scale()[0];
    Set<Float> all = new TreeSet<>();
    features(part).forEach(x -> all.add((float) Math.rint(x / scale + mean)));
    return all;
  }

  @Test
  void foldsInTheOrderOfTimeLearnFromThePast() throws IOException {
    LocalDate first = LocalDate.of(2025, 12, 1);
    Path file = table(row -> first.plusDays(row).toString(), row -> row);
    for (int fold = 1; fold <= 3; fold++) {
      PreparedData data = prepare(file, null, "key", 3, fold);
      TreeSet<Float> validation = new TreeSet<>(features(data.validation()));
      assertThat(new TreeSet<>(features(data.train())).last()).isLessThan(validation.first());
      assertThat(validation.last()).isLessThan(new TreeSet<>(features(data.test())).first());
    }
  }

  @Test
  void theCommandTakesOneOfBoth() {
    Path file = table(row -> "g" + row / 6, row -> row);
    Cli.Outcome both =
        Cli.run("train", "--data", file, "--label", "y", "--group", "key", "--time", "x");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("--group", "--time", "give one");
    Cli.Outcome trained =
        Cli.run(
            "train",
            "--data",
            file,
            "--label",
            "y",
            "--group",
            "key",
            "--epochs",
            1,
            "--out",
            folder);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }
}
