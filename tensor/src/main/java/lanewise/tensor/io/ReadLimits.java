package lanewise.tensor.io;

import java.util.Locale;

/**
 * The memory that reading a file may take, in proportion to the file. A file of a few kilobytes may
 * claim gigabytes: by compression, by entries that share one record, by sizes that nothing bears
 * out. A reader asks here before it allocates, and refuses such a file with a {@link
 * ReadLimitException}.
 *
 * <p>The limit is {@link #bytes}, or {@value #PER_STORED_BYTE} bytes for each byte of the file as
 * it is stored, whichever is more; for text in JSON, such as the header of a safetensors file, it
 * is {@value #PER_JSON_BYTE} bytes for each byte of the text. No plain file of numbers needs that
 * much. The page {@code docs/limits.md} lists all limits of this library.
 *
 * @param bytes what a file may take however small it is, at least 0
 */
public record ReadLimits(long bytes) {
  /** The bytes of memory that a reader may take for each byte of a file as it is stored. */
  public static final int PER_STORED_BYTE = 64;

  /** The bytes of memory that a reader may take for each byte of a JSON text. */
  public static final int PER_JSON_BYTE = 32;

  private static final ReadLimits DEFAULTS = new ReadLimits(64L << 20);

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if bytes is negative
   */
  public ReadLimits {
    if (bytes < 0) {
      throw new IllegalArgumentException("read limits: %s bytes: use at least 0".formatted(bytes));
    }
  }

  /**
   * 64 MiB for small files.
   *
   * @return the limits of all methods that take none
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Changes what a file may take however small it is: for trusted files that unpack to more than
   * the default.
   *
   * @param most at least 0; {@link Long#MAX_VALUE} for no limit
   * @return changed limits
   * @throws IllegalArgumentException if it is negative
   */
  public ReadLimits withBytes(long most) {
    return new ReadLimits(most);
  }

  /**
   * Returns the memory that a file may take.
   *
   * @param storedBytes the size of the file
   * @return the limit in bytes
   */
  public long granted(long storedBytes) {
    return granted(storedBytes, PER_STORED_BYTE);
  }

  private long granted(long storedBytes, int perByte) {
    return Math.max(
        bytes, storedBytes > Long.MAX_VALUE / perByte ? Long.MAX_VALUE : perByte * storedBytes);
  }

  /**
   * Refuses a file that takes too much memory.
   *
   * @param source the file, for the message
   * @param what takes the memory, for the message
   * @param wanted the bytes of memory
   * @param storedBytes the size of the file
   * @throws ReadLimitException if more is wanted than {@link #granted}
   */
  public void require(String source, String what, long wanted, long storedBytes)
      throws ReadLimitException {
    require(source, what, wanted, storedBytes, PER_STORED_BYTE);
  }

  /**
   * Refuses a JSON text whose values take too much memory.
   *
   * @param source the file, for the message
   * @param what takes the memory, for the message
   * @param wanted the bytes of memory
   * @param textBytes the size of the text
   * @throws ReadLimitException if more is wanted than {@link #bytes}, and than {@value
   *     #PER_JSON_BYTE} times the size
   */
  public void requireJson(String source, String what, long wanted, long textBytes)
      throws ReadLimitException {
    require(source, what, wanted, textBytes, PER_JSON_BYTE);
  }

  private void require(String source, String what, long wanted, long stored, int perByte)
      throws ReadLimitException {
    long granted = granted(stored, perByte);
    if (wanted > granted) {
      throw new ReadLimitException(
          String.format(
              Locale.ROOT,
              "%s: %s takes %,d bytes of memory, but the limit is %,d for the %,d bytes that are"
                  + " stored; raise ReadLimits.bytes where the file is meant to hold so much",
              source,
              what,
              wanted,
              granted,
              stored),
          wanted,
          granted);
    }
  }
}
