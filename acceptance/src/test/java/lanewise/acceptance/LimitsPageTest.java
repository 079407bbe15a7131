package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Locale;
import lanewise.conventions.Repository;
import lanewise.layers.format.Json;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.csv.CsvLimits;
import lanewise.training.data.table.TableReader;
import org.junit.jupiter.api.Test;

/** The numbers in docs/limits.md are those of the code. */
class LimitsPageTest {
  @Test
  void thePageHasTheNumbersOfTheCode() throws IOException, ReflectiveOperationException {
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
                .formatted(csv.tableBytes() >> 20, ReadLimits.PER_STORED_BYTE))
        .contains("%d bytes for each column".formatted(TableReader.COLUMN_BYTES))
        .contains(
            "a header of %s bytes, %d axes"
                .formatted(
                    limit("lanewise.tensor.io.NpyHeader", "LONGEST_TEXT"),
                    constant("lanewise.tensor.io.NpyHeader", "MOST_AXES")))
        .contains(
            "a header of %s bytes, %d dimensions"
                .formatted(
                    limit("lanewise.layers.format.SafetensorsHeader", "MAX_LENGTH"),
                    constant("lanewise.layers.format.SafetensorsHeader", "MAX_RANK")))
        .contains(
            "parameters: %s values more"
                .formatted(limit("lanewise.layers.file.ModelFile", "SPARE_VALUES")))
        .contains(
            "%d images of a compressed file"
                .formatted(constant("lanewise.training.data.idx.IdxStream", "CHUNK")))
        .contains(
            "%s bytes, %d levels, %s values"
                .formatted(
                    limit("lanewise.cli.job.JobFile", "MOST_BYTES"),
                    constant("lanewise.cli.settings.Yaml", "MOST_DEPTH"),
                    limit("lanewise.cli.settings.Yaml", "MOST_NODES")))
        .contains(
            "%s combinations of a grid, %s trials"
                .formatted(
                    limit("lanewise.cli.search.Space", "MOST_COMBINATIONS"),
                    limit("lanewise.cli.search.Method", "MOST_TRIALS")));
  }

  /** The value of a constant that is not part of the API. */
  private static long constant(String type, String name) throws ReflectiveOperationException {
    Field field = Class.forName(type).getDeclaredField(name);
    field.setAccessible(true);
    return ((Number) field.get(null)).longValue();
  }

  private static String limit(String type, String name) throws ReflectiveOperationException {
    return number(constant(type, name));
  }

  private static String number(long limit) {
    return String.format(Locale.ROOT, "%,d", limit);
  }
}
