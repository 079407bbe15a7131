package lanewise.cli.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Yaml;

/** Reads the files in which people write jobs. */
public final class JobFile {
  private static final int MOST_BYTES = 1 << 20;

  private JobFile() {}

  /**
   * Reads the keys and values of a file.
   *
   * @throws InputException if it is no YAML file of keys and values
   * @throws IOException if it is missing or cannot be read
   */
  public static Node.Mapping read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": it is a folder; name a job file");
    }
    Node node = Yaml.document(text(file), file.toString());
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw node.error("", "a job file has keys and values, such as seed: 42");
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = InputFile.first(file, MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new InputException(file + ": the file has more than a megabyte, so it is no job file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException wrong) {
      throw new InputException(file + ": the file is not in UTF-8; save it as UTF-8", wrong);
    }
  }
}
