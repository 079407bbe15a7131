package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import lanewise.layers.format.Json;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.csv.CsvLimits;
import org.junit.jupiter.api.Test;

/** The numbers in docs/limits.md are those of the code. */
class LimitsPageTest {
  @Test
  void thePageHasTheNumbersOfTheCode() throws IOException {
    String page = Files.readString(Repository.ROOT.resolve("docs/limits.md")).replace('\n', ' ');
    ReadLimits memory = ReadLimits.defaults();
    CsvLimits csv = CsvLimits.defaults();

    assertThat(page)
        .contains(
            "a file may take %d MiB, or %d bytes for each byte of the file"
                .formatted(memory.bytes() >> 20, ReadLimits.PER_STORED_BYTE))
        .contains(
            "in JSON, %d MiB or %d bytes for each byte of the text"
                .formatted(memory.bytes() >> 20, ReadLimits.PER_JSON_BYTE))
        .contains("| %d nested arrays and objects |".formatted(Json.MAX_DEPTH))
        .contains(
            "fields of %s characters, records of %s characters and %s columns"
                .formatted(
                    number(csv.fieldLength()), number(csv.recordLength()), number(csv.columns())))
        .contains(
            "tables of %d MiB or %d times the file"
                .formatted(csv.tableBytes() >> 20, ReadLimits.PER_STORED_BYTE));
  }

  private static String number(int limit) {
    return String.format(Locale.ROOT, "%,d", limit);
  }
}
