package lanewise.tensor.kernel.optimizer;

/** The updates without vectors: the formulas as they are, and the ends of the vector loops. */
final class ScalarOptimizer implements OptimizerKernel {
  @Override
  public void sgd(int from, int to, float[] w, float[] g, float decay, float rate) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      w[i] = Math.fma(-rate, d, w[i]);
    }
  }

  @Override
  public void momentum(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] v,
      float decay,
      float momentum,
      float share,
      float rate) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float velocity = Math.fma(momentum, v[i], share * d);
      v[i] = velocity;
      w[i] = Math.fma(-rate, velocity, w[i]);
    }
  }

  @Override
  public void nesterov(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] v,
      float decay,
      float momentum,
      float share,
      float rate) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float velocity = Math.fma(momentum, v[i], share * d);
      v[i] = velocity;
      w[i] = Math.fma(-rate, Math.fma(momentum, velocity, d), w[i]);
    }
  }

  @Override
  public void adam(
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
      float ofMoment) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float moment = Math.fma(share1, d - m[i], m[i]);
      float square = Math.fma(share2 * d, d, keep2 * v[i]);
      m[i] = moment;
      v[i] = square;
      float step = Math.fma(ofMoment, moment, ofGradient * d);
      w[i] = Math.fma(w[i], keep, step / Math.fma(root(square), correction, epsilon));
    }
  }

  @Override
  public void amsgrad(
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
      float ofMoment) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float moment = Math.fma(share1, d - m[i], m[i]);
      float square = Math.fma(share2 * d, d, keep2 * v[i]);
      float most = Math.max(largest[i], square);
      m[i] = moment;
      v[i] = square;
      largest[i] = most;
      float step = ofMoment * moment;
      w[i] = Math.fma(w[i], keep, step / Math.fma(root(most), correction, epsilon));
    }
  }

  @Override
  public void rms(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] s,
      float decay,
      float keep,
      float share,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float square = Math.fma(share * d, d, keep * s[i]);
      s[i] = square;
      g[i] = d / (root(square) + epsilon);
    }
  }

  @Override
  public void centredRms(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] s,
      float[] mean,
      float decay,
      float keep,
      float share,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float square = Math.fma(share * d, d, keep * s[i]);
      float centre = Math.fma(share, d - mean[i], mean[i]);
      s[i] = square;
      mean[i] = centre;
      float variance = Math.max(Math.fma(-centre, centre, square), 0);
      g[i] = d / (root(variance) + epsilon);
    }
  }

  @Override
  public void adadelta(
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
      float rate) {
    for (int i = from; i < to; i++) {
      float d = Math.fma(decay, w[i], g[i]);
      float square = Math.fma(share * d, d, keep * s[i]);
      float delta = root(x[i] + epsilon) / root(square + epsilon) * d;
      s[i] = square;
      x[i] = Math.fma(share * delta, delta, keep * x[i]);
      w[i] = Math.fma(-rate, delta, w[i]);
    }
  }

  @Override
  public void lion(
      int from,
      int to,
      float[] w,
      float[] g,
      float[] m,
      float keep,
      float share1,
      float share2,
      float rate) {
    for (int i = from; i < to; i++) {
      float distance = g[i] - m[i];
      float c = Math.fma(share1, distance, m[i]);
      w[i] = Math.fma(w[i], keep, signed(c, -rate));
      m[i] = Math.fma(share2, distance, m[i]);
    }
  }

  @Override
  public void elasticNet(int from, int to, float[] w, float[] g, float l1, float l2) {
    for (int i = from; i < to; i++) {
      g[i] = Math.fma(l2, w[i], g[i] + signed(w[i], l1));
    }
  }

  @Override
  public void average(int from, int to, float[] average, float[] x, float share) {
    for (int i = from; i < to; i++) {
      average[i] = Math.fma(share, x[i] - average[i], average[i]);
    }
  }

  /** The square root, rounded once: that of a double is exact enough. */
  private static float root(float x) {
    return (float) Math.sqrt(x);
  }

  /** The size with the sign of x; x itself where it is 0 or NaN. */
  private static float signed(float x, float size) {
    return x > 0 ? size : x < 0 ? -size : x;
  }
}
