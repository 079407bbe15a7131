package lanewise.layers.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;

/**
 * Reads a file in one pass: length, header, then the tensors in their order in the file. The digest
 * and the conversion share one small buffer, so that the data passes through the cache once.
 */
final class SafetensorsReader {
  private static final int PREFIX = 8;
  private static final int CHUNK = 1 << 18;

  private final InputStream in;
  private final String source;
  private final Safetensors.Integrity integrity;
  private final ReadLimits limits;
  private final MessageDigest digest = Digest.start();

  private SafetensorsReader(
      InputStream in, String source, Safetensors.Integrity integrity, ReadLimits limits) {
    this.in = in;
    this.source = source;
    this.integrity = integrity;
    this.limits = limits;
  }

  /** Something to do with the whole of a file. */
  private interface Task<T> {
    T run(SafetensorsReader reader, long size) throws IOException;
  }

  static Safetensors read(Path path, Safetensors.Integrity integrity, ReadLimits limits)
      throws IOException {
    return open(path, integrity, limits, SafetensorsReader::read);
  }

  static Safetensors read(byte[] bytes, String source, Safetensors.Integrity integrity)
      throws FormatException, ReadLimitException {
    return open(bytes, source, integrity, SafetensorsReader::read);
  }

  static void verify(Path path) throws IOException {
    open(path, Safetensors.Integrity.REQUIRED, ReadLimits.defaults(), SafetensorsReader::verified);
  }

  static void verify(byte[] bytes, String source) throws FormatException {
    try {
      open(bytes, source, Safetensors.Integrity.REQUIRED, SafetensorsReader::verified);
    } catch (ReadLimitException impossible) {
      throw new AssertionError("verifying makes nothing that is limited", impossible);
    }
  }

  private static <T> T open(
      Path path, Safetensors.Integrity integrity, ReadLimits limits, Task<T> task)
      throws IOException {
    String source = path.toString();
    if (Files.isDirectory(path)) {
      throw new IOException("cannot read " + source + ": it is a folder");
    }
    try (FileChannel channel = FileChannel.open(path)) {
      InputStream in = Channels.newInputStream(channel);
      return task.run(new SafetensorsReader(in, source, integrity, limits), channel.size());
    } catch (FormatException | ReadLimitException bad) {
      throw bad;
    } catch (IOException unreadable) {
      throw new IOException(
          "cannot read " + source + ": " + AtomicFiles.reason(unreadable), unreadable);
    }
  }

  private static <T> T open(
      byte[] bytes, String source, Safetensors.Integrity integrity, Task<T> task)
      throws FormatException, ReadLimitException {
    try {
      InputStream in = new ByteArrayInputStream(bytes);
      return task.run(
          new SafetensorsReader(in, source, integrity, ReadLimits.defaults()), bytes.length);
    } catch (FormatException | ReadLimitException bad) {
      throw bad;
    } catch (IOException impossible) {
      throw new AssertionError("reading from memory", impossible);
    }
  }

  /** Compares the digest in the header with that of the bytes; both are found by their place. */
  private SafetensorsReader verified(long size) throws IOException {
    byte[] prefix = new byte[PREFIX];
    byte[] header = new byte[headerLength(prefix, size)];
    fill(header, header.length);
    int at = Digest.find(header);
    if (at < 0) {
      throw new FormatException(source, "the file has no integrity digest, which is required here");
    }
    digestHead(prefix, header, at);
    byte[] chunk = new byte[(int) Math.min(CHUNK, size - PREFIX - header.length)];
    for (long left = size - PREFIX - header.length; left > 0; left -= chunk.length) {
      int count = (int) Math.min(chunk.length, left);
      fill(chunk, count);
      digest.update(chunk, 0, count);
    }
    requireDigest(new String(header, at, Digest.LENGTH, StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Digests everything before the data, in which the digest itself counts as blank. */
  private void digestHead(byte[] prefix, byte[] header, int at) {
    int behind = at + Digest.LENGTH;
    digest.update(prefix);
    digest.update(header, 0, at);
    digest.update(Digest.BLANK.getBytes(StandardCharsets.US_ASCII));
    digest.update(header, behind, header.length - behind);
  }

  private void requireDigest(String expected) throws FormatException {
    if (!Digest.hex(digest).equals(expected)) {
      throw new FormatException(source, "the file is damaged: its SHA-256 digest does not match");
    }
  }

  private Safetensors read(long size) throws IOException {
    byte[] prefix = new byte[PREFIX];
    int headerLength = headerLength(prefix, size);
    byte[] bytes = new byte[headerLength];
    fill(bytes, headerLength);
    long dataSize = size - PREFIX - headerLength;
    SafetensorsHeader header = SafetensorsHeader.parse(bytes, dataSize, source, limits);
    if (integrity == Safetensors.Integrity.REQUIRED && !header.hasDigest()) {
      throw new FormatException(source, "the file has no integrity digest, which is required here");
    }
    if (header.hasDigest()) {
      digestHead(prefix, bytes, header.digestAt());
    }
    long wanted = 0;
    for (SafetensorsHeader.Entry entry : header.entries()) {
      wanted += (long) Float.BYTES * entry.shape().size();
    }
    limits.require(source, "what the tensors hold", wanted, size);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    byte[] chunk = new byte[(int) Math.min(CHUNK, dataSize)];
    for (SafetensorsHeader.Entry entry : header.entries()) {
      tensors.put(entry.name(), tensor(entry, chunk, header.hasDigest()));
    }
    if (header.hasDigest()) {
      requireDigest(header.digest());
    }
    return new Safetensors(tensors, header.metadata());
  }

  private int headerLength(byte[] prefix, long size) throws IOException {
    if (size < PREFIX) {
      throw new FormatException(
          source, size + " bytes are too few for a safetensors file, which has at least 10");
    }
    fill(prefix, PREFIX);
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    boolean tooLong = length < 0 || length > SafetensorsHeader.MAX_LENGTH;
    String other = tooLong || length > size - PREFIX ? OtherFormat.sentence(prefix) : null;
    if (other != null) {
      throw new FormatException(source, other);
    }
    if (tooLong) {
      throw new FormatException(
          source,
          "a header of "
              + Long.toUnsignedString(length)
              + " bytes, more than 100000000: not a safetensors file, or damaged");
    }
    if (length > size - PREFIX) {
      throw new FormatException(
          source,
          "a header of " + length + " bytes, but only " + (size - PREFIX) + " follow: cut short");
    }
    return (int) length;
  }

  private Tensor tensor(SafetensorsHeader.Entry entry, byte[] chunk, boolean digested)
      throws IOException {
    float[] values = new float[entry.shape().size()];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int perChunk = chunk.length / entry.type().bytes();
    int at = 0;
    while (at < values.length) {
      int count = Math.min(perChunk, values.length - at);
      int bytes = count * entry.type().bytes();
      fill(chunk, bytes);
      if (digested) {
        digest.update(chunk, 0, bytes);
      }
      entry.type().decode(buffer, values, at, count);
      at += count;
    }
    return Tensor.wrap(values, entry.shape());
  }

  private void fill(byte[] buffer, int count) throws IOException {
    if (in.readNBytes(buffer, 0, count) < count) {
      throw new FormatException(source, "the file became shorter while it was read");
    }
  }
}
