package lanewise.cli.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.files.FileKind;
import lanewise.cli.files.FileUse;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Yaml;

/** Reads the files in which people write jobs. */
public final class JobFile {
  private static final int MOST_BYTES = 1 << 20;

  private JobFile() {}

  /**
   * Reads the keys and values of a job file.
   *
   * @throws InputException if it is no YAML file of keys and values, or a search file
   * @throws IOException if it is missing or cannot be read
   */
  public static Node.Mapping read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(
          file
              + ": it is a folder; name a job file, or the folder of rows by --data, or continue"
              + " the run in a folder by --resume");
    }
    Node.Mapping job = mapping(FileUse.JOB, file, "a job file has keys and values, as in seed: 42");
    if (job.entries().containsKey("keys") && job.entries().containsKey("job")) {
      throw new InputException(
          "%s is a search file, not a job file; run it by lanewise search %s"
              .formatted(file, file));
    }
    return job;
  }

  /**
   * Reads the keys and values of a search file.
   *
   * @throws InputException if it is no YAML file of keys and values, or has none of a search
   * @throws IOException if it is missing or cannot be read
   */
  public static Node.Mapping readSearch(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": it is a folder; name a search file");
    }
    Node.Mapping search =
        mapping(FileUse.SEARCH, file, "a search file has keys and values, as in job: job.yaml");
    if (!search.entries().containsKey("keys") && !search.entries().containsKey("job")) {
      throw new InputException(
          file
              + ": it is no search file, which names a job and the keys to try; lanewise search"
              + " --help shows one");
    }
    return search;
  }

  private static Node.Mapping mapping(FileUse use, Path file, String otherwise) throws IOException {
    FileKind.require(use, file);
    Node node = Yaml.document(text(file), file.toString());
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw node.error("", otherwise);
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = InputFile.first(file, MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new InputException(
          file + ": the file has more than a megabyte, which no file of settings has");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException wrong) {
      throw new InputException(file + ": the file is not in UTF-8; save it as UTF-8", wrong);
    }
  }
}
