package lanewise.training.checkpoint;

import java.io.Serial;
import java.util.List;

/**
 * Thrown where a run is to continue from a checkpoint of another job or other data. The message
 * names everything that differs.
 */
public final class ChangedRunException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /** What differs. */
  private final List<String> changes;

  ChangedRunException(Checkpoint checkpoint, List<String> changes) {
    super("%s is of another training: %s".formatted(checkpoint.file(), String.join("; ", changes)));
    this.changes = List.copyOf(changes);
  }

  /**
   * Returns what differs, each as a clause such as "learning rate was 0.1 and is 0.2".
   *
   * @return at least one
   */
  public List<String> changes() {
    return changes;
  }
}
