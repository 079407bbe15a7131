package lanewise.training.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Safetensors;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.ReadLimitException;

/**
 * A memory and some notes as a safetensors file: floats are its tensors, doubles and longs are
 * texts of its metadata under {@code double:NAME} and {@code long:NAME}, and the notes are the rest
 * of the metadata. Every number is read back with the same bits, but a NaN among the doubles is
 * read as the canonical one.
 *
 * <p>A digest covers every byte. It is verified before anything in the file is interpreted, so that
 * reading a damaged file takes little more memory than its header.
 *
 * @param memory the arrays; they are shared, not copied
 * @param notes further texts by name, in order; no name may begin with {@code long:} or {@code
 *     double:}
 */
public record MemoryFile(Memory memory, SequencedMap<String, String> notes) {
  private static final String LONGS = "long:";
  private static final String DOUBLES = "double:";

  /**
   * Copies the notes and checks their names.
   *
   * @throws IllegalArgumentException if a name begins with {@code long:} or {@code double:}
   */
  public MemoryFile {
    notes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(notes));
    for (String name : notes.keySet()) {
      if (name.startsWith(LONGS) || name.startsWith(DOUBLES)) {
        throw new IllegalArgumentException("memory file: no note can be named " + name);
      }
    }
  }

  /**
   * Returns the file's content.
   *
   * @return a new array, the same for equal memories and notes
   * @throws IllegalStateException if one array cannot hold it
   */
  public byte[] toBytes() {
    return safetensors().toBytes();
  }

  /**
   * Writes the file whole or not at all, as {@link lanewise.tensor.io.AtomicFiles} does. The arrays
   * must not change meanwhile.
   *
   * @param file the file, replaced where it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    safetensors().write(file);
  }

  private Safetensors safetensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    SequencedMap<String, String> metadata = new LinkedHashMap<>(notes);
    memory.forEach(
        (name, floats) -> tensors.put(name, Tensor.wrap(floats, Shape.of(floats.length))),
        (name, doubles) -> metadata.put(DOUBLES + name, text(doubles)),
        (name, longs) -> metadata.put(LONGS + name, text(longs)));
    return new Safetensors(tensors, metadata);
  }

  private static String text(double[] values) {
    return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }

  private static String text(long[] values) {
    return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its content
   * @throws FormatException if the file is damaged, cut short, without a digest, or not of this
   *     format
   * @throws ReadLimitException if its header asks for memory out of proportion to its size
   * @throws IOException if it cannot be read
   */
  public static MemoryFile read(Path file) throws IOException {
    Safetensors.verify(file);
    return of(Safetensors.read(file, Safetensors.Integrity.REQUIRED), file.toString());
  }

  /**
   * Reads a file that is in memory.
   *
   * @param bytes the file's content
   * @param source the name of the file in errors
   * @return its content
   * @throws FormatException if the bytes are damaged, cut short, without a digest, or not of this
   *     format
   */
  public static MemoryFile fromBytes(byte[] bytes, String source) throws FormatException {
    Safetensors.verify(bytes, source);
    try {
      return of(Safetensors.fromBytes(bytes, source, Safetensors.Integrity.REQUIRED), source);
    } catch (ReadLimitException tooMuch) {
      throw new FormatException(
          source,
          "a state in memory takes %s bytes, but its size grants %s"
              .formatted(tooMuch.wanted(), tooMuch.granted()),
          tooMuch);
    }
  }

  private static MemoryFile of(Safetensors content, String source) throws FormatException {
    MemoryBuilder memory = Memory.builder();
    SequencedMap<String, String> notes = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> tensor : content.tensors().entrySet()) {
        memory.putFloats(tensor.getKey(), tensor.getValue().storage());
      }
      for (Map.Entry<String, String> text : content.metadata().entrySet()) {
        String key = text.getKey();
        String value = text.getValue();
        if (key.startsWith(LONGS)) {
          memory.putLongs(key.substring(LONGS.length()), longs(key, value, source));
        } else if (key.startsWith(DOUBLES)) {
          memory.putDoubles(key.substring(DOUBLES.length()), doubles(key, value, source));
        } else {
          notes.put(key, value);
        }
      }
    } catch (IllegalArgumentException badName) {
      throw new FormatException(source, String.valueOf(badName.getMessage()), badName);
    }
    return new MemoryFile(memory.build(), notes);
  }

  private static long[] longs(String key, String text, String source) throws FormatException {
    try {
      return Arrays.stream(words(text)).mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException noNumber) {
      throw noNumbers(key, source, noNumber);
    }
  }

  private static double[] doubles(String key, String text, String source) throws FormatException {
    try {
      return Arrays.stream(words(text)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException noNumber) {
      throw noNumbers(key, source, noNumber);
    }
  }

  private static FormatException noNumbers(String key, String source, NumberFormatException cause) {
    return new FormatException(source, key + " holds something else than numbers", cause);
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ", -1);
  }
}
