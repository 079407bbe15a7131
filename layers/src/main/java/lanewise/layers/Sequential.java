package lanewise.layers;

import java.util.List;
import lanewise.tensor.Shape;

/** Builds models that are a chain of layers. */
public final class Sequential {
  private Sequential() {}

  /**
   * A model in which each layer feeds the next.
   *
   * @param features the values of one example, the first layer's input
   * @param layers at least one, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take what the one before gives; the
   *     message names the node and both shapes
   * @throws IllegalArgumentException if there is no layer, or one twice
   */
  public static Model of(int features, Layer... layers) {
    return of(Shape.of(features), List.of(layers));
  }

  /**
   * A model in which each layer feeds the next.
   *
   * @param input the shape of one example
   * @param layers at least one, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take what the one before gives; the
   *     message names the node and both shapes
   * @throws IllegalArgumentException if there is no layer, or one twice
   */
  public static Model of(Shape input, Layer... layers) {
    return of(input, List.of(layers));
  }

  /**
   * A model in which each layer feeds the next.
   *
   * @param input the shape of one example
   * @param layers at least one, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take what the one before gives
   * @throws IllegalArgumentException if there is no layer, or one twice
   */
  public static Model of(Shape input, List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("model: needs at least one layer");
    }
    Graph graph = new Graph();
    String last = graph.input("input", input);
    for (Layer layer : layers) {
      last = graph.add(layer, last);
    }
    return graph.build(last);
  }
}
