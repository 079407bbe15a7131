package lanewise.cli.train;

import java.util.Arrays;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Concat;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Narrow;

/**
 * The part of a network that puts learnt vectors in the place of the indices of categories.
 *
 * @param node the node that has the features with the vectors
 * @param width the number of its values
 * @param columns the number of columns that have vectors, which are the first embeddings
 */
record CategoryVectors(String node, int width, int columns) {
  private static final int WIDEST = 64;

  /** Adds the part to a graph, if the features have indices; they are the last features. */
  static CategoryVectors addTo(Graph graph, String input, FeatureTransform transform) {
    if (!(transform instanceof ColumnTransformer columns) || columns.indexCount() == 0) {
      return new CategoryVectors(input, transform.outputSize(), 0);
    }
    int at = columns.outputSize() - columns.indexCount();
    String[] parts = new String[columns.indexCount() + (at > 0 ? 1 : 0)];
    int next = 0;
    if (at > 0) {
      parts[next++] = graph.add(Narrow.of(0, at), input);
    }
    int width = at;
    for (Column column : columns.columns()) {
      if (column instanceof Column.Categorical category
          && category.encoding() == Column.Encoding.INDEX) {
        int dimension = dimension(category.values().size());
        String id = graph.add(Narrow.of(at, at + 1), input);
        String vector = graph.add(Embedding.of(category.values().size() + 1, dimension), id);
        parts[next++] = graph.add(Flatten.of(), vector);
        width += dimension;
        at++;
      }
    }
    String node = parts.length == 1 ? parts[0] : graph.add(Concat.of(), parts);
    return new CategoryVectors(node, width, columns.indexCount());
  }

  /** 1.6 n^0.56, as fastai has it (Howard and Gugger, "fastai", 2020), at most 64. */
  private static int dimension(int values) {
    return (int) Math.min(WIDEST, Math.round(1.6 * StrictMath.pow(values, 0.56)));
  }

  /**
   * Sets the vectors of index 0 to 0. No training row has that index, so they stay there: a text
   * that nobody knows is all zeros.
   */
  void forgetUnknown(Model model) {
    int left = columns;
    for (Model.Node each : model.nodes()) {
      if (left > 0 && each.layer() instanceof Embedding embedding) {
        Parameter vectors = embedding.weight();
        Arrays.fill(vectors.values(), 0, vectors.value().shape().dim(1), 0);
        left--;
      }
    }
  }
}
