package lanewise.tensor.kernel;

import jdk.incubator.vector.FloatVector;

/** Asks the JVM for its width; apart from {@link FloatLanes}, which depends on the answer. */
final class PreferredWidth {
  private PreferredWidth() {}

  static int bits() {
    return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }
}
