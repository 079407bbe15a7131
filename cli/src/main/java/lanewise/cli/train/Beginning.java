package lanewise.cli.train;

/** What a training does with the checkpoints that are in its folder. */
public enum Beginning {
  /** Begins at the start, and refuses to lose those of an unfinished training. */
  FRESH,
  /** Continues from the newest; begins at the start where there is none. */
  RESUME,
  /** Discards them and begins at the start. */
  RESTART
}
