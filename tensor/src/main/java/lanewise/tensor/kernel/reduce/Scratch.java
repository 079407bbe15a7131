package lanewise.tensor.kernel.reduce;

import lanewise.tensor.kernel.Pool;

/** The working memory of one reduction. */
final class Scratch {
  /** The most columns that are reduced in one go. */
  static final int TILE = 1024;

  static final Pool<Scratch> POOL = new Pool<>(Scratch::new);

  final float[] lanes = new float[ReduceKernel.LANES];
  final float[] partial = new float[TILE];
  final float[] shift = new float[TILE];
  final float[] best = new float[TILE];
  final double[] sums = new double[TILE];

  private Scratch() {}
}
