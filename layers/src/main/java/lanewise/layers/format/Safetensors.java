package lanewise.layers.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;

/**
 * Named tensors and text metadata, as a safetensors file holds them.
 *
 * <h2>The file</h2>
 *
 * <p>The file has a 64-bit little-endian length, a JSON header of that many bytes, then the
 * elements of all tensors, row-major and little-endian:
 *
 * <pre>{@code
 * {"__metadata__":{"key":"text",…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}
 * }</pre>
 *
 * <p>Tensors are written as 32-bit floats, bit for bit (including NaN payloads and signs of zeros),
 * in the order of {@link #tensors()} and without gaps; the header is padded with spaces so that the
 * elements begin at a multiple of 64 bytes. Equal input gives equal bytes, and reading and writing
 * a file written here gives the same bytes again.
 *
 * <p>F32 is read bit for bit, F16 and BF16 exactly (a NaN stays a NaN); F64 is rounded to the
 * nearest float, ties to even, beyond the range of floats to infinity. So are the integers of I64
 * and I32, which are exact up to 2^24; I16, I8, U8 and BOOL (0 and 1) are exact. Other types are
 * refused by name. Before anything is allocated for elements, the whole header is checked: its
 * length and JSON, every name once, every shape and range, and that the ranges tile the elements
 * without gap or overlap, and that it takes no more memory than {@link ReadLimits} grant. Headers
 * beyond 100,000,000 bytes, more than 32 dimensions and tensors of 2^31 elements or more are
 * refused.
 *
 * <h2>Integrity</h2>
 *
 * <p>A file written here has the metadata entries {@code "lanewise.integrity":"sha256"} and {@code
 * "lanewise.sha256":"<64 lower-case hexadecimal digits>"}, in this order, before all others. The
 * digits are the SHA-256 of the whole file (length, header, padding and elements), in which these
 * 64 digits are replaced by 64 times {@code 0}. In Python:
 *
 * <pre>{@code
 * raw = open(path, "rb").read()
 * i = raw.index(b'"lanewise.sha256":"') + 19
 * assert hashlib.sha256(raw[:i] + b"0" * 64 + raw[i + 64:]).hexdigest().encode() == raw[i:i + 64]
 * }</pre>
 *
 * <p>If either entry is present, reading requires both and verifies the digest, so that any single
 * changed bit or byte in the file is found; with {@link Integrity#REQUIRED} any number of changes
 * is found. It is a check against damage, not a signature: whoever can change the file can also
 * write a new digest. Files of other tools have neither entry and are read without verification. A
 * tool that changes such a file must drop both entries. They are not part of {@link #metadata()}.
 *
 * <p>The maps are unmodifiable and may be shared between threads; the tensors are shared, not
 * copied, and may be written to.
 *
 * @param tensors the tensors by name, in the order of their elements in the file
 * @param metadata texts by key, in order
 */
public record Safetensors(
    SequencedMap<String, Tensor> tensors, SequencedMap<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The treatment of a file without a digest. */
  public enum Integrity {
    /** The file is read; if it has a digest, the digest is verified. For files of other tools. */
    WHERE_PRESENT,
    /** The file is refused. For files that were written here: no damage of any size passes. */
    REQUIRED
  }

  /**
   * Copies the maps (the tensors are shared) and checks that a file can hold them.
   *
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__} or has more than 32
   *     dimensions, a metadata key is one of the two reserved for integrity, or a text has a lone
   *     surrogate
   */
  public Safetensors {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      checkTensor(tensor.getKey(), tensor.getValue());
    }
    for (Map.Entry<String, String> text : metadata.entrySet()) {
      checkMetadata(text.getKey(), text.getValue());
    }
  }

  private static void checkTensor(String name, Tensor tensor) {
    Objects.requireNonNull(tensor, "tensor");
    checkText(name);
    if (name.equals(METADATA)) {
      throw new IllegalArgumentException("safetensors: no tensor can be named " + METADATA);
    }
    if (tensor.rank() > SafetensorsHeader.MAX_RANK) {
      throw new IllegalArgumentException(
          "safetensors: tensor "
              + JsonWriter.excerpt(name)
              + " has more than "
              + SafetensorsHeader.MAX_RANK
              + " dimensions");
    }
  }

  private static void checkMetadata(String key, String text) {
    checkText(key);
    checkText(text);
    if (key.equals(Digest.KEY) || key.equals(Digest.ANNOUNCE_KEY)) {
      throw new IllegalArgumentException("safetensors: the metadata key " + key + " is reserved");
    }
  }

  private static void checkText(String text) {
    if (JsonWriter.loneSurrogate(text) >= 0) {
      throw new IllegalArgumentException(
          "safetensors: " + JsonWriter.excerpt(text) + " has a lone surrogate");
    }
  }

  /**
   * Named tensors without metadata.
   *
   * @param tensors the tensors by name, in order
   * @return a new value that shares the tensors
   * @throws IllegalArgumentException under the conditions of the constructor
   */
  public static Safetensors of(SequencedMap<String, Tensor> tensors) {
    return new Safetensors(tensors, new LinkedHashMap<>());
  }

  /**
   * Reads a file, of this or another tool; a digest is verified where it is present.
   *
   * @param path the file
   * @return its tensors, contiguous and each with its own storage, and its metadata
   * @throws FormatException if the file is damaged, not in the format, or has types that are not
   *     read
   * @throws IOException if the file cannot be read
   */
  public static Safetensors read(Path path) throws IOException {
    return read(path, Integrity.WHERE_PRESENT);
  }

  /**
   * Reads a file. Allocates the tensors and little more, and reads the file once from start to end.
   *
   * @param path the file
   * @param integrity whether a file without a digest is refused
   * @return its tensors, contiguous and each with its own storage, and its metadata
   * @throws FormatException if the file is damaged, not in the format, has types that are not read,
   *     or lacks a digest that is required
   * @throws ReadLimitException if more memory is wanted than {@link ReadLimits#defaults} grant
   * @throws IOException if the file cannot be read
   */
  public static Safetensors read(Path path, Integrity integrity) throws IOException {
    return read(path, integrity, ReadLimits.defaults());
  }

  /**
   * Reads a file with other limits.
   *
   * @param path the file
   * @param integrity whether a file without a digest is refused
   * @param limits the memory that the header and the tensors may take
   * @return its tensors, contiguous and each with its own storage, and its metadata
   * @throws FormatException as {@link #read(Path, Integrity)}
   * @throws ReadLimitException if more memory is wanted than the limits grant
   * @throws IOException if the file cannot be read
   */
  public static Safetensors read(Path path, Integrity integrity, ReadLimits limits)
      throws IOException {
    return SafetensorsReader.read(path, integrity, limits);
  }

  /**
   * Reads a file that is in memory.
   *
   * @param bytes the file's content
   * @param source the name of the file in errors
   * @param integrity whether content without a digest is refused
   * @return its tensors, contiguous and each with its own storage, and its metadata
   * @throws FormatException if the content is damaged, not in the format, has types that are not
   *     read, or lacks a digest that is required
   * @throws ReadLimitException if more memory is wanted than {@link ReadLimits#defaults} grant
   */
  public static Safetensors fromBytes(byte[] bytes, String source, Integrity integrity)
      throws FormatException, ReadLimitException {
    return SafetensorsReader.read(bytes, source, integrity);
  }

  /**
   * Verifies the digest of a file without interpreting anything else in it, and so without
   * allocating more than its header and a small buffer, whatever the damage.
   *
   * @param path the file
   * @throws FormatException if the file is damaged, cut short, not in the format or without a
   *     digest
   * @throws IOException if the file cannot be read
   */
  public static void verify(Path path) throws IOException {
    SafetensorsReader.verify(path);
  }

  /**
   * Verifies the digest of a file that is in memory, as {@link #verify(Path)} does.
   *
   * @param bytes the file's content
   * @param source the name of the file in errors
   * @throws FormatException if the content is damaged, cut short, not in the format or without a
   *     digest
   */
  public static void verify(byte[] bytes, String source) throws FormatException {
    SafetensorsReader.verify(bytes, source);
  }

  /**
   * Writes a file whole or not at all, as {@link AtomicFiles} does; an existing file of that name
   * is replaced. Tensors that are not contiguous are copied one after another.
   *
   * <p>No tensor may be written to meanwhile: the file would be valid, but would mix old and new
   * elements.
   *
   * @param path the file
   * @throws IOException if the file cannot be written, or the header would exceed 100,000,000 bytes
   */
  public void write(Path path) throws IOException {
    SafetensorsWriter.write(this, path);
  }

  /**
   * The content of the file that {@link #write(Path)} would write.
   *
   * @return a new array
   * @throws IllegalStateException if the content exceeds what one array holds, or the header
   *     exceeds 100,000,000 bytes
   */
  public byte[] toBytes() {
    return SafetensorsWriter.toBytes(this);
  }

  /**
   * An identifier of the weights alone: the SHA-256 of all elements as 32-bit floats in the order
   * of {@link #tensors()}, which is exactly the part of the file after the header. It does not
   * cover names, shapes and metadata.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String weightsSha256() {
    return SafetensorsWriter.weightsSha256(this);
  }

  /**
   * The tensor of the given name.
   *
   * @param name the name
   * @return the tensor, shared
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "safetensors: there is no tensor " + JsonWriter.excerpt(name));
    }
    return tensor;
  }

  /** Lists the names with their shapes, and the metadata keys, but no elements. */
  @Override
  public String toString() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      shapes.put(entry.getKey(), entry.getValue().shape());
    }
    return "Safetensors[tensors=" + shapes + ", metadata=" + metadata.keySet() + "]";
  }
}
