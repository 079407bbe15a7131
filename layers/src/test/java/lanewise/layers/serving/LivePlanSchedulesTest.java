package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntSupplier;
import lanewise.faults.Schedules;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plans that are published while others are asked, in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class LivePlanSchedulesTest {
  private static final int IN = 3;
  private static final int OUT = 2;

  /** A live plan, what was published when, and what callers saw. */
  abstract static class Publications implements Schedules.Scenario {
    static final InferencePlan[] PLANS = new InferencePlan[7];
    static final float[] ROWS = Plans.gaussians(99, 2 * IN);
    static final float[][][] ANSWERS = new float[PLANS.length][][];

    static {
      Arrays.setAll(PLANS, i -> Plans.mlp(10L * i, IN, OUT));
      Arrays.setAll(ANSWERS, i -> Plans.answers(PLANS[i], ROWS));
    }

    /** What a caller got, and what had been published when it asked. */
    private record Answer(int caller, int plan, Set<Integer> published) {}

    final LivePlan live = LivePlan.of(PLANS[0]);
    private final int[] before = new int[PLANS.length];
    private final Set<Integer> begun = new HashSet<>(Set.of(0));
    private final Set<Integer> published = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();

    /** Publishes plans; each is published once, so the plans before them tell their order. */
    final void publish(int first, int last) {
      for (int plan = first; plan <= last; plan++) {
        begun.add(plan);
        before[plan] = number(live.publish(PLANS[plan]));
        published.add(plan);
      }
    }

    /** Asks a caller's question, which finds the number of the plan that answers it. */
    final void ask(int caller, IntSupplier question) {
      Set<Integer> publishedBefore = Set.copyOf(published);
      int plan = question.getAsInt();
      assertThat(begun).as("the plan was published").contains(plan);
      answers.add(new Answer(caller, plan, publishedBefore));
    }

    static int number(InferencePlan plan) {
      return Arrays.asList(PLANS).indexOf(plan);
    }

    /** The number of the plan that answers the row so. */
    static int number(int row, float... answer) {
      for (int plan = 0; plan < PLANS.length; plan++) {
        if (Arrays.equals(ANSWERS[plan][row], answer)) {
          return plan;
        }
      }
      throw new AssertionError("no plan answers " + Arrays.toString(answer));
    }

    @Override
    public void check() {
      List<Integer> order = new ArrayList<>();
      for (int plan = number(live.current()); plan != 0; plan = before[plan]) {
        order.addFirst(plan);
      }
      assertThat(order)
          .as("the plans in their order")
          .hasSameSizeAs(published)
          .doesNotHaveDuplicates();
      order.addFirst(0);
      int[] last = new int[PLANS.length];
      for (Answer answer : answers) {
        int at = order.indexOf(answer.plan);
        assertThat(at)
            .as("a caller sees an older plan")
            .isGreaterThanOrEqualTo(last[answer.caller]);
        last[answer.caller] = at;
        for (int plan : answer.published) {
          assertThat(at).as("a plan before the last").isGreaterThanOrEqualTo(order.indexOf(plan));
        }
      }
    }
  }

  /** Two who publish, one whose plan is refused, and two who ask. */
  static final class Direct extends Publications {
    private static final InferencePlan LARGER = Plans.mlp(1, IN + 1, OUT);

    @Override
    public List<Runnable> threads() {
      return List.of(
          () -> publish(1, 3), () -> publish(4, 6), this::refused, () -> call(0), () -> call(1));
    }

    private void refused() {
      assertThatThrownBy(() -> live.publish(LARGER)).isInstanceOf(ShapeException.class);
    }

    private void call(int caller) {
      for (int i = 0; i < 4; i++) {
        ask(
            caller,
            () ->
                switch (Schedules.draw(3)) {
                  case 0 -> number(live.current());
                  case 1 -> one();
                  default -> two();
                });
      }
    }

    private int one() {
      float[] out = new float[OUT];
      live.predict(ROWS, 0, out, 0);
      return number(0, out);
    }

    private int two() {
      float[] out = new float[2 * OUT];
      live.predict(2, ROWS, 0, out, 0);
      int plan = number(0, Arrays.copyOf(out, OUT));
      assertThat(number(1, Arrays.copyOfRange(out, OUT, 2 * OUT)))
          .as("two rows of a call, two plans")
          .isEqualTo(plan);
      return plan;
    }
  }

  @Test
  void everyCallIsAnsweredByOnePlanThatIsNotOld() throws Exception {
    Schedules.run(Direct.class, LivePlan.class);
  }

  /** The same through a batcher, which somebody closes. */
  static final class Batched extends Publications {
    private final MicroBatcher batcher =
        MicroBatcher.of(
            live,
            new BatchSettings(1 + Schedules.draw(3), Schedules.draw(2), 3, 1 + Schedules.draw(2)));

    @Override
    public List<Runnable> threads() {
      return List.of(() -> publish(1, 3), () -> call(0), () -> call(1), batcher::close);
    }

    private void call(int caller) {
      try {
        for (int i = 0; i < 3; i++) {
          float[] out = new float[OUT];
          int row = i & 1;
          ask(
              caller,
              () -> {
                try {
                  batcher.predict(ROWS, row * IN, out, 0);
                } catch (InterruptedException impossible) {
                  throw new AssertionError(impossible);
                }
                return number(row, out);
              });
        }
      } catch (RejectedExecutionException closed) {
        assertThat(closed).hasMessageContaining("closed");
      }
    }
  }

  @Test
  void aBatcherAsksTheCurrentPlan() throws Exception {
    Schedules.run(
        Batched.class, LivePlan.class, MicroBatcher.class, SlotQueue.class, FreeSlots.class);
  }
}
