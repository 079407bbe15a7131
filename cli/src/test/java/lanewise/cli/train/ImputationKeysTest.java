package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.linear.Embedding;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of missing values and embedded texts, from the job to predictions. */
@Tag("once")
final class ImputationKeysTest {
  @TempDir private Path folder;

  /** Every ninth row lacks the number, and every tenth the text; the last rows are to validate. */
  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder("a,city,y\n");
    for (int row = from; row < to; row++) {
      text.append(row % 9 == 4 ? "" : String.valueOf(row % 7 + 0.5)).append(',');
      text.append(row % 10 == 3 ? "" : "c" + row % 4).append(',');
      text.append(row % 7 - row % 4 + 0.25).append('\n');
    }
    return text.toString();
  }

  private Path table(String name, int from, int to) {
    return Samples.write(folder.resolve(name), rows(from, to));
  }

  private Cli.Outcome train(Path rows, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "--data", rows, "--label", "y", "--hidden", 3));
    words.addAll(List.of("--epochs", 2, "--out", folder, "--restart"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private Predictor trained(Path rows, Object... more) throws IOException {
    Cli.Outcome outcome = train(rows, more);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return Predictor.load(folder.resolve("rows.safetensors"));
  }

  private static Column column(Predictor predictor, String name) {
    ColumnTransformer columns = Objects.requireNonNull(predictor.columns());
    return columns.columns().get(columns.place(name));
  }

  /** Without an indicator a missing number is the constant, to the bit. */
  @Test
  void predictionsOfMissingValuesAreThoseOfWhatStandsIn() throws IOException {
    Path rows = table("rows.csv", 0, 120);
    String constant = "data.imputation={kind: constant, value: 7.5, indicator: false}";
    Predictor predictor = trained(rows, "--set", constant);
    assertThat(column(predictor, "a")).isEqualTo(new Column.Numeric("a", 7.5f, false));
    Path model = folder.resolve("rows.safetensors");
    Path lacking = Samples.write(folder.resolve("lacking.csv"), "a,city\n,c1\n,c3\n");
    Path filled = Samples.write(folder.resolve("filled.csv"), "a,city\n7.5,c1\n7.5,c3\n");
    Cli.Outcome ofLacking = Cli.run("predict", model, "--data", lacking);
    assertThat(ofLacking.exitCode()).as(ofLacking.err()).isZero();
    assertThat(ofLacking.out()).isEqualTo(Cli.run("predict", model, "--data", filled).out());
    assertThat(ofLacking.err()).contains("no feature of the model says so; 7.5 stands in");
  }

  @Test
  void everyKindReachesTheModelFile() throws IOException {
    Path rows = table("rows.csv", 0, 120);
    Column usual = column(trained(rows), "a");
    assertThat(usual.indicator()).isTrue();
    assertThat(column(trained(rows, "--set", "data.imputation=median"), "a")).isEqualTo(usual);
    assertThat(column(trained(rows, "--set", "data.imputation=mean"), "a"))
        .isNotEqualTo(usual)
        .extracting(Column::indicator)
        .isEqualTo(true);
    assertThat(column(trained(rows, "--set", "data.imputation.indicator=false"), "a").indicator())
        .isFalse();
    Column frequent =
        column(trained(rows, "--set", "data.imputation={kind: most-frequent}"), "city");
    assertThat(frequent).isInstanceOf(Column.Categorical.class);
    assertThat(frequent.indicator()).isTrue();
    assertThat(column(trained(rows, "--set", "data.imputation=constant"), "city"))
        .isInstanceOfSatisfying(
            Column.Categorical.class,
            city -> {
              assertThat(city.values()).endsWith("").hasSize(5);
              assertThat(city.fill()).isEmpty();
              assertThat(city.indicator()).isFalse();
            });
  }

  /** What stands in is learnt from the rows to train, whatever those to validate and test have. */
  @Test
  void otherFilesTeachNothing() throws IOException {
    Path rows = table("rows.csv", 0, 120);
    Path small = table("small.csv", 120, 150);
    Path large = Samples.write(folder.resolve("large.csv"), rows(120, 150).replace(".5,c", "e3,c"));
    for (String kind : List.of("mean", "most-frequent", "constant")) {
      Object[] key = {"--set", "data.imputation=" + kind};
      Predictor one = trained(rows, key[0], key[1], "--validation", small, "--test", small);
      Predictor other = trained(rows, key[0], key[1], "--validation", large, "--test", large);
      assertThat(other.columns()).as(kind).isEqualTo(one.columns());
    }
  }

  @Test
  void aMissingValueIsRefusedInEveryPart() throws IOException {
    Path rows = table("rows.csv", 0, 120);
    Cli.Outcome refused = train(rows, "--set", "data.imputation=refuse");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("lanewise: " + rows + ", line ")
        .endsWith(
            " has no value, and missing values are refused; correct it, leave the column out, or"
                + " choose another imputation (data.imputation in a job)\n");
    String whole =
        Files.readString(rows)
            .lines()
            .filter(line -> !line.startsWith(",") && !line.contains(",,"))
            .reduce("", (all, line) -> all + line + "\n");
    Path complete = Samples.write(folder.resolve("rows.csv"), whole);
    assertThat(column(trained(complete, "--set", "data.imputation=refuse"), "a"))
        .isInstanceOf(Column.Numeric.class);
    Path other = table("other.csv", 0, 40);
    for (String option : List.of("--validation", "--test")) {
      assertThat(train(complete, "--set", "data.imputation=refuse", option, other).err())
          .isEqualTo(
              "lanewise: %s, line 5: column \"city\" has no value, and missing values are refused; correct it, leave the column out, or choose another imputation (data.imputation in a job)%n"
                  .formatted(other));
    }
  }

  @Test
  void theNumberOfTextsDecidesWhatIsEmbedded() throws IOException {
    Path rows = table("rows.csv", 0, 120);
    assertThat(trained(rows).model().layers().values()).noneMatch(Embedding.class::isInstance);
    Predictor embedded = trained(rows, "--set", "data.embed-above=3");
    assertThat(embedded.model().layers().values()).anyMatch(Embedding.class::isInstance);
    assertThat(column(embedded, "city"))
        .isInstanceOfSatisfying(
            Column.Categorical.class,
            city -> assertThat(city.encoding()).isEqualTo(Column.Encoding.INDEX));
  }

  @Test
  void thePrintedJobHasTheKeys() {
    assertThat(Cli.run("train", "--print-job").out())
        .contains("  imputation:\n    kind: median\n    indicator: true\n  embed-above: 32\n");
    assertThat(Cli.run("train", "--print-job", "--set", "data.imputation=constant").out())
        .contains("  imputation:\n    kind: constant\n    value: 0.0\n    indicator: true\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "data.imputation=medain | data.imputation=medain: is median meant?",
        "data.imputation.value=3 | data.imputation.value: there is no key data.imputation.value",
        "data.imputation={kind: constant, value: x} | data.imputation.value=x: use a number",
        "data.imputation={kind: refuse, indicator: true} | data.imputation.indicator: there is no",
        "data.embed-above=-1 | data.embed-above=-1: use a whole number from 0",
        "data.imputation=mean | data.imputation is about the columns of a CSV file, but digits is",
        "data.embed-above=3 | data.embed-above is about the columns of a CSV file, but digits is"
      })
  void saysWhatIsAmiss(String assignment, String message) {
    Cli.Outcome outcome = Cli.run("train", "--set", assignment);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(message);
  }
}
