package lanewise.tensor.kernel.optimizer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** The updates by whole vectors; the elements after the last whole vector one by one. */
final class VectorOptimizer implements OptimizerKernel {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();
  private static final ScalarOptimizer REST = new ScalarOptimizer();

  @Override
  public void sgd(int from, int to, float[] w, float[] g, float decay, float rate) {
    FloatVector down = FloatVector.broadcast(S, -rate);
    FloatVector pull = FloatVector.broadcast(S, decay);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      d.fma(down, weight).intoArray(w, i);
    }
    REST.sgd(i, to, w, g, decay, rate);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector inertia = FloatVector.broadcast(S, momentum);
    FloatVector push = FloatVector.broadcast(S, share);
    FloatVector down = FloatVector.broadcast(S, -rate);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector velocity = FloatVector.fromArray(S, v, i).fma(inertia, d.mul(push));
      velocity.intoArray(v, i);
      velocity.fma(down, weight).intoArray(w, i);
    }
    REST.momentum(i, to, w, g, v, decay, momentum, share, rate);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector inertia = FloatVector.broadcast(S, momentum);
    FloatVector push = FloatVector.broadcast(S, share);
    FloatVector down = FloatVector.broadcast(S, -rate);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector velocity = FloatVector.fromArray(S, v, i).fma(inertia, d.mul(push));
      velocity.intoArray(v, i);
      velocity.fma(inertia, d).fma(down, weight).intoArray(w, i);
    }
    REST.nesterov(i, to, w, g, v, decay, momentum, share, rate);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector left = FloatVector.broadcast(S, keep);
    FloatVector new1 = FloatVector.broadcast(S, share1);
    FloatVector old2 = FloatVector.broadcast(S, keep2);
    FloatVector new2 = FloatVector.broadcast(S, share2);
    FloatVector scale = FloatVector.broadcast(S, correction);
    FloatVector least = FloatVector.broadcast(S, epsilon);
    FloatVector a = FloatVector.broadcast(S, ofGradient);
    FloatVector b = FloatVector.broadcast(S, ofMoment);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector moment = FloatVector.fromArray(S, m, i);
      moment = d.sub(moment).fma(new1, moment);
      moment.intoArray(m, i);
      FloatVector square = d.mul(new2).fma(d, FloatVector.fromArray(S, v, i).mul(old2));
      square.intoArray(v, i);
      FloatVector step = moment.fma(b, d.mul(a)).div(square.sqrt().fma(scale, least));
      weight.fma(left, step).intoArray(w, i);
    }
    REST.adam(
        i,
        to,
        w,
        g,
        m,
        v,
        decay,
        keep,
        share1,
        keep2,
        share2,
        correction,
        epsilon,
        ofGradient,
        ofMoment);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector left = FloatVector.broadcast(S, keep);
    FloatVector new1 = FloatVector.broadcast(S, share1);
    FloatVector old2 = FloatVector.broadcast(S, keep2);
    FloatVector new2 = FloatVector.broadcast(S, share2);
    FloatVector scale = FloatVector.broadcast(S, correction);
    FloatVector least = FloatVector.broadcast(S, epsilon);
    FloatVector b = FloatVector.broadcast(S, ofMoment);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector moment = FloatVector.fromArray(S, m, i);
      moment = d.sub(moment).fma(new1, moment);
      moment.intoArray(m, i);
      FloatVector square = d.mul(new2).fma(d, FloatVector.fromArray(S, v, i).mul(old2));
      square.intoArray(v, i);
      FloatVector most = FloatVector.fromArray(S, largest, i).max(square);
      most.intoArray(largest, i);
      FloatVector step = moment.mul(b).div(most.sqrt().fma(scale, least));
      weight.fma(left, step).intoArray(w, i);
    }
    REST.amsgrad(
        i,
        to,
        w,
        g,
        m,
        v,
        largest,
        decay,
        keep,
        share1,
        keep2,
        share2,
        correction,
        epsilon,
        ofMoment);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector old = FloatVector.broadcast(S, keep);
    FloatVector fresh = FloatVector.broadcast(S, share);
    FloatVector least = FloatVector.broadcast(S, epsilon);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector square = d.mul(fresh).fma(d, FloatVector.fromArray(S, s, i).mul(old));
      square.intoArray(s, i);
      d.div(square.sqrt().add(least)).intoArray(g, i);
    }
    REST.rms(i, to, w, g, s, decay, keep, share, epsilon);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector old = FloatVector.broadcast(S, keep);
    FloatVector fresh = FloatVector.broadcast(S, share);
    FloatVector least = FloatVector.broadcast(S, epsilon);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector square = d.mul(fresh).fma(d, FloatVector.fromArray(S, s, i).mul(old));
      square.intoArray(s, i);
      FloatVector centre = FloatVector.fromArray(S, mean, i);
      centre = d.sub(centre).fma(fresh, centre);
      centre.intoArray(mean, i);
      FloatVector variance = centre.neg().fma(centre, square).max(0);
      d.div(variance.sqrt().add(least)).intoArray(g, i);
    }
    REST.centredRms(i, to, w, g, s, mean, decay, keep, share, epsilon);
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
    FloatVector pull = FloatVector.broadcast(S, decay);
    FloatVector old = FloatVector.broadcast(S, keep);
    FloatVector fresh = FloatVector.broadcast(S, share);
    FloatVector least = FloatVector.broadcast(S, epsilon);
    FloatVector down = FloatVector.broadcast(S, -rate);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      FloatVector d = weight.fma(pull, FloatVector.fromArray(S, g, i));
      FloatVector square = d.mul(fresh).fma(d, FloatVector.fromArray(S, s, i).mul(old));
      square.intoArray(s, i);
      FloatVector path = FloatVector.fromArray(S, x, i);
      FloatVector delta = path.add(least).sqrt().div(square.add(least).sqrt()).mul(d);
      delta.mul(fresh).fma(delta, path.mul(old)).intoArray(x, i);
      delta.fma(down, weight).intoArray(w, i);
    }
    REST.adadelta(i, to, w, g, s, x, decay, keep, share, epsilon, rate);
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
    FloatVector left = FloatVector.broadcast(S, keep);
    FloatVector new1 = FloatVector.broadcast(S, share1);
    FloatVector new2 = FloatVector.broadcast(S, share2);
    FloatVector up = FloatVector.broadcast(S, rate);
    FloatVector down = FloatVector.broadcast(S, -rate);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector moment = FloatVector.fromArray(S, m, i);
      FloatVector distance = FloatVector.fromArray(S, g, i).sub(moment);
      FloatVector c = distance.fma(new1, moment);
      VectorMask<Float> above = c.compare(VectorOperators.GT, 0);
      VectorMask<Float> below = c.compare(VectorOperators.LT, 0);
      FloatVector step = c.blend(down, above).blend(up, below);
      FloatVector.fromArray(S, w, i).fma(left, step).intoArray(w, i);
      distance.fma(new2, moment).intoArray(m, i);
    }
    REST.lion(i, to, w, g, m, keep, share1, share2, rate);
  }

  @Override
  public void elasticNet(int from, int to, float[] w, float[] g, float l1, float l2) {
    FloatVector up = FloatVector.broadcast(S, l1);
    FloatVector down = FloatVector.broadcast(S, -l1);
    FloatVector pull = FloatVector.broadcast(S, l2);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector weight = FloatVector.fromArray(S, w, i);
      VectorMask<Float> above = weight.compare(VectorOperators.GT, 0);
      VectorMask<Float> below = weight.compare(VectorOperators.LT, 0);
      FloatVector sign = weight.blend(up, above).blend(down, below);
      weight.fma(pull, FloatVector.fromArray(S, g, i).add(sign)).intoArray(g, i);
    }
    REST.elasticNet(i, to, w, g, l1, l2);
  }

  @Override
  public void average(int from, int to, float[] average, float[] x, float share) {
    FloatVector fresh = FloatVector.broadcast(S, share);
    int i = from;
    for (int end = from + S.loopBound(to - from); i < end; i += L) {
      FloatVector before = FloatVector.fromArray(S, average, i);
      FloatVector.fromArray(S, x, i).sub(before).fma(fresh, before).intoArray(average, i);
    }
    REST.average(i, to, average, x, share);
  }
}
