package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerForward;
import lanewise.layers.Parameter;
import lanewise.tensor.Shape;

/** A layer that runs its own forward, with copied parameters that are not trained. */
final class LayerStep implements Step {
  private final Layer layer;

  LayerStep(Layer layer) {
    this.layer = layer;
  }

  @Override
  public List<String> kinds() {
    return List.of(layer.kind());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return layer.outputShape(inputs);
  }

  @Override
  public Bound bind(StepBuffers buffers) {
    List<Shape> shapes = new ArrayList<>();
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < buffers.inputCount(); i++) {
      shapes.add(buffers.inputShape(i));
      inputs.add(buffers.input(i));
    }
    return new Run(
        LayerForward.of(
            layer, shapes, buffers.maxRows(), buffers.workers(), inputs, buffers.output()));
  }

  @Override
  public long weightBytes() {
    long bytes = 0;
    for (Parameter parameter : layer.parameters()) {
      bytes += (long) Float.BYTES * parameter.value().size();
    }
    return bytes;
  }

  private record Run(LayerForward layer) implements Bound {
    @Override
    public void run(int rows) {
      layer.run(rows);
    }
  }
}
