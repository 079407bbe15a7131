package lanewise.cli.output;

import java.util.Locale;

/** Times as people read them. */
public final class Durations {
  private static final long LONGEST = 100L * 3600;

  private Durations() {}

  /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}; dashes where it is unknown or far off. */
  public static String clock(double seconds) {
    if (!(seconds >= 0 && seconds < LONGEST)) {
      return "-:--";
    }
    long whole = (long) Math.ceil(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** {@code 0.84 s}, or as {@link #clock} from a minute on. */
  public static String text(double seconds) {
    return seconds < 60 ? String.format(Locale.ROOT, "%.2f s", seconds) : clock(seconds);
  }
}
