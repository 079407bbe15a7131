package lanewise.training.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file (RFC 1952), which is one member or several, one after the other.
 *
 * <p>The JDK's own {@code GZIPInputStream} takes whatever goes wrong between two members for the
 * end of the file: a device that fails there, or a damaged member, would cost the rest of the rows
 * without a word. Here both are an {@link IOException}. Zeros after the last member are padding.
 */
final class GzipMembers extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer;
  private final byte[] one = new byte[1];

  /** What is left in the buffer once a member has ended. */
  private int next;

  private int end;
  private boolean atEnd;

  /** Reads the header of the first member. */
  GzipMembers(InputStream in, int bufferSize) throws IOException {
    this.in = in;
    this.buffer = new byte[bufferSize];
    try {
      header(require());
    } catch (IOException | RuntimeException | Error failure) {
      inflater.end();
      throw failure;
    }
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!atEnd) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          crc.update(bytes, offset, count);
          return count;
        }
        if (inflater.finished()) {
          nextMember();
        } else if (inflater.needsDictionary()) {
          throw new ZipException("it needs a dictionary");
        } else if (inflater.needsInput()) {
          if (!fill()) {
            throw new EOFException("the data breaks off");
          }
          inflater.setInput(buffer, 0, end);
        }
      }
      return -1;
    } catch (DataFormatException damaged) {
      String reason = damaged.getMessage();
      throw new ZipException(reason == null ? "invalid data" : reason);
    }
  }

  /** Checks the member that has ended, and begins with the one behind it, if there is one. */
  private void nextMember() throws IOException {
    next = end - inflater.getRemaining();
    long sum = crc.getValue();
    long size = inflater.getBytesWritten() & 0xffff_ffffL;
    if (littleEndian(4) != sum || littleEndian(4) != size) {
      throw new ZipException("its checksum is wrong");
    }
    inflater.reset();
    int first = take();
    if (first <= 0) {
      padding(first);
    } else {
      header(first);
    }
  }

  private void padding(int first) throws IOException {
    int value = first;
    while (value == 0) {
      value = take();
    }
    if (value > 0) {
      throw new ZipException("something else follows it");
    }
    atEnd = true;
  }

  private void header(int first) throws IOException {
    crc.reset();
    crc.update(first);
    if (first != 0x1f || require() != 0x8b) {
      throw new ZipException("something else follows it");
    }
    int method = require();
    int flags = require();
    if (method != Deflater.DEFLATED || (flags & RESERVED) != 0) {
      throw new ZipException("unknown method of compression");
    }
    littleEndian(6); // time, further flags, system
    if ((flags & EXTRA) != 0) {
      for (long left = littleEndian(2); left > 0; left--) {
        require();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    int sum = (int) crc.getValue() & 0xffff;
    if ((flags & HEADER_CRC) != 0 && littleEndian(2) != sum) {
      throw new ZipException("the checksum of its header is wrong");
    }
    crc.reset();
    inflater.setInput(buffer, next, end - next);
  }

  private void skipText() throws IOException {
    while (require() != 0) {}
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) require() << (8 * i);
    }
    return value;
  }

  private int require() throws IOException {
    int value = take();
    if (value < 0) {
      throw new EOFException("the data breaks off");
    }
    return value;
  }

  /** The next byte outside of the compressed data, or -1 at the end of the file. */
  private int take() throws IOException {
    if (next == end && !fill()) {
      return -1;
    }
    int value = buffer[next++] & 0xff;
    crc.update(value);
    return value;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
