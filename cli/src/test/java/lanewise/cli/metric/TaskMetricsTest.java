package lanewise.cli.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.R2;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which metrics suit a task. */
@Tag("once")
final class TaskMetricsTest {
  private static final Task PRICE =
      new Task.Regression(List.of("price"), TargetScaler.of(new float[] {100}, new float[] {10}));

  /** A search ranks its trials before any data is read, so before a class has a name. */
  @Test
  void knowsWhetherMoreIsBetter() {
    for (String name : List.of("accuracy", "f1-class-fault", "pr-auc-class-2", "top-5", "r2")) {
      assertThat(TaskMetrics.higherIsBetter(name)).as(name).isTrue();
    }
    for (String name : List.of("loss", "mae", "rmse", "log-loss", "ece")) {
      assertThat(TaskMetrics.higherIsBetter(name)).as(name).isFalse();
    }
  }

  @Test
  void errorsHaveUnitsAndTheLossHasNone() {
    TaskMetrics metrics = new TaskMetrics(PRICE, MeanSquaredError.of());
    for (String name : List.of("mae", "mse", "rmse")) {
      assertThat(metrics.find(name)).as(name).isInstanceOf(InDataUnits.class);
    }
    assertThat(metrics.find("r2")).isEqualTo(R2.of());
    assertThat(metrics.find("loss").name()).isEqualTo("loss");
    assertThat(metrics.find("loss")).isNotInstanceOf(InDataUnits.class);
  }

  @Test
  void namesTheClassesThereAre() {
    Task task = new Task.Classification(List.of("ok", "fault"));
    TaskMetrics metrics = new TaskMetrics(task, SoftmaxCrossEntropy.of());
    assertThat(metrics.find("auc-class-fault").name()).isEqualTo("auc-class-fault");
    assertThatThrownBy(() -> metrics.find("auc-class-2"))
        .isInstanceOf(InputException.class)
        .hasMessage("--metric auc-class-2: there is no class \"2\"; there are ok, fault");
    TaskMetrics ofNumbers = new TaskMetrics(PRICE, MeanSquaredError.of());
    assertThatThrownBy(() -> ofNumbers.find("f1-class-price"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--metric f1-class-price");
  }
}
