package lanewise.tensor.io;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown when reading a file would take more memory than {@link ReadLimits} grant, before that
 * memory is allocated. The message names the file, what wanted the memory, how much, and the limit.
 */
public final class ReadLimitException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The bytes that were wanted. */
  private final long wanted;

  /** The bytes that were granted. */
  private final long granted;

  /**
   * A limit that was reached.
   *
   * @param message the file, what it asks for, and the limit
   * @param wanted the bytes that reading would take
   * @param granted the bytes that the limits grant
   */
  public ReadLimitException(String message, long wanted, long granted) {
    super(message);
    this.wanted = wanted;
    this.granted = granted;
  }

  /**
   * The memory that reading would take.
   *
   * @return bytes, as far as the reader had come; the whole file may take more
   */
  public long wanted() {
    return wanted;
  }

  /**
   * The memory that the limits grant.
   *
   * @return bytes
   */
  public long granted() {
    return granted;
  }
}
