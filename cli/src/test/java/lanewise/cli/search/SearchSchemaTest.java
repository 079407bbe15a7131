package lanewise.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.Cli;
import lanewise.cli.job.KeyTable;
import lanewise.cli.job.SchemaCheck;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Schemas;
import lanewise.cli.settings.Yaml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor with the schema accepts of a search file is what the program reads. */
@Tag("once")
final class SearchSchemaTest {
  private static final Path DOCS = Path.of("../docs");

  private static Node parse(String text) {
    return Yaml.document(text.replace('~', '\n'), "search.yaml");
  }

  private static boolean fits(Node node) {
    return SchemaCheck.fits(SearchSettings.schema(), Schemas.json(node));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job: job.yaml~keys: {seed: {choice: [1, 2]}}",
        "job: {optimizer: adam, data: {source: a.csv}}~keys: {optimizer.rate: {log: [0.1, 1]}}",
        "job: a~keys: {stopping.patience: {linear: [5, 20], steps: 4}}~method: grid",
        "job: a~keys: {model.hidden: {choice: [[64], [128, 64]]}}~method: {trials: 3}",
        "job: a~keys: {seed: {choice: [1]}}~method: {kind: halving, factor: 2}~folds: 5",
        "job: a~keys: {seed: {choice: [1]}}~folds: null~seed: 3~output: searches/a"
      })
  void goodSearchesFitTheSchema(String text) {
    Node node = parse(text);
    assertThat(fits(node)).isTrue();
    SearchSettings read = SearchSettings.section().read(node, "");
    assertThat(fits(SearchSettings.section().write(read))).as("its print").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys: {seed: {choice: [1]}}",
        "job: a",
        "job: a~keys: {}",
        "job: a~keys: {seed: 3}",
        "job: a~keys: {seed: {choice: []}}",
        "job: a~keys: {seed: {log: [1]}}",
        "job: a~keys: {seed: {log: [1, 2, 3]}}",
        "job: a~keys: {seed: {linear: [1, a]}}",
        "job: a~keys: {seed: {log: [1, 2], choice: [1]}}",
        "job: a~keys: {seed: {log: [1, 2], step: 3}}",
        "job: a~keys: {seed: {choice: [1]}}~method: genetic",
        "job: a~keys: {seed: {choice: [1]}}~method: {kind: grid, trials: 3}",
        "job: a~keys: {seed: {choice: [1]}}~method: {trials: 0}",
        "job: a~keys: {seed: {choice: [1]}}~folds: 1",
        "job: a~keys: {seed: {choice: [1]}}~fold: 2",
        "job: a~keys: {seed: {choice: [1]}}~output: ''"
      })
  void badSearchesDoNot(String text) {
    Node node = parse(text);
    assertThat(fits(node)).isFalse();
    assertThatThrownBy(() -> SearchSettings.section().read(node, ""))
        .isInstanceOf(InputException.class);
  }

  /** The keys of a job in a search file are checked as those in a job file are. */
  @Test
  void theJobInASearchHasTheKeysOfAJob() {
    assertThat(fits(parse("job: {optimiser: adam}~keys: {seed: {choice: [1]}}"))).isFalse();
    assertThat(fits(parse("job: {seed: a}~keys: {seed: {choice: [1]}}"))).isFalse();
  }

  @Test
  void theDocumentationHasTheSchemaAndTheTable() throws IOException {
    assertThat(Cli.run("search", "--print-schema").out())
        .as("docs/search.schema.json is what `lanewise search --print-schema` prints")
        .isEqualTo(Files.readString(DOCS.resolve("search.schema.json")));
    assertThat(Files.readString(DOCS.resolve("job-files.md")))
        .contains("\n\n" + KeyTable.of(SearchSettings.section()) + "\n")
        .contains("\n\n" + KeyTable.ofKinds(Method.choice()) + "\n");
  }

  @Test
  void aSearchNeedsItsFile() {
    Cli.Outcome outcome = Cli.run("search");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("lanewise: name a search file; lanewise search --help shows one\n");
  }
}
