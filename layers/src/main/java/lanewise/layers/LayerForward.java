package lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;

/**
 * One layer that runs forward by itself, at inference, on the caller's buffers. A compiled program
 * runs layers without a description this way.
 *
 * <p>Not safe for concurrent use. {@link #run} allocates nothing.
 */
public final class LayerForward {
  private final Layer layer;
  private final LayerPass pass;

  private LayerForward(Layer layer, LayerPass pass) {
    this.layer = layer;
    this.pass = pass;
  }

  /**
   * Prepares a layer to run on fixed buffers.
   *
   * @param layer the layer
   * @param shapes the shape of one example of each input
   * @param maxRows the largest batch, at least 1
   * @param workers the threads that a batch may use
   * @param inputs an array for each input, with room for maxRows rows from index 0 on
   * @param output an array with room for maxRows rows of the output
   * @return the layer, ready to run
   * @throws lanewise.tensor.ShapeException if the layer cannot take such inputs
   */
  public static LayerForward of(
      Layer layer,
      List<Shape> shapes,
      int maxRows,
      Workers workers,
      List<float[]> inputs,
      float[] output) {
    List<Integer> sources = new ArrayList<>();
    List<float[]> scratch = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      sources.add(i);
    }
    for (int length : layer.scratch(shapes, maxRows)) {
      scratch.add(new float[length]);
    }
    Model.Node node =
        new Model.Node(layer.kind(), layer, sources, shapes, layer.outputShape(shapes));
    PassOptions options = PassOptions.inference(maxRows).withWorkers(workers);
    RandomStream random = RandomStream.of(0);
    return new LayerForward(
        layer,
        new LayerPass(
            options,
            random,
            node,
            List.copyOf(inputs),
            output,
            scratch,
            new float[0],
            List.of(),
            List.of()));
  }

  /**
   * Computes the output of the first rows.
   *
   * @param rows the number of rows, 1 to maxRows
   */
  public void run(int rows) {
    pass.rows(rows);
    layer.forward(pass);
  }
}
