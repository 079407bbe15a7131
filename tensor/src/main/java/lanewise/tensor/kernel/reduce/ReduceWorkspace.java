package lanewise.tensor.kernel.reduce;

import lanewise.tensor.kernel.Pool;

/** The working memory of one reduction. */
final class ReduceWorkspace {
  /** The most columns that are reduced in one go. */
  static final int TILE = 1024;

  static final Pool<ReduceWorkspace> POOL = new Pool<>(ReduceWorkspace::new);

  final float[] lanes = new float[3 * ReduceKernel.LANES];
  final float[] partial = new float[TILE];
  final float[] shift = new float[TILE];
  final float[] best = new float[TILE];
  final double[] sums = new double[TILE];
  final double[] squares = new double[TILE];
  final double[] two = new double[2];
  final double[] tileSums = new double[RowsAbreast.COLUMNS];
  final float[] abreast = new float[ReduceKernel.LANES * RowsAbreast.COLUMNS];
  final float[] abreastSquares = new float[ReduceKernel.LANES * RowsAbreast.COLUMNS];
  final RunningVariance variance = new RunningVariance();
  final ReduceOperand operand = new ReduceOperand();

  private ReduceWorkspace() {}
}
