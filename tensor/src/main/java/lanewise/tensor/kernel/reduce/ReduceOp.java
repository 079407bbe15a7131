package lanewise.tensor.kernel.reduce;

/** What becomes of the elements along an axis. */
public enum ReduceOp {
  /** The sum; 0 of none. */
  SUM,
  /** The sum over the number; NaN of none. */
  MEAN,
  /** The sum of squared distances from the mean over the number less a correction. */
  VAR,
  /** The square root of VAR. */
  STD,
  /** The smallest; NaN if one is. */
  MIN,
  /** The largest; NaN if one is. */
  MAX,
  /** The product; 1 of none. */
  PROD,
  /** The index of the first smallest; of the first NaN if there is one. */
  ARG_MIN,
  /** The index of the first largest; of the first NaN if there is one. */
  ARG_MAX,
  /** The sum of absolute values. */
  NORM_1,
  /** The square root of the sum of squares. */
  NORM_2,
  /** The largest absolute value. */
  NORM_INF,
  /** The logarithm of the sum of exponentials; minus infinity of none. */
  LOG_SUM_EXP,
  /** 1 if one element is not 0, else 0. */
  ANY,
  /** 1 if no element is 0, else 0. */
  ALL
}
