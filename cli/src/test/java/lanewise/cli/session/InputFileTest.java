package lanewise.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.layers.format.JsonNumber;
import lanewise.tensor.io.ReadLimitException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
final class InputFileTest {
  @TempDir private Path folder;

  @Test
  void aJsonFileTakesMemoryInProportionToItsText() throws IOException {
    Path file = Files.writeString(folder.resolve("run.json"), "7");
    assertThat(InputFile.json(file)).isEqualTo(JsonNumber.of(7));

    Files.writeString(file, "[" + "{},".repeat(400_000) + "{}]");
    assertThatThrownBy(() -> InputFile.json(file))
        .isInstanceOf(ReadLimitException.class)
        .hasMessageStartingWith(file + ": the text takes 89,");
  }
}
