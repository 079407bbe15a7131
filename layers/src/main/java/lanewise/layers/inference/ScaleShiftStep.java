package lanewise.layers.inference;

import java.util.List;
import lanewise.layers.Lowering.ScaleShift;
import lanewise.tensor.Shape;

/** {@code y = scale x + shift} by channel, in double precision, rounded once. */
final class ScaleShiftStep implements Step {
  private final List<String> kinds;
  private final ScaleShift by;

  ScaleShiftStep(List<String> kinds, ScaleShift by) {
    this.kinds = kinds;
    this.by = by;
  }

  @Override
  public List<String> kinds() {
    return kinds;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public Bound bind(StepBuffers buffers) {
    return new Run(by, buffers);
  }

  @Override
  public long weightBytes() {
    return 2L * Double.BYTES * by.channels();
  }

  private record Run(ScaleShift by, StepBuffers buffers) implements Bound {
    @Override
    public void run(int rows) {
      float[] x = buffers.input(0);
      float[] y = buffers.output();
      int n = rows * buffers.outputShape().size();
      int channels = by.channels();
      int run = by.run();
      for (int start = 0; start < n; start += channels * run) {
        for (int c = 0; c < channels; c++) {
          double scale = by.scale(c);
          double shift = by.shift(c);
          int from = start + c * run;
          for (int i = from; i < from + run; i++) {
            y[i] = (float) (x[i] * scale + shift);
          }
        }
      }
    }
  }
}
