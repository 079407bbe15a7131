package lanewise.layers.noise;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.Copies;
import lanewise.layers.internal.InputShapes;
import lanewise.layers.internal.Room;
import lanewise.tensor.Shape;

/**
 * The common part of layers that change their input at random in training and pass it through at
 * inference: one setting, an output of the input's shape, and one buffer with a number for every
 * value.
 */
abstract class TrainingNoise implements Layer {
  private final String kind;
  private final String setting;
  private final double value;

  TrainingNoise(String kind, String setting, double value) {
    this.kind = kind;
    this.setting = setting;
    this.value = value;
  }

  static double checkRate(String kind, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          kind + ": a rate of " + rate + ": it must be at least 0 and below 1");
    }
    return rate;
  }

  /** Computes the output of a training batch from the input and random numbers. */
  abstract void forwardInTraining(LayerPass pass);

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final JsonObject config() {
    return JsonObject.builder().put(setting, value).build();
  }

  @Override
  public final Shape outputShape(List<Shape> inputs) {
    return InputShapes.only(kind, inputs);
  }

  @Override
  public final long flops(List<Shape> inputs) {
    return 0; // at inference
  }

  /** Requests one buffer with the random number of every value. */
  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(Room.values(kind(), maxRows, inputs.getFirst().size()));
  }

  @Override
  public final void forward(LayerPass pass) {
    if (pass.training()) {
      forwardInTraining(pass);
    } else {
      Copies.forward(pass);
    }
  }

  /** Multiplies the output's gradient by the buffer in training, value by value. */
  @Override
  public void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (!pass.training() || gradX == null) {
      Copies.backward(pass);
      return;
    }
    float[] gradY = pass.gradOutput();
    float[] mask = pass.scratch(0);
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      gradX[i] = gradY[i] * mask[i];
    }
  }

  @Override
  public final Lowering lowering(List<Shape> inputs) {
    return new Lowering.PassThrough();
  }
}
