package lanewise.tensor.io;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A zip file with stored and deflated entries. The JDK's {@code ZipFile} takes only files of the
 * system, and reads entries that share their bytes or whose headers disagree; here they are
 * refused, by a {@link ZipException} or an {@link EOFException} that says why.
 *
 * <p>One entry is read at a time.
 */
final class ZipArchive implements Closeable {
  /** The length of an entry's own header, which its name follows. */
  static final int LOCAL_BYTES = 30;

  /** The flag of an entry that needs a password. */
  static final int ENCRYPTED = 1;

  /** The flag of an entry whose sizes were not known when its own header was written. */
  private static final int SIZES_FOLLOW = 8;

  private static final int LOCAL = 0x04034b50;
  private static final int CHUNK_BYTES = 1 << 16;

  private final SeekableByteChannel channel;

  /**
   * An archive.
   *
   * @param channel its bytes, which are closed with it
   */
  ZipArchive(SeekableByteChannel channel) {
    this.channel = channel;
  }

  long size() throws IOException {
    return channel.size();
  }

  /**
   * Reads the list of entries.
   *
   * @throws ZipException if the file is no zip file or the list contradicts itself
   */
  List<ZipEntryHeader> entries() throws IOException {
    return ZipDirectory.read(this);
  }

  /** Returns so many bytes from a place of the file. */
  ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(at);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("it has become shorter");
      }
    }
    return bytes.flip();
  }

  /**
   * Returns what an entry holds, unpacked. Neither its length nor its checksum is verified.
   *
   * @param entry one that is stored or deflated, and not encrypted
   * @return a stream for as long as no other entry is read; it must be closed
   * @throws ZipException if the entry's own header says something else than the list
   */
  InputStream open(ZipEntryHeader entry) throws IOException {
    ByteBuffer header = read(entry.begin(), LOCAL_BYTES);
    int nameBytes = Short.toUnsignedInt(header.getShort(26));
    int extraBytes = Short.toUnsignedInt(header.getShort(28));
    long data = entry.begin() + LOCAL_BYTES + nameBytes + extraBytes;
    if (data > entry.end() || entry.packedBytes() > entry.end() - data) {
      throw new ZipException("it shares bytes with what follows it");
    }
    ByteBuffer name = read(entry.begin() + LOCAL_BYTES, nameBytes);
    if (!agree(entry, header)
        || !StandardCharsets.UTF_8.decode(name).toString().equals(entry.name())) {
      throw new ZipException("its own header differs from the list of entries");
    }
    channel.position(data);
    InputStream packed = new Packed(entry.packedBytes());
    return entry.isStored() ? packed : new Unpacked(packed, entry.packedBytes());
  }

  private static boolean agree(ZipEntryHeader entry, ByteBuffer header) {
    int flags = header.getShort(6);
    return header.getInt(0) == LOCAL
        && ((flags & ENCRYPTED) != 0) == entry.isEncrypted()
        && Short.toUnsignedInt(header.getShort(8)) == entry.method()
        && ((flags & SIZES_FOLLOW) != 0
            || (header.getInt(14) == entry.checksum()
                && isSize(header.getInt(18), entry.packedBytes())
                && isSize(header.getInt(22), entry.size())));
  }

  /** A size of 64 bits is elsewhere. */
  private static boolean isSize(int narrow, long size) {
    return narrow == -1 || Integer.toUnsignedLong(narrow) == size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** So many bytes from where the channel is. */
  private final class Packed extends InputStream {
    private long left;

    Packed(long count) {
      left = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      Objects.checkFromIndexSize(at, count, into.length);
      if (count == 0 || left == 0) {
        return count == 0 ? 0 : -1;
      }
      int read = channel.read(ByteBuffer.wrap(into, at, (int) Math.min(count, left)));
      if (read < 0) {
        throw new EOFException("the file has become shorter");
      }
      left -= read;
      return read;
    }
  }

  /** Deflated bytes, unpacked. */
  private static final class Unpacked extends InflaterInputStream {
    private final long packedBytes;

    Unpacked(InputStream packed, long packedBytes) {
      // The class Inflater asks for another byte behind data without a header of zlib.
      super(
          new SequenceInputStream(packed, new ByteArrayInputStream(new byte[1])),
          new Inflater(true),
          CHUNK_BYTES);
      this.packedBytes = packedBytes;
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      int read = super.read(into, at, count);
      if (read < 0 && inf.getBytesRead() < packedBytes) {
        throw new ZipException("bytes follow the end of its data");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
