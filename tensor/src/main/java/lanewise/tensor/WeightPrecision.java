package lanewise.tensor;

/**
 * How {@link lanewise.tensor.blas.PackedWeights} are stored. Products are summed up in 32 bits in
 * every case; fewer bytes of weights mean less memory to read, which is what decides the speed of a
 * product of one row.
 */
public enum WeightPrecision {
  /** As they are. */
  FLOAT32(4),
  /**
   * The upper 16 bits of a float (8 of exponent, 7 of fraction), rounded to the nearest, ties to
   * even: a relative error of at most 2^-8 = 0.4% for magnitudes from 2^-126 to 3.39e38. Smaller
   * ones are off by at most 2^-134; larger ones become infinite.
   */
  BFLOAT16(2),
  /**
   * Whole numbers of -127 … 127 times a scale for each column of op(B), which is the column's
   * largest magnitude over 127: an absolute error of at most half a scale, unless that magnitude is
   * below 1.5e-36. Products sum up the whole numbers times A, then {@code fma(sum, scale, bias)}.
   */
  INT8(1);

  private final int bytes;

  WeightPrecision(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one weight.
   *
   * @return 4, 2 or 1
   */
  public int bytes() {
    return bytes;
  }
}
