package lanewise.layers.serving;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What {@link SlotQueue} promises to one who adds and one who takes at the same time. */
public final class SlotQueueCases {
  private SlotQueueCases() {}

  private static PendingRow row(int index) {
    return new PendingRow(index, 1, 1);
  }

  /** Whoever takes a row sees what was written to it before it was added. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "Not added yet.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Taken with its values.")
  @State
  public static class AddedRow {
    private final SlotQueue queue = new SlotQueue(2);
    private final PendingRow row = row(0);

    @Actor
    public void add() {
      row.in[0] = 1;
      queue.add(row);
    }

    @Actor
    public void take(I_Result result) {
      PendingRow taken = queue.poll();
      result.r1 = taken == null ? -1 : (int) taken.in[0];
    }
  }

  /** A queue that is not empty has a row for whoever takes. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "Still empty.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Not empty, and taken.")
  @State
  public static class NotEmpty {
    private final SlotQueue queue = new SlotQueue(2);

    @Actor
    public void add() {
      queue.add(row(0));
    }

    @Actor
    public void take(I_Result result) {
      result.r1 = -1;
      if (!queue.isEmpty()) {
        result.r1 = queue.poll() == null ? 0 : 1;
      }
    }
  }

  /** Two add: each has its position, and the rows are taken in the order of the positions. */
  @JCStressTest
  @Outcome(id = "0, 1, 12", expect = ACCEPTABLE, desc = "The first was first.")
  @Outcome(id = "1, 0, 21", expect = ACCEPTABLE, desc = "The second was first.")
  @State
  public static class TwoAdders {
    private final SlotQueue queue = new SlotQueue(2);

    @Actor
    public void first(III_Result result) {
      result.r1 = (int) queue.add(row(1));
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = (int) queue.add(row(2));
    }

    @Arbiter
    public void take(III_Result result) {
      PendingRow first = queue.poll();
      PendingRow second = queue.poll();
      result.r3 = 10 * (first == null ? 0 : first.index) + (second == null ? 0 : second.index);
    }
  }
}
