package lanewise.layers.serving;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import lanewise.layers.Sequential;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What {@link LivePlan} and {@link MicroBatcher} promise to two callers. */
public final class ServingCases {
  private static final InferencePlan A = plan(1);
  private static final InferencePlan B = plan(2);
  private static final InferencePlan C = plan(3);

  private ServingCases() {}

  /** A plan that multiplies by a factor. */
  private static InferencePlan plan(int factor) {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = factor;
    return InferencePlan.of(Sequential.of(1, dense));
  }

  private static int answer(LivePlan live) {
    float[] out = new float[1];
    live.predict(new float[] {1}, 0, out, 0);
    return (int) out[0];
  }

  /** Whoever has an answer of the new plan never has one of the old plan afterwards. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both before.")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "One before, one after.")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both after.")
  @State
  public static class NeverBack {
    private final LivePlan live = LivePlan.of(A);

    @Actor
    public void publish() {
      live.publish(B);
    }

    @Actor
    public void ask(II_Result result) {
      result.r1 = answer(live);
      result.r2 = answer(live);
    }
  }

  /** Of two who publish, one replaces the first plan and the other the plan of the one. */
  @JCStressTest
  @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "The second was last.")
  @Outcome(id = "3, 1, 2", expect = ACCEPTABLE, desc = "The first was last.")
  @State
  public static class TwoPublishers {
    private final LivePlan live = LivePlan.of(A);

    @Actor
    public void first(III_Result result) {
      result.r1 = number(live.publish(B));
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = number(live.publish(C));
    }

    @Arbiter
    public void ask(III_Result result) {
      result.r3 = answer(live);
    }

    private static int number(InferencePlan plan) {
      return plan == A ? 1 : plan == B ? 2 : 3;
    }
  }

  /** Two callers of a batcher get each its own answer, in one batch or in two. */
  @JCStressTest
  @Outcome(id = "20, 40", expect = ACCEPTABLE, desc = "Each has its own.")
  @State
  public static class TwoCallers {
    private static final MicroBatcher BATCHER =
        MicroBatcher.of(B, BatchSettings.defaults().withMaxRows(2).withThreads(2));

    @Actor
    public void first(II_Result result) {
      result.r1 = predict(10);
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = predict(20);
    }

    private static int predict(int value) {
      float[] out = new float[1];
      try {
        BATCHER.predict(new float[] {value}, 0, out, 0);
      } catch (InterruptedException nobodyInterrupts) {
        throw new AssertionError(nobodyInterrupts);
      }
      return (int) out[0];
    }
  }
}
