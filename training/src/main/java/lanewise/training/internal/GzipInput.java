package lanewise.training.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import lanewise.tensor.io.AtomicFiles;

/**
 * Reads bytes and unpacks them on the way if their first two mark them as gzip data, whatever the
 * name of the file.
 */
public final class GzipInput implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Counter stored;
  private final boolean packed;
  private final InputStream content;

  private GzipInput(Counter stored) throws IOException {
    this.stored = stored;
    InputStream plain = new BufferedInputStream(stored, BUFFER);
    plain.mark(2);
    byte[] start = plain.readNBytes(2);
    plain.reset();
    this.packed = start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
    this.content = packed ? new GzipMembers(plain, BUFFER) : plain;
  }

  /** Opens a file. */
  public static GzipInput open(Path file) throws IOException {
    return of(Files.newInputStream(file));
  }

  /** Takes over a stream: it is closed with this, and also where this method fails. */
  public static GzipInput of(InputStream stored) throws IOException {
    try {
      return new GzipInput(new Counter(stored));
    } catch (IOException | RuntimeException | Error failure) {
      stored.close();
      throw failure;
    }
  }

  /** Returns whether the bytes are compressed. */
  public boolean packed() {
    return packed;
  }

  /** The unpacked bytes. */
  public InputStream content() {
    return content;
  }

  /** Returns the number of bytes read as they are stored, before decompression. */
  public long storedBytes() {
    return stored.count;
  }

  /** Returns the reason why a file could not be read and the remedy, for a message. */
  public static String problem(IOException failure) {
    return switch (failure) {
      case EOFException _ -> "its gzip data breaks off; fetch the file again";
      case ZipException _ ->
          "its gzip data is damaged (" + failure.getMessage() + "); fetch the file again";
      default -> "cannot be read (" + AtomicFiles.reason(failure) + ")";
    };
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static final class Counter extends FilterInputStream {
    private long count;

    Counter(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
