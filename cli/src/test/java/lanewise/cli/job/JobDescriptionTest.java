package lanewise.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.Cli;
import org.junit.jupiter.api.Test;

/** The description of the keys is what users find in the documentation and in the schema. */
final class JobDescriptionTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void theDocumentationHasTheTableOfAllKeys() throws IOException {
    String table = KeyTable.of(Job.section());
    Files.writeString(Path.of("target/job-keys.md"), table);
    assertThat(Files.readString(DOCS.resolve("job-files.md")))
        .as("docs/job-files.md has the table of cli/target/job-keys.md")
        .contains("\n\n" + table + "\n");
  }

  @Test
  void theSchemaInTheDocumentationIsThatOfTheProgram() throws IOException {
    assertThat(Cli.run("train", "--print-schema").out())
        .as("docs/job.schema.json is what `lanewise train --print-schema` prints")
        .isEqualTo(Files.readString(DOCS.resolve("job.schema.json")));
  }
}
