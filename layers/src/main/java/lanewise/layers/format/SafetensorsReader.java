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
  private final MessageDigest digest = Digest.start();

  private SafetensorsReader(InputStream in, String source, Safetensors.Integrity integrity) {
    this.in = in;
    this.source = source;
    this.integrity = integrity;
  }

  static Safetensors read(Path path, Safetensors.Integrity integrity) throws IOException {
    String source = path.toString();
    if (Files.isDirectory(path)) {
      throw new IOException("cannot read " + source + ": it is a folder");
    }
    try (FileChannel channel = FileChannel.open(path)) {
      InputStream in = Channels.newInputStream(channel);
      return new SafetensorsReader(in, source, integrity).read(channel.size());
    } catch (FormatException bad) {
      throw bad;
    } catch (IOException unreadable) {
      throw new IOException(
          "cannot read " + source + ": " + AtomicFiles.reason(unreadable), unreadable);
    }
  }

  static Safetensors read(byte[] bytes, String source, Safetensors.Integrity integrity)
      throws FormatException {
    try {
      return new SafetensorsReader(new ByteArrayInputStream(bytes), source, integrity)
          .read(bytes.length);
    } catch (FormatException bad) {
      throw bad;
    } catch (IOException impossible) {
      throw new AssertionError("reading from memory", impossible);
    }
  }

  private Safetensors read(long size) throws IOException {
    byte[] prefix = new byte[PREFIX];
    int headerLength = headerLength(prefix, size);
    byte[] bytes = new byte[headerLength];
    fill(bytes, headerLength);
    long dataSize = size - PREFIX - headerLength;
    SafetensorsHeader header = SafetensorsHeader.parse(bytes, dataSize, source);
    if (integrity == Safetensors.Integrity.REQUIRED && !header.hasDigest()) {
      throw new FormatException(source, "the file has no integrity digest, which is required here");
    }
    if (header.hasDigest()) {
      int behind = header.digestAt() + Digest.LENGTH;
      digest.update(prefix);
      digest.update(bytes, 0, header.digestAt());
      digest.update(Digest.BLANK.getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes, behind, headerLength - behind);
    }
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    byte[] chunk = new byte[(int) Math.min(CHUNK, dataSize)];
    for (SafetensorsHeader.Entry entry : header.entries()) {
      tensors.put(entry.name(), tensor(entry, chunk, header.hasDigest()));
    }
    if (header.hasDigest() && !Digest.hex(digest).equals(header.digest())) {
      throw new FormatException(source, "the file is damaged: its SHA-256 digest does not match");
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
    if (length < 0 || length > SafetensorsHeader.MAX_LENGTH) {
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
