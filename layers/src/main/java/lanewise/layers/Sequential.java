package lanewise.layers;

import java.util.List;
import lanewise.tensor.Shape;

/** Builds models that are chains of layers. */
public final class Sequential {
  private Sequential() {}

  /**
   * Builds a model in which each layer feeds the next.
   *
   * @param features the number of values of one example, the first layer's input
   * @param layers at least one layer, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take the output of the one before; the
   *     message names the node and both shapes
   * @throws IllegalArgumentException if there is no layer, or one appears twice
   */
  public static Model of(int features, Layer... layers) {
    return of(Shape.of(features), List.of(layers));
  }

  /**
   * Builds a model in which each layer feeds the next.
   *
   * @param input the shape of one example
   * @param layers at least one layer, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take the output of the one before; the
   *     message names the node and both shapes
   * @throws IllegalArgumentException if there is no layer, or one appears twice
   */
  public static Model of(Shape input, Layer... layers) {
    return of(input, List.of(layers));
  }

  /**
   * Builds a model in which each layer feeds the next.
   *
   * @param input the shape of one example
   * @param layers at least one layer, each object once
   * @return the model
   * @throws lanewise.tensor.ShapeException if a layer cannot take the output of the one before
   * @throws IllegalArgumentException if there is no layer, or one appears twice
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
