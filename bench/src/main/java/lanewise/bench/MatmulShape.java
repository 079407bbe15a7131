package lanewise.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of a product [m, k] x [k, n], read from a name that ends in {@code MxNxK}, or in one
 * number for a square.
 */
record MatmulShape(int m, int n, int k) {
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9-]*-)?([1-9]\\d{0,4})(?:x([1-9]\\d{0,4})x([1-9]\\d{0,4}))?");

  static MatmulShape of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "shape \"" + name + "\": let it end in MxNxK or in one number, as mine-64x128x784");
    }
    int m = Integer.parseInt(matcher.group(1));
    boolean square = matcher.group(2) == null;
    int n = square ? m : Integer.parseInt(matcher.group(2));
    int k = square ? m : Integer.parseInt(matcher.group(3));
    return new MatmulShape(m, n, k);
  }

  /** In units of 10^9; a fused multiply-add is two. */
  double gflop() {
    return 2e-9 * m * n * k;
  }
}
