package lanewise.training.metric;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.layers.loss.Targets;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;

final class RankedScoresTest {
  @Test
  void refusesMoreScoresThanAnArrayHolds() {
    RankedScores scores = new RankedScores("average precision", OutputScale.LOGITS, 1 << 20);
    Targets targets = Targets.ofClasses(new int[0]);
    assertThatThrownBy(() -> scores.add(2049, new float[0], targets))
        .isExactlyInstanceOf(ShapeException.class)
        .hasMessage(
            "average precision: 2049 rows of 1048576 values are more than the 2^31 - 1 values of an"
                + " array: use fewer rows");
  }
}
