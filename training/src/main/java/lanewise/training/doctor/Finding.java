package lanewise.training.doctor;

/**
 * Something that is wrong with a training.
 *
 * @param sign what it is
 * @param subject the layer or parameter, or {@code loss}
 * @param sentence what was seen, with its figures, and what to try
 */
public record Finding(Sign sign, String subject, String sentence) {
  /** The signs of an unhealthy training. */
  public enum Sign {
    /** ReLU units that are 0 for every row. */
    DEAD_UNITS,
    /** Sigmoids or tanhs at an end of their range. */
    SATURATION,
    /** Steps that change a parameter by more than a tenth of its size. */
    LARGE_UPDATES,
    /** Steps that hardly change a parameter. */
    SMALL_UPDATES,
    /** Gradients of the first layers that are far smaller than those of the last. */
    VANISHING_GRADIENT,
    /** Gradients that have become far larger than before. */
    EXPLODING_GRADIENT,
    /** A training loss that goes up and down. */
    ZIG_ZAG,
    /** A training loss that does not fall. */
    NO_PROGRESS,
    /** A validation loss that rises while the training loss falls. */
    OVERFITTING
  }
}
