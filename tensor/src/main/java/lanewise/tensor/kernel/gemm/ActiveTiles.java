package lanewise.tensor.kernel.gemm;

import lanewise.tensor.kernel.Simd;
import org.jspecify.annotations.Nullable;

/**
 * The micro-kernels of this JVM. In a class of its own, as vector classes take a tenth of a second
 * to load: what does not need them yet must not touch it.
 */
final class ActiveTiles {
  /** A constant for the compiler. */
  static final Tiles TILES = Choice.take();

  private ActiveTiles() {}

  /** Tests whether the tiles are the scalar ones, which are slower than a {@link LoopProduct}. */
  static boolean areLoops() {
    return Simd.BITS == 0 && !Choice.isStandIn();
  }

  /**
   * Tests run the blocking at the panel widths of other machines by tiles of their own. They name
   * them here before the first product of a JVM, so that the tiles stay a constant.
   */
  static final class Choice {
    private static @Nullable Tiles standIn;
    private static boolean taken;

    private Choice() {}

    static synchronized void standIn(Tiles tiles) {
      if (taken) {
        throw new IllegalStateException("the tiles of this JVM are in use already");
      }
      standIn = tiles;
    }

    private static boolean isStandIn() {
      return standIn != null;
    }

    private static synchronized Tiles take() {
      taken = true;
      return standIn != null ? standIn : GemmVariants.ACTIVE.kernel().get();
    }
  }
}
