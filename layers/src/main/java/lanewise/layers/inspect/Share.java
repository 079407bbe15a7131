package lanewise.layers.inspect;

import java.util.Locale;

/**
 * A number of things out of all.
 *
 * @param count the number with a property, 0 to all
 * @param all the number examined
 */
public record Share(long count, long all) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if count is not from 0 to all
   */
  public Share {
    if (count < 0 || count > all) {
      throw new IllegalArgumentException("share: " + count + " of " + all);
    }
  }

  /**
   * The part that has the property.
   *
   * @return 0 to 1; NaN if nothing was examined
   */
  public double fraction() {
    return (double) count / all;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d of %d (%.1f%%)", count, all, 100 * fraction());
  }
}
