package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.layers.Sequential;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("once")
@Timeout(1_800)
class LivePlanTest {
  private static final int ROWS = 16;

  private final InferencePlan[] plans = {
    Plans.mlp(10, 20, 30, 5), Plans.mlp(20, 20, 5), Plans.mlp(30, 20, 7, 9, 5)
  };
  private final float[] rows = Plans.gaussians(3, ROWS * 20);
  private final float[][][] answers =
      Arrays.stream(plans).map(plan -> Plans.answers(plan, rows)).toArray(float[][][]::new);

  @Test
  void publishReturnsThePlanBefore() {
    LivePlan live = LivePlan.of(plans[0]);
    assertThat(live.current()).isSameAs(plans[0]);
    assertThat(live.inputSize()).isEqualTo(20);
    assertThat(live.outputSize()).isEqualTo(5);
    assertThat(live.labels()).isEmpty();

    assertThat(live.publish(plans[1])).isSameAs(plans[0]);
    assertThat(live.publish(plans[1])).isSameAs(plans[1]);
    assertThat(live.current()).isSameAs(plans[1]);
    float[] out = new float[7];
    live.predict(rows, 40, out, 2);
    assertThat(Arrays.copyOfRange(out, 2, 7)).containsExactly(answers[1][2]);
  }

  @Test
  void everyFormIsThatOfThePlan() {
    LivePlan live = LivePlan.of(plans[2]);
    float[] expected = new float[ROWS * 5];
    float[] out = new float[ROWS * 5];

    assertThat(live.top1(rows, 60)).isEqualTo(plans[2].top1(rows, 60));
    plans[2].probabilities(rows, 20, expected, 3);
    live.probabilities(rows, 20, out, 3);
    assertThat(out).containsExactly(expected);
    plans[2].probabilities(ROWS - 1, rows, 20, expected, 5);
    live.probabilities(ROWS - 1, rows, 20, out, 5);
    assertThat(out).containsExactly(expected);
  }

  @Test
  void refusesOtherSizesAndLabels() {
    LivePlan live = LivePlan.of(plans[0]);
    assertThatThrownBy(() -> live.publish(Plans.mlp(1, 21, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "publish: the new plan takes 21 values and gives 5, the live one takes 20 and gives 5");
    assertThatThrownBy(() -> live.publish(Plans.mlp(1, 20, 6)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "publish: the new plan takes 20 values and gives 6, the live one takes 20 and gives 5");
    assertThat(live.current()).isSameAs(plans[0]);

    InferencePlan named = classifier("a", "b").plan();
    LivePlan classes = LivePlan.of(named);
    assertThat(classes.labels()).containsExactly("a", "b");
    assertThatThrownBy(() -> classes.publish(classifier("b", "a").plan()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("publish: the labels of the new plan are [b, a], those of the live one [a, b]");
    assertThat(classes.current()).isSameAs(named);
    classes.publish(classifier("a", "b").plan());
  }

  private static Classifier classifier(String... labels) {
    return Classifier.of(
        Sequential.of(2, Dense.of(2, 2)), FeatureScaler.identity(2), List.of(labels), Map.of());
  }

  @Test
  void everyCallUnderLoadIsWhollyOneOfThePlans() throws Exception {
    LivePlan live = LivePlan.of(plans[0]);
    AtomicInteger swaps = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    Crowd publisher = publishUntil(done, live, swaps);
    Crowd callers =
        Crowd.ofPlatformThreads(
            8,
            n -> {
              float[] out = new float[ROWS * 5];
              for (int i = 0; i < 3000 || swaps.get() < 20; i++) {
                live.predict(ROWS, rows, 0, out, 0);
                int plan = planOf(0, Arrays.copyOf(out, 5));
                for (int row = 1; row < ROWS; row++) {
                  assertThat(Arrays.copyOfRange(out, row * 5, row * 5 + 5))
                      .containsExactly(answers[plan][row]);
                }
              }
            });
    callers.join();
    done.set(true);
    publisher.join();
  }

  @Test
  void everyRowOfABatcherUnderLoadIsOneOfThePlans() throws Exception {
    LivePlan live = LivePlan.of(plans[0]);
    AtomicInteger swaps = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger[] seen = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
    try (MicroBatcher batcher = MicroBatcher.of(live, new BatchSettings(8, 0, 500, 2))) {
      Crowd publisher = publishUntil(done, live, swaps);
      Crowd callers =
          Crowd.ofVirtualThreads(
              400,
              n -> {
                float[] out = new float[5];
                for (int i = 0; i < 30 || swaps.get() < 20; i++) {
                  int row = (n + i) % ROWS;
                  batcher.predict(rows, row * 20, out, 0);
                  seen[planOf(row, out)].incrementAndGet();
                }
              });
      callers.join();
      done.set(true);
      publisher.join();
    }
    assertThat(seen).allSatisfy(count -> assertThat(count.get()).isPositive());
  }

  private Crowd publishUntil(AtomicBoolean done, LivePlan live, AtomicInteger swaps) {
    return Crowd.ofPlatformThreads(
        1,
        n -> {
          for (int i = 0; !done.get(); i++) {
            assertThat(live.publish(plans[(i + 1) % 3])).isSameAs(plans[i % 3]);
            swaps.incrementAndGet();
            Thread.sleep(2);
          }
        });
  }

  /** Which plan the answer is of. */
  private int planOf(int row, float[] answer) {
    for (int plan = 0; plan < plans.length; plan++) {
      if (Arrays.equals(answers[plan][row], answer)) {
        return plan;
      }
    }
    throw new AssertionError("no plan answers row " + row + " by " + Arrays.toString(answer));
  }
}
