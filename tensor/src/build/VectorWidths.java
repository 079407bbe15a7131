import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Tells the build which vector widths are narrower than the one that this JVM prefers: those at
 * which the tests run again, after the run at that width itself. One line a width, {@code
 * width.256.skip = false}.
 */
final class VectorWidths {
  private VectorWidths() {}

  /** Prints the lines of a properties file. */
  public static void main(String[] args) {
    int preferred = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    for (int bits : List.of(128, 256)) {
      System.out.println("width." + bits + ".skip = " + (bits >= preferred));
    }
  }
}
