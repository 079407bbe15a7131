package lanewise.tensor.kernel.elementwise;

/** Functions of one operand. */
public enum UnaryOp {
  /** -x. */
  NEG,
  /** |x|. */
  ABS,
  /** 1, 0 or -1; NaN at NaN. */
  SIGN,
  /** x x. */
  SQUARE,
  /** The square root, exactly rounded. */
  SQRT,
  /** 1 / sqrt(x), each exactly rounded. */
  RSQRT,
  /** 1 / x, exactly rounded. */
  RECIPROCAL,
  /** The largest whole number not above x. */
  FLOOR,
  /** The smallest whole number not below x. */
  CEIL,
  /** The nearest whole number, the even one of two. */
  ROUND,
  /** x above 0, else 0; NaN at NaN. */
  RELU,
  /** e^x. */
  EXP,
  /** e^x - 1. */
  EXPM1,
  /** The natural logarithm. */
  LOG,
  /** log(1 + x). */
  LOG1P,
  /** The sine of x in radians. */
  SIN,
  /** The cosine of x in radians. */
  COS,
  /** The hyperbolic tangent. */
  TANH,
  /** 1 / (1 + e^-x). */
  SIGMOID,
  /** The error function. */
  ERF,
  /** x Phi(x), Phi the distribution function of the normal distribution. */
  GELU,
  /** x sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3): the tanh approximation of GELU. */
  GELU_TANH,
  /** log(1 + e^x). */
  SOFTPLUS,
  /** x sigmoid(x). */
  SILU
}
