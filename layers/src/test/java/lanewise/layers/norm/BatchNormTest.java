package lanewise.layers.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.PassOptions;
import lanewise.layers.ReferenceCases;
import lanewise.layers.Sequential;
import lanewise.layers.SingleLayer;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;

final class BatchNormTest {
  @Test
  void agreesWithTheReference() {
    for (JsonCursor each : ReferenceCases.group("batch_norm1d")) {
      String name = each.get("name").asString();
      JsonCursor attrs = each.get("attrs");
      int features = ReferenceCases.shape(each.get("weight")).dim(0);
      BatchNorm norm =
          BatchNorm.of(features, attrs.get("momentum").asDouble(), attrs.get("eps").asDouble());
      Networks.set(norm.weight(), ReferenceCases.floats(each.get("weight")));
      Networks.set(norm.bias(), ReferenceCases.floats(each.get("bias")));
      for (JsonCursor step : each.get("train").elements()) {
        int rows = ReferenceCases.shape(step.get("x")).dim(0);
        checkStep(name, SingleLayer.training(norm, rows, Shape.of(features)), step);
        Near.assertNear(
            name + " running mean",
            norm.runningMean().values(),
            ReferenceCases.doubles(step.get("running_mean")));
        Near.assertNear(
            name + " running var",
            norm.runningVar().values(),
            ReferenceCases.doubles(step.get("running_var")));
      }
      JsonCursor eval = each.get("eval");
      int rows = ReferenceCases.shape(eval.get("x")).dim(0);
      checkStep(name + " eval", SingleLayer.inference(norm, rows, Shape.of(features)), eval);
    }
  }

  private static void checkStep(String name, SingleLayer run, JsonCursor step) {
    float[] y = run.forward(ReferenceCases.floats(step.get("x")));
    Near.assertNear(name + " output", y, ReferenceCases.doubles(step.get("output")));
    run.backward(ReferenceCases.floats(step.get("dy")));
    JsonCursor grads = step.get("grads");
    Near.assertNear(name + " gradX", run.gradInput(0), ReferenceCases.doubles(grads.get("x")));
    Near.assertNear(
        name + " gradW", run.gradient("weight"), ReferenceCases.doubles(grads.get("weight")));
    Near.assertNear(
        name + " gradB", run.gradient("bias"), ReferenceCases.doubles(grads.get("bias")));
  }

  @Test
  void gathersStatisticsOverAllDimensionsButItsAxis() {
    float[] x = Networks.gaussians(4, 24);
    BatchNorm flat = BatchNorm.of(3);
    BatchNorm deep = BatchNorm.of(3).withAxis(-1);
    float[] y = SingleLayer.training(flat, 8, Shape.of(3)).forward(x);
    assertThat(SingleLayer.training(deep, 2, Shape.of(2, 2, 3)).forward(x)).containsExactly(y);
    assertThat(deep.runningVar().values()).containsExactly(flat.runningVar().values());
  }

  /** Channels first over a transposed batch give what channels last give, transposed. */
  @Test
  void takesChannelsOfImages() {
    int rows = 5;
    int channels = 3;
    int space = 4;
    float[] last = Networks.gaussians(6, rows * space * channels);
    float[] first = transposed(last, space, channels);
    float[] grad = Networks.gaussians(7, last.length);
    for (boolean training : new boolean[] {true, false}) {
      PassOptions options = training ? PassOptions.training(rows) : PassOptions.inference(rows);
      SingleLayer images =
          SingleLayer.of(options, BatchNorm.of(channels), Shape.of(channels, 2, 2));
      SingleLayer positions =
          SingleLayer.of(options, BatchNorm.of(channels).withAxis(-1), Shape.of(2, 2, channels));
      assertThat(images.forward(first))
          .containsExactly(transposed(positions.forward(last), space, channels));
      images.backward(transposed(grad, space, channels));
      positions.backward(grad);
      assertThat(images.gradInput(0))
          .containsExactly(transposed(positions.gradInput(0), space, channels));
      assertThat(images.gradient("weight")).containsExactly(positions.gradient("weight"));
    }
  }

  private static float[] transposed(float[] x, int space, int channels) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / (space * channels);
      int position = i / channels % space;
      y[(row * channels + i % channels) * space + position] = x[i];
    }
    return y;
  }

  /** One row of several positions has a variance, one of a single position has none. */
  @Test
  void refusesATrainingBatchWithoutVariance() {
    BatchNorm norm = BatchNorm.of(3);
    SingleLayer one = SingleLayer.training(norm, 1, Shape.of(3));
    assertThatThrownBy(() -> one.forward(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch-norm: a training batch of one row has no variance: "
                + "choose a batch size of 2 or more");
    assertThat(norm.runningVar().values()).containsExactly(1, 1, 1);
    BatchNorm features = norm.withAxis(-1);
    assertThat(SingleLayer.training(features, 1, Shape.of(2, 3)).forward(new float[6])).hasSize(6);
    assertThat(SingleLayer.inference(norm, 1, Shape.of(3)).forward(new float[3])).hasSize(3);
  }

  /** A float sum of these would lose the mean by far more than the deviation. */
  @Test
  void isExactFarFromZero() {
    float[] x = {1_000_000, 1_000_001, 1_000_001, 1_000_000};
    float[] y = SingleLayer.training(BatchNorm.of(1, 0.1, 1e-12), 4, Shape.of(1)).forward(x);
    Near.assertNear("y", y, new double[] {-1, 1, 1, -1});
  }

  /** Of two rows, gradX is what epsilon leaves of a difference: z must not be rounded before. */
  @Test
  void hasAnExactGradientOfTwoRows() {
    for (float gap = 0.5f; gap < 4; gap += 0.25f) {
      SingleLayer run = SingleLayer.training(BatchNorm.of(1, 0.1, 1e-5), 2, Shape.of(1));
      run.forward(new float[] {28, 28 + gap});
      run.backward(1.5f, -0.5f);
      double var = gap * gap / 4 + 1e-5;
      double expected = 1e-5 / (var * Math.sqrt(var));
      double[] gradient = {run.gradInput(0)[0] / expected, run.gradInput(0)[1] / expected};
      assertThat(gradient).containsExactly(new double[] {1, -1}, within(1e-5));
    }
  }

  @Test
  void statisticsAreSavedButNotTrained() {
    Model model = Sequential.of(3, Dense.withoutBias(3, 4), BatchNorm.of(4));
    assertThat(model.parameterCount()).isEqualTo(12 + 8);
    assertThat(model.parameters().keySet())
        .contains("batch-norm-1.running_mean", "batch-norm-1.running_var");
    assertThat(model.trainedParameters().keySet())
        .containsExactly("dense-1.weight", "batch-norm-1.weight", "batch-norm-1.bias");
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> BatchNorm.of(0)).hasMessage("batch-norm: 0 features: use at least 1");
    for (double momentum : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> BatchNorm.of(2, momentum, 1e-5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("batch-norm: a momentum of " + momentum);
    }
    for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> BatchNorm.of(2, 0.1, epsilon))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("batch-norm: an epsilon of " + epsilon);
    }
    assertThatThrownBy(() -> BatchNorm.of(4).outputShape(List.of(Shape.of(3, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("batch-norm [4]: input [3, 4] does not have 4 channels along axis 0");
  }
}
