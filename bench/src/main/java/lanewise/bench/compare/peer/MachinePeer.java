package lanewise.bench.compare.peer;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Way;

/**
 * What the machine can do at most, measured in the same run: multiply-adds on one thread, in twelve
 * chains that do not wait for each other.
 */
public final class MachinePeer implements Peer {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 20_000;
  private static final double OPERATIONS = 2.0 * 12 * S.length() * STEPS;

  /** Read by nobody; keeps the compiler from leaving the work out. */
  static volatile float sink;

  @Override
  public List<Way> ways(Problem problem) {
    return problem instanceof Product p && p.unit().higherIsBetter() && THREADS == 1
        ? List.of(Way.yardstick("multiply-add", () -> new Chains(p.unit().factor())))
        : List.of();
  }

  private record Chains(double operations) implements Call {
    @Override
    public void run(int input) {
      MachinePeer.run();
    }

    @Override
    public float[] output() {
      return new float[0];
    }

    @Override
    public double share() {
      return OPERATIONS / operations;
    }
  }

  private static void run() {
    float[] start = new float[S.length() + 12];
    for (int i = 0; i < start.length; i++) {
      start[i] = i;
    }
    sink = chains(start);
  }

  private static float chains(float[] start) {
    FloatVector x = FloatVector.broadcast(S, 0.5f);
    FloatVector c0 = FloatVector.fromArray(S, start, 0);
    FloatVector c1 = FloatVector.fromArray(S, start, 1);
    FloatVector c2 = FloatVector.fromArray(S, start, 2);
    FloatVector c3 = FloatVector.fromArray(S, start, 3);
    FloatVector c4 = FloatVector.fromArray(S, start, 4);
    FloatVector c5 = FloatVector.fromArray(S, start, 5);
    FloatVector c6 = FloatVector.fromArray(S, start, 6);
    FloatVector c7 = FloatVector.fromArray(S, start, 7);
    FloatVector c8 = FloatVector.fromArray(S, start, 8);
    FloatVector c9 = FloatVector.fromArray(S, start, 9);
    FloatVector ca = FloatVector.fromArray(S, start, 10);
    FloatVector cb = FloatVector.fromArray(S, start, 11);
    for (int i = 0; i < STEPS; i++) {
      c0 = x.fma(x, c0);
      c1 = x.fma(x, c1);
      c2 = x.fma(x, c2);
      c3 = x.fma(x, c3);
      c4 = x.fma(x, c4);
      c5 = x.fma(x, c5);
      c6 = x.fma(x, c6);
      c7 = x.fma(x, c7);
      c8 = x.fma(x, c8);
      c9 = x.fma(x, c9);
      ca = x.fma(x, ca);
      cb = x.fma(x, cb);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(ca).add(cb);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
