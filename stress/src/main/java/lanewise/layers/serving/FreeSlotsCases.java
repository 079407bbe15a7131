package lanewise.layers.serving;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What {@link FreeSlots} promises to two who take and give back at the same time. */
public final class FreeSlotsCases {
  private FreeSlotsCases() {}

  /** Two slots go to two takers. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first was first.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The second was first.")
  @State
  public static class TwoTakers {
    private final FreeSlots free = new FreeSlots(2);

    @Actor
    public void first(II_Result result) {
      result.r1 = free.take();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = free.take();
    }
  }

  /** The last slot goes to one of them. */
  @JCStressTest
  @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "The first has it.")
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "The second has it.")
  @State
  public static class LastSlot {
    private final FreeSlots free = new FreeSlots(1);

    @Actor
    public void first(II_Result result) {
      result.r1 = free.take();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = free.take();
    }
  }

  /** Whoever takes a slot sees what its last holder wrote. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "Not given back yet.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Taken with what was written.")
  @State
  public static class GivenBack {
    private final FreeSlots free = new FreeSlots(1);
    private int written;

    public GivenBack() {
      free.take();
    }

    @Actor
    public void giveBack() {
      written = 1;
      free.put(0);
    }

    @Actor
    public void take(I_Result result) {
      result.r1 = free.take() == FreeSlots.NONE ? -1 : written;
    }
  }

  /**
   * One takes a slot while the other takes two and gives them back in the other order: all three
   * are there afterwards, once each.
   */
  @JCStressTest
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "Each slot is free once.")
  @State
  public static class TakenMeanwhile {
    private final FreeSlots free = new FreeSlots(3);

    @Actor
    public void one() {
      free.put(free.take());
    }

    @Actor
    public void two() {
      int first = free.take();
      int second = free.take();
      free.put(first);
      free.put(second);
    }

    @Arbiter
    public void take(I_Result result) {
      for (int i = 0; i < 4; i++) {
        int slot = free.take();
        if (slot != FreeSlots.NONE) {
          result.r1 += 1 << slot;
        }
      }
    }
  }
}
