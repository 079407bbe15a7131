package lanewise.tensor.io;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * Thrown after a file was replaced whole, but its folder could not be forced to the disk: every
 * reader sees the new content, and only a power cut may bring the old one back.
 */
public final class UnforcedFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnforcedFileException(Path target, String reason, IOException cause) {
    super(
        target
            + " is written, but a power cut may undo that: its folder cannot be forced to the disk"
            + " ("
            + reason
            + ")",
        cause);
  }
}
