package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.data.Samples;
import lanewise.training.optimizer.Sgd;
import lanewise.training.schedule.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of several batches: the same as steps of batches that are as many times as long. */
final class AccumulationTest {
  /** With batches of 4 in groups of 3 the steps of an epoch have 12, 12 and 10 rows. */
  private static final int ROWS = 34;

  private static Trainer trainer(Loss loss, int batch, double rate) {
    return Trainer.of(
        new TrainingConfig(3, batch, 11, EarlyStopping.patience(9)), loss, new Sgd(rate, 0.9));
  }

  private static List<float[]> trained(Trainer trainer, Samples rows) {
    Model model = Fixtures.mlp(5, 5, 8, 3);
    TrainingRun run = trainer.start(model, rows, rows);
    boolean more = true;
    while (more) {
      more = run.step();
    }
    assertThat(run.state().steps()).isEqualTo(9);
    return Fixtures.weights(model);
  }

  private static void assertSameSteps(Loss loss, Samples rows, double rate) {
    List<float[]> accumulated = trained(trainer(loss, 4, rate).withAccumulation(3), rows);
    List<float[]> whole = trained(trainer(loss, 12, rate), rows);
    float[] start = Fixtures.weights(Fixtures.mlp(5, 5, 8, 3)).getFirst();
    double moved = 0;
    for (int p = 0; p < whole.size(); p++) {
      for (int i = 0; i < whole.get(p).length; i++) {
        assertThat(accumulated.get(p)[i]).isCloseTo(whole.get(p)[i], within(1e-5f));
        moved = Math.max(moved, p == 0 ? Math.abs(whole.get(p)[i] - start[i]) : 0);
      }
    }
    assertThat(moved).isGreaterThan(0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"MEAN", "SUM"})
  void severalBatchesAreOne(Reduction reduction) {
    Samples rows = Fixtures.gaussians(1, ROWS, 5, 3);
    double rate = reduction == Reduction.SUM ? 0.05 / 12 : 0.05;
    assertSameSteps(SoftmaxCrossEntropy.of().withReduction(reduction), rows, rate);
  }

  @Test
  void rowsCountByTheirWeights() {
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      weights[i] = 1 + i % 5;
    }
    assertSameSteps(
        SoftmaxCrossEntropy.of(), Fixtures.gaussians(1, ROWS, 5, 3).weighted(weights), 0.05);
  }

  /** Three groups an epoch, of three, three and two batches and what is left. */
  @Test
  void schedulesCountSteps() {
    List<String> seen = new ArrayList<>();
    Samples rows = Fixtures.gaussians(1, ROWS, 5, 3);
    trainer(SoftmaxCrossEntropy.of(), 4, 0.05)
        .withAccumulation(4)
        .withSchedule(
            (progress, memory) -> {
              String now = describe(progress);
              if (seen.isEmpty() || !seen.getLast().equals(now)) {
                seen.add(now);
              }
              return 1;
            })
        .fit(Fixtures.mlp(5, 5, 3), rows, rows);
    assertThat(seen)
        .containsExactly(
            "0 in 0", "1 in 0", "2 in 0", "3 in 1", "4 in 1", "5 in 1", "6 in 2", "7 in 2",
            "8 in 2");
  }

  private static String describe(Progress progress) {
    assertThat(progress.stepsPerEpoch()).isEqualTo(3);
    assertThat(progress.totalSteps()).isEqualTo(9);
    return progress.steps() + " in " + progress.epoch();
  }

  @Test
  void refusesStepsWithoutBatches() {
    Trainer trainer = trainer(SoftmaxCrossEntropy.of(), 4, 0.05);
    assertThatThrownBy(() -> trainer.withAccumulation(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainer: 0 batches in a step: use at least 1");
  }
}
