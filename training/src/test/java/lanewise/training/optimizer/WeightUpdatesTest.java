package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.Workers;
import lanewise.training.Fixtures;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Test;

/** How gradients become steps: who sees what, in which order, and what is remembered. */
final class WeightUpdatesTest {
  private final Model model = Fixtures.mlp(1, 3, 2);

  private Pass onesIn(Model any) {
    Pass pass = any.trainingPass(1, Workers.caller());
    for (Slot slot : any.slots()) {
      Arrays.fill(pass.gradient(slot.index()), 1);
    }
    return pass;
  }

  @Test
  void changesEveryTrainedParameterByItsOwnGradient() {
    WeightUpdates updates = WeightUpdates.of(new Sgd(1, 0), model);
    Pass pass = onesIn(model);
    Arrays.fill(pass.gradient(1), 2);
    float before = model.parameters().get("dense-1.weight").values()[0];
    assertThat(updates.steps()).isZero();
    updates.step(pass);
    assertThat(updates.steps()).isEqualTo(1);
    assertThat(model.parameters().get("dense-1.bias").values()).containsOnly(-2);
    assertThat(model.parameters().get("dense-1.weight").values()[0]).isEqualTo(before - 1);
  }

  @Test
  void leavesFrozenParametersAlone() {
    Model frozen = model.withFrozen(name -> name.equals("dense-1.weight"));
    List<float[]> before = Fixtures.weights(model);
    WeightUpdates.of(new Sgd(1, 0.5f), frozen).step(onesIn(frozen));
    assertThat(Fixtures.weights(model).getFirst()).containsExactly(before.getFirst());
    assertThat(model.parameters().get("dense-1.bias").values()).containsOnly(-1);
  }

  /** Notes what it is told, and what it told itself the step before. */
  private record Recorder(double learningRate, List<String> seen) implements Optimizer {
    @Override
    public Memory start(Slot slot) {
      return Memory.none().withFloats("last", -1).withLongs("size", slot.size());
    }

    @Override
    public void update(long step, double rate, Slot slot, float[] gradient, Memory memory) {
      seen.add(
          "%s, step %d, rate %s, gradient %s of %d, last %s"
              .formatted(
                  slot.name(),
                  step,
                  rate,
                  gradient[0],
                  memory.longs("size")[0],
                  memory.floats("last")[0]));
      memory.floats("last")[0] = step;
    }
  }

  /** Adds to all gradients how often it has been called. */
  private static final GradientTransform COUNTING =
      new GradientTransform() {
        @Override
        public Memory start(List<Slot> slots) {
          return Memory.none().withLongs("calls", 0);
        }

        @Override
        public void apply(List<Slot> slots, List<float[]> gradients, Memory memory) {
          long calls = ++memory.longs("calls")[0];
          gradients.forEach(gradient -> gradient[0] += calls);
        }
      };

  private static final GradientTransform DOUBLING =
      (slots, gradients, memory) -> gradients.forEach(gradient -> gradient[0] *= 2);

  @Test
  void runsTransformsInOrderThenTheOptimizerWithItsMemory() {
    Recorder recorder = new Recorder(0.5f, new ArrayList<>());
    WeightUpdates updates = WeightUpdates.of(recorder, List.of(COUNTING, DOUBLING), model);
    updates.step(onesIn(model));
    updates.step(onesIn(model), 0.25);
    assertThat(recorder.seen)
        .containsExactly(
            "dense-1.weight, step 1, rate 0.5, gradient 4.0 of 6, last -1.0",
            "dense-1.bias, step 1, rate 0.5, gradient 4.0 of 2, last -1.0",
            "dense-1.weight, step 2, rate 0.125, gradient 6.0 of 6, last 1.0",
            "dense-1.bias, step 2, rate 0.125, gradient 6.0 of 2, last 1.0");
  }

  @Test
  void remembersEverythingInItsMemory() {
    Recorder recorder = new Recorder(1, new ArrayList<>());
    WeightUpdates updates = WeightUpdates.of(recorder, List.of(COUNTING), model);
    assertThat(updates.memory().names())
        .containsExactly(
            "steps",
            "transform-1/calls",
            "dense-1.weight/last",
            "dense-1.weight/size",
            "dense-1.bias/last",
            "dense-1.bias/size");
    updates.step(onesIn(model));
    Memory saved = updates.memory().copy();
    updates.step(onesIn(model));
    String second = recorder.seen.getLast();
    updates.step(onesIn(model));
    updates.memory().set(saved);
    assertThat(updates.steps()).isEqualTo(1);
    updates.step(onesIn(model));
    assertThat(recorder.seen.getLast()).isEqualTo(second);
  }
}
