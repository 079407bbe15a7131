package lanewise.tensor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import lanewise.tensor.kernel.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What {@link Workers} and {@link Pool} promise to two callers. */
public final class WorkersCases {
  private WorkersCases() {}

  /** After a run a caller sees what its blocks wrote, whichever thread did them. */
  @JCStressTest
  @Outcome(id = "6, 6", expect = ACCEPTABLE, desc = "All blocks of both.")
  @State
  public static class TwoJobs {
    private static final Workers WORKERS = Workers.of(2);

    @Actor
    public void first(II_Result result) {
      result.r1 = sum();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = sum();
    }

    private static int sum() {
      int[] written = new int[3];
      WORKERS.run(3, block -> written[block] = block + 1);
      return written[0] + written[1] + written[2];
    }
  }

  /** Blocks see what their caller wrote before the run. */
  @JCStressTest
  @Outcome(id = "10, 10", expect = ACCEPTABLE, desc = "Both blocks of both.")
  @State
  public static class WrittenBefore {
    private static final Workers WORKERS = Workers.of(2);

    @Actor
    public void first(II_Result result) {
      result.r1 = doubled();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = doubled();
    }

    private static int doubled() {
      int[] read = {2, 3};
      int[] written = new int[2];
      WORKERS.run(2, block -> written[block] = 2 * read[block]);
      return written[0] + written[1];
    }
  }

  /** No two hold an object of a pool, and a holder sees what the last one wrote. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nobody else has it.")
  @State
  public static class TwoHolders {
    private final Pool<int[]> pool = new Pool<>(() -> new int[1]);

    @Actor
    public void first(II_Result result) {
      result.r1 = hold();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = hold();
    }

    private int hold() {
      int wrong = 0;
      for (int i = 0; i < 2; i++) {
        int[] object = pool.acquire();
        wrong += object[0]++;
        wrong += --object[0];
        pool.release(object);
      }
      return wrong;
    }
  }
}
