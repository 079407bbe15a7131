package lanewise.training.checkpoint;

/** Receives what happens to the checkpoints of a run. */
public interface CheckpointListener {
  /** The listener that ignores every event. */
  CheckpointListener NONE = new CheckpointListener() {};

  /**
   * Receives a checkpoint that is on the disk. Called by the thread that writes.
   *
   * @param saved the checkpoint
   */
  default void onSaved(Checkpoint saved) {}

  /**
   * Receives a warning: a damaged checkpoint that was passed over, or one that could not be
   * removed. Called by the thread that resumes or the one that writes.
   *
   * @param sentence what happened, and what was done about it
   */
  default void onWarning(String sentence) {}
}
