package lanewise.tensor.kernel.gemm;

/**
 * The micro-kernels of this JVM. In a class of its own, as vector classes take a tenth of a second
 * to load: what does not need them yet must not touch it.
 */
final class ActiveTiles {
  /** A constant for the compiler. */
  static final Tiles TILES = GemmVariants.ACTIVE.kernel().get();

  private ActiveTiles() {}
}
