package lanewise.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.Cli;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The description of the keys is what users find in the documentation and in the schema. */
@Tag("once")
final class JobDescriptionTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void theDocumentationHasTheTablesOfAllKeysAndKinds() throws IOException {
    for (String table : tables()) {
      assertThat(Files.readString(DOCS.resolve("job-files.md"))).contains("\n\n" + table + "\n");
    }
  }

  static List<String> tables() {
    return List.of(
        KeyTable.of(Job.section()),
        KeyTable.ofKinds(ImputationKeys.choice()),
        KeyTable.ofKeys(ImputationKeys.choice()),
        KeyTable.ofKinds(LayerKeys.choice()),
        KeyTable.ofKinds(InitializationSettings.choice()),
        KeyTable.ofKinds(LossSettings.choice()),
        KeyTable.ofKeys(LossSettings.choice()),
        KeyTable.ofKinds(OptimizerSettings.choice()),
        KeyTable.ofKeys(OptimizerSettings.choice()),
        KeyTable.of(GroupSettings.section()),
        KeyTable.ofKinds(ScheduleSettings.choice()),
        KeyTable.ofKeys(ScheduleSettings.choice()),
        KeyTable.ofKinds(AveragingSettings.choice()),
        KeyTable.ofKeys(AveragingSettings.choice()),
        KeyTable.ofKinds(AugmentationSettings.choice()),
        KeyTable.ofKeys(AugmentationSettings.choice()));
  }

  @Test
  void theSchemaInTheDocumentationIsThatOfTheProgram() throws IOException {
    assertThat(Cli.run("train", "--print-schema").out())
        .as("docs/job.schema.json is what `lanewise train --print-schema` prints")
        .isEqualTo(Files.readString(DOCS.resolve("job.schema.json")));
  }
}
