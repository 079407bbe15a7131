package lanewise.training.checkpoint;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * Thrown by a run whose checkpoint could not be written, for example because the disk is full. The
 * checkpoints that were written before are as they were.
 */
public final class CheckpointException extends UncheckedIOException {
  @Serial private static final long serialVersionUID = 1L;

  CheckpointException(String message, IOException cause) {
    super(message, cause);
  }
}
