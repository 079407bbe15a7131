package lanewise.layers.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.AtomicFiles;

/**
 * Writes length, header and elements in one pass with a blank digest, then puts the digest into its
 * place, so that it always covers the bytes actually written.
 */
final class SafetensorsWriter {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 18;

  /** Receives the bytes in order; a buffer is only valid during the call. */
  private interface Sink {
    void accept(ByteBuffer bytes) throws IOException;
  }

  private SafetensorsWriter() {}

  static void write(Safetensors content, Path path) throws IOException {
    byte[] head = head(content);
    if (head.length - 8 > SafetensorsHeader.MAX_LENGTH) {
      throw new IOException("cannot write " + path + ": " + tooLong(head));
    }
    AtomicFiles.write(
        path,
        channel -> {
          String digest =
              stream(
                  content,
                  head,
                  bytes -> {
                    while (bytes.hasRemaining()) {
                      channel.write(bytes);
                    }
                  });
          ByteBuffer digits = ByteBuffer.wrap(digest.getBytes(StandardCharsets.US_ASCII));
          long at = Digest.find(head);
          while (digits.hasRemaining()) {
            at += channel.write(digits, at);
          }
        });
  }

  static byte[] toBytes(Safetensors content) {
    byte[] head = head(content);
    if (head.length - 8 > SafetensorsHeader.MAX_LENGTH) {
      throw new IllegalStateException("safetensors: " + tooLong(head));
    }
    long size = head.length + dataSize(content);
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "safetensors: " + size + " bytes are more than one array holds; write a file instead");
    }
    ByteBuffer all = ByteBuffer.allocate((int) size);
    String digest = unfailing(content, head, all::put);
    all.put(Digest.find(head), digest.getBytes(StandardCharsets.US_ASCII));
    return all.array();
  }

  static String weightsSha256(Safetensors content) {
    return unfailing(content, new byte[0], _ -> {});
  }

  private static String tooLong(byte[] head) {
    return "the header has " + (head.length - 8) + " bytes, more than the 100000000 of the format";
  }

  private static String unfailing(Safetensors content, byte[] head, Sink sink) {
    try {
      return stream(content, head, sink);
    } catch (IOException impossible) {
      throw new AssertionError("writing to memory", impossible);
    }
  }

  /** Passes everything to the sink and returns the digest of it. */
  private static String stream(Safetensors content, byte[] head, Sink sink) throws IOException {
    MessageDigest digest = Digest.start();
    digest.update(head);
    sink.accept(ByteBuffer.wrap(head));
    byte[] chunk = new byte[(int) Math.min(CHUNK, dataSize(content))];
    MemorySegment segment = MemorySegment.ofArray(chunk);
    int perChunk = chunk.length / Float.BYTES;
    for (Tensor tensor : content.tensors().values()) {
      Tensor packed = tensor.contiguous();
      int at = 0;
      while (at < packed.size()) {
        int count = Math.min(perChunk, packed.size() - at);
        int from = packed.storageOffset() + at;
        MemorySegment.copy(packed.storage(), from, segment, FLOAT, 0, count);
        digest.update(chunk, 0, count * Float.BYTES);
        sink.accept(ByteBuffer.wrap(chunk, 0, count * Float.BYTES));
        at += count;
      }
    }
    return Digest.hex(digest);
  }

  private static long dataSize(Safetensors content) {
    long size = 0;
    for (Tensor tensor : content.tensors().values()) {
      size += (long) tensor.size() * Float.BYTES;
    }
    return size;
  }

  /**
   * Returns the length and the header with a blank digest, padded so that the data begins aligned.
   */
  private static byte[] head(Safetensors content) {
    byte[] json = Json.write(header(content)).getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(8 + json.length, ALIGNMENT) * ALIGNMENT;
    byte[] head = new byte[length];
    Arrays.fill(head, (byte) ' ');
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(length - 8L).put(json);
    return head;
  }

  private static JsonObject header(Safetensors content) {
    JsonObject.Builder metadata =
        JsonObject.builder()
            .put(Digest.ANNOUNCE_KEY, Digest.ANNOUNCE_VALUE)
            .put(Digest.KEY, Digest.BLANK);
    content.metadata().forEach(metadata::put);
    JsonObject.Builder header = JsonObject.builder().put(Safetensors.METADATA, metadata.build());
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : content.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      long end = begin + (long) tensor.size() * Float.BYTES;
      long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
      header.put(
          entry.getKey(),
          JsonObject.builder()
              .put("dtype", ElementType.F32.name())
              .put("shape", JsonArray.of(shape))
              .put("data_offsets", JsonArray.of(begin, end))
              .build());
      begin = end;
    }
    return header.build();
  }
}
