package lanewise.tensor.kernel.optimizer;

/**
 * Updates of the elements {@code from} to {@code to - 1} of arrays of one length, which the caller
 * has checked: w the weights, g the gradient. The arrays are distinct. No method allocates, and the
 * range may be empty.
 *
 * <p>In the formulas {@code fma(a, b, c)} is a b + c rounded once, and every other operation is
 * rounded as well. Where a formula begins with d, it is the gradient with coupled decay:
 *
 * <pre>
 *   d = fma(decay, w, g)
 * </pre>
 */
public interface OptimizerKernel {
  /**
   * Descends along the gradient.
   *
   * <pre>
   *   w = fma(-rate, d, w)
   * </pre>
   */
  void sgd(int from, int to, float[] w, float[] g, float decay, float rate);

  /**
   * Descends along a decaying sum of the gradients.
   *
   * <pre>
   *   v = fma(momentum, v, share d)        w = fma(-rate, v, w)
   * </pre>
   */
  void momentum(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] v,
      float decay,
      float momentum,
      float share,
      float rate);

  /**
   * Descends along the sum that the next step would have.
   *
   * <pre>
   *   v = fma(momentum, v, share d)        w = fma(-rate, fma(momentum, v, d), w)
   * </pre>
   */
  void nesterov(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] v,
      float decay,
      float momentum,
      float share,
      float rate);

  /**
   * Moves along a mean of the gradients, over the root of a mean of their squares.
   *
   * <pre>
   *   m = fma(share1, d - m, m)            v = fma(share2 d, d, keep2 v)
   *   w = fma(w, keep, fma(ofMoment, m, ofGradient d) / fma(sqrt(v), correction, epsilon))
   * </pre>
   *
   * @param keep what decoupled decay leaves of w; 1 without
   * @param ofGradient the factor of d in the step, with its sign
   * @param ofMoment the factor of m in the step, with its sign
   */
  void adam(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float decay,
      float keep,
      float share1,
      float keep2,
      float share2,
      float correction,
      float epsilon,
      float ofGradient,
      float ofMoment);

  /**
   * The same as adam, over the largest mean of the squares so far.
   *
   * <pre>
   *   m = fma(share1, d - m, m)            v = fma(share2 d, d, keep2 v)
   *   largest = max(largest, v)
   *   w = fma(w, keep, ofMoment m / fma(sqrt(largest), correction, epsilon))
   * </pre>
   */
  void amsgrad(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float[] largest,
      float decay,
      float keep,
      float share1,
      float keep2,
      float share2,
      float correction,
      float epsilon,
      float ofMoment);

  /**
   * Divides the gradient by the root of a mean, or a sum, of its squares. Weights are not changed.
   *
   * <pre>
   *   s = fma(share d, d, keep s)          g = d / (sqrt(s) + epsilon)
   * </pre>
   */
  void rms(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] s,
      float decay,
      float keep,
      float share,
      float epsilon);

  /**
   * Divides the gradient by an estimate of its standard deviation. Weights are not changed.
   *
   * <pre>
   *   s = fma(share d, d, keep s)          mean = fma(share, d - mean, mean)
   *   g = d / (sqrt(max(fma(-mean, mean, s), 0)) + epsilon)
   * </pre>
   */
  void centredRms(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] s,
      float[] mean,
      float decay,
      float keep,
      float share,
      float epsilon);

  /**
   * Moves by the gradient in the units of the weights.
   *
   * <pre>
   *   s = fma(share d, d, keep s)          delta = sqrt(x + epsilon) / sqrt(s + epsilon) d
   *   x = fma(share delta, delta, keep x)  w = fma(-rate, delta, w)
   * </pre>
   */
  void adadelta(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] s,
      float[] x,
      float decay,
      float keep,
      float share,
      float epsilon,
      float rate);

  /**
   * Moves by the sign of a mean of the gradients; the sign of 0 is 0 and that of NaN is NaN.
   *
   * <pre>
   *   c = fma(share1, g - m, m)            w = fma(w, keep, -rate sign(c))
   *   m = fma(share2, g - m, m)
   * </pre>
   */
  void lion(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] m,
      float keep,
      float share1,
      float share2,
      float rate);

  /**
   * Adds the gradient of a penalty on the size of the weights; the sign of 0 is 0.
   *
   * <pre>
   *   g = fma(l2, w, g + l1 sign(w))
   * </pre>
   */
  void elasticNet(int from, int to, float[] w, float[] g, float l1, float l2);

  /**
   * Moves an average towards new values.
   *
   * <pre>
   *   average = fma(share, x - average, average)
   * </pre>
   */
  void average(int from, int to, float[] average, float[] x, float share);
}
