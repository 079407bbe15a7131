package lanewise.layers.inference;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What {@link EarlyWeights} promises to two callers of whom one packs the weights. */
public final class EarlyWeightsCases {
  /** So many at once are no first rows: whoever comes with them packs. */
  private static final int MANY = 33;

  private EarlyWeightsCases() {}

  /** Whoever finds the early weights gone has the packed ones. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second packed.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first packed.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "One after the other.")
  @State
  public static class Gone {
    private static final float[] WEIGHTS = {1, 2};
    private final EarlyWeights weights = new EarlyWeights(2, 1, WEIGHTS, false);

    @Actor
    public void first(II_Result result) {
      result.r1 = found();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = found();
    }

    /** 0 for the early weights, 1 for packed ones, 2 for none. */
    private int found() {
      return weights.forRows(MANY) != null ? 0 : weights.packed() != null ? 1 : 2;
    }
  }

  /** Both compute with all of the weights, packed or not. */
  @JCStressTest
  @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "Three times the input.")
  @State
  public static class Answers {
    private static final float[] ONES = new float[MANY];

    static {
      java.util.Arrays.fill(ONES, 1);
    }

    private final InferencePlan plan = plan();

    private static InferencePlan plan() {
      Dense dense = Dense.of(1, 1);
      dense.weight().values()[0] = 3;
      return InferencePlan.of(Sequential.of(1, dense));
    }

    @Actor
    public void first(II_Result result) {
      result.r1 = last();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = last();
    }

    private int last() {
      float[] out = new float[MANY];
      plan.predict(MANY, ONES, 0, out, 0);
      return (int) out[MANY - 1];
    }
  }
}
