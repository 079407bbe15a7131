package lanewise.bench.compare.peer;

import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Way;
import lanewise.bench.machine.Limits;

/**
 * What the machine can do at most, measured in the same run: multiply-adds on one thread, in twelve
 * chains that do not wait for each other.
 */
public final class MachinePeer implements Peer {
  private static final int STEPS = 20_000;

  @Override
  public List<Way> ways(Problem problem) {
    return problem instanceof Product p && p.unit().higherIsBetter() && THREADS == 1
        ? List.of(Way.yardstick("multiply-add", () -> new Chains(p.unit().factor())))
        : List.of();
  }

  private record Chains(double operations) implements Call {
    private static final Runnable WORK = Limits.multiplyAdds(STEPS);

    @Override
    public void run(int input) {
      WORK.run();
    }

    @Override
    public float[] output() {
      return new float[0];
    }

    @Override
    public double share() {
      return Limits.operations(STEPS) / operations;
    }
  }
}
