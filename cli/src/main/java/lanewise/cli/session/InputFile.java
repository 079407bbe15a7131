package lanewise.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonSize;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;

/** A small file that a command reads. */
public final class InputFile {
  private InputFile() {}

  /**
   * The path that a text is.
   *
   * @param what where the text was given, for the message
   * @throws InputException if no file can have such a name
   */
  public static Path path(String what, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException impossible) {
      throw new InputException(
          "%s %s: %s".formatted(what, text, impossibleName(impossible)), impossible);
    }
  }

  /** Why a text is no path, as the end of a sentence that names it. */
  public static String impossibleName(InvalidPathException impossible) {
    return "no file can have this name (%s); name another".formatted(impossible.getReason());
  }

  /**
   * Reads all of a file.
   *
   * @throws NoSuchFileException if there is none
   * @throws IOException if it cannot be read; unlike that of the platform, the message names it
   */
  public static byte[] read(Path file) throws IOException {
    return first(file, Integer.MAX_VALUE);
  }

  /**
   * Reads all of a file of one JSON value.
   *
   * @throws JsonException if it is something else
   * @throws ReadLimitException if its values take far more memory than its text
   * @throws IOException as {@link #read} does
   */
  public static JsonValue json(Path file) throws IOException {
    byte[] bytes = read(file);
    long wanted = JsonSize.of(new String(bytes, StandardCharsets.UTF_8));
    ReadLimits.defaults().requireJson(file.toString(), "the text", wanted, bytes.length);
    return Json.parse(bytes);
  }

  /** Reads at most so many bytes from the beginning of a file, and fails as {@link #read} does. */
  public static byte[] first(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException failure) {
      throw new IOException(
          "cannot read %s: %s".formatted(file, AtomicFiles.reason(failure)), failure);
    }
  }
}
