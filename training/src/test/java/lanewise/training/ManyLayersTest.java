package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lanewise.layers.Model;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.averaging.ExponentialMovingAverage;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.optimizer.Adam;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a run remembers is built in proportion to the layers. Counted are bytes, not time: whoever
 * copies all names for each of them, allocates them.
 */
@Tag("once")
final class ManyLayersTest {
  private static final int FEW = 250;
  private static final int TIMES = 8;

  /** Between the 8 of proportion and the 64 of its square. */
  private static final double MOST_GROWTH = 16;

  private static final Samples ROWS =
      ValueRows.of("rows", Tensor.of(Shape.of(2, 1), 1, 2), Tensor.of(Shape.of(2, 1), 0, 0));

  @Test
  void aRunAndItsStateGrowWithTheLayers() throws Exception {
    startSaveAndResume(FEW); // classes are loaded
    long few = startSaveAndResume(FEW);
    long many = startSaveAndResume(TIMES * FEW);
    assertThat((double) many / few)
        .as("%s bytes for %s layers, %s for %s", few, FEW, many, TIMES * FEW)
        .isLessThan(MOST_GROWTH);
  }

  /** Returns the bytes that it allocates. */
  private static long startSaveAndResume(int layers) throws Exception {
    Model model = model(layers);
    Trainer trainer =
        Trainer.of(
                new TrainingConfig(2, 1, 1, EarlyStopping.patience(9)),
                MeanSquaredError.of(),
                Adam.of(0.001))
            .withAccumulation(2)
            .withAveraging(ExponentialMovingAverage.of(0.9));
    long before = Fixtures.ownAllocatedBytes();
    TrainingRun run = trainer.start(model, ROWS, ROWS);
    run.step();
    TrainingState saved = TrainingState.fromBytes(run.state().toBytes(), "saved");
    assertThat(trainer.start(model, ROWS, ROWS).restore(saved).steps()).isEqualTo(run.steps());
    return Fixtures.ownAllocatedBytes() - before;
  }

  private static Model model(int layers) {
    int[] widths = new int[layers + 1];
    Arrays.fill(widths, 1);
    return Fixtures.mlp(1, widths);
  }
}
