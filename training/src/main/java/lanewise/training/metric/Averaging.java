package lanewise.training.metric;

/** How {@link Precision}, {@link Recall} and {@link F1} combine the classes or labels. */
public enum Averaging {
  /**
   * The mean over the classes, each counted once however rare it is. A class that has no row and is
   * never predicted is left out.
   */
  MACRO,
  /**
   * The counts of all classes are added up first, so that each row counts once. If every row has
   * one class, this is the accuracy.
   */
  MICRO,
  /** The mean over the classes, each weighted by its rows. */
  WEIGHTED
}
