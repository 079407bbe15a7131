package lanewise.training.checkpoint;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * Thrown where another training, of this process or another one, uses the folder of the
 * checkpoints: it is free again as soon as that one has ended, however it ends.
 */
public final class FolderInUseException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  FolderInUseException(Path folder) {
    super("checkpoints: cannot use " + folder + ": another training uses it now");
  }
}
