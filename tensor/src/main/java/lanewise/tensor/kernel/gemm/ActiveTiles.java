package lanewise.tensor.kernel.gemm;

import org.jspecify.annotations.Nullable;

/**
 * The micro-kernels of this JVM. In a class of its own, as vector classes take a tenth of a second
 * to load: what does not need them yet must not touch it.
 */
final class ActiveTiles {
  /** A constant for the compiler. */
  static final Tiles TILES = Choice.take();

  private ActiveTiles() {}

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

    private static synchronized Tiles take() {
      taken = true;
      return standIn != null ? standIn : GemmVariants.ACTIVE.kernel().get();
    }
  }
}
