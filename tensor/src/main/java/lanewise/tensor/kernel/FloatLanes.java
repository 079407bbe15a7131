package lanewise.tensor.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one species of the vector kernels. Only they may touch this class: it links to the incubator
 * module, which may be missing.
 */
public final class FloatLanes {
  /** Vectors of floats of the chosen width. */
  public static final VectorSpecies<Float> SPECIES =
      switch (Simd.BITS) {
        case 512 -> FloatVector.SPECIES_512;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_128;
      };

  /** As many bits in ints. */
  public static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  /** A byte for each float, or eight bytes where floats are fewer. */
  public static final VectorSpecies<Byte> BYTES =
      SPECIES.length() == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  /** Floats in a vector. */
  public static final int LENGTH = SPECIES.length();

  private FloatLanes() {}
}
