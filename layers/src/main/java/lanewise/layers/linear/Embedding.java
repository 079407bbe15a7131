package lanewise.layers.linear;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Parameter;
import lanewise.layers.ParameterBudget;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;

/**
 * A learned vector for each id of a vocabulary.
 *
 * <pre>
 *   id [B, …]   W [V, D]   y [B, …, D]
 *   y[r] = W[id[r]]     gradW[v] = sum of gradY[r] where id[r] = v, in the order of the rows
 *   gradId = 0
 * </pre>
 *
 * <p>Ids are floats with whole values from 0 to V - 1, because inputs of a model are floats; other
 * values are refused. Floats represent every whole number up to 2^24, which is the largest V.
 *
 * <p>Random initialization uses D as the fan-in and the fan-out, which gives vectors whose length
 * does not grow with D; PyTorch draws every weight from the normal distribution of variance 1,
 * which gives a length of sqrt(D). There is no padding index and no sparse gradient.
 *
 * <p>Source: Bengio et al., "A neural probabilistic language model", 2003.
 */
public final class Embedding implements Layer {
  /** The kind in model files. */
  public static final String KIND = "embedding";

  private static final int MOST_IDS = 1 << 24;

  private final int vocabulary;
  private final int dimension;
  private final Parameter weight;

  private Embedding(Parameter weight) {
    Shape shape = weight.value().shape();
    if (shape.rank() != 2) {
      throw new ShapeException(
          "embedding: the parameter %s is %s: vectors are [vocabulary, dimension]"
              .formatted(weight.name(), shape));
    }
    checkSizes(shape.dim(0), shape.dim(1));
    this.vocabulary = shape.dim(0);
    this.dimension = shape.dim(1);
    this.weight = weight;
  }

  private static void checkSizes(int vocabulary, int dimension) {
    if (vocabulary < 1 || vocabulary > MOST_IDS || dimension < 1) {
      throw new IllegalArgumentException(
          "embedding: a vocabulary of %s in dimension %s: both must be at least 1, the first at most %s"
              .formatted(vocabulary, dimension, MOST_IDS));
    }
  }

  /**
   * A layer with vectors of 0.
   *
   * @param vocabulary the number of ids V, at most 2^24
   * @param dimension the dimension D of each vector
   * @return a new layer
   * @throws IllegalArgumentException if a size is out of range
   */
  public static Embedding of(int vocabulary, int dimension) {
    checkSizes(vocabulary, dimension);
    return new Embedding(
        Parameter.weight("weight", Tensor.zeros(vocabulary, dimension), dimension, dimension));
  }

  /**
   * A layer that holds the given vectors, so that it may share them with other layers.
   *
   * @param weight W [vocabulary, dimension]
   * @return a new layer
   * @throws ShapeException if the parameter is not a matrix
   * @throws IllegalArgumentException if a size is out of range
   */
  public static Embedding of(Parameter weight) {
    return new Embedding(weight);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @param budget the budget of the file's layers, from which the parameters are taken
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range, or the budget does not suffice
   */
  public static Embedding read(JsonCursor config, ParameterBudget budget) {
    config.requireKeys("vocabulary", "dimension");
    budget.take((long) config.get("vocabulary").asInt() * config.get("dimension").asInt());
    return of(config.get("vocabulary").asInt(), config.get("dimension").asInt());
  }

  /**
   * The vectors W.
   *
   * @return [V, D]
   */
  public Parameter weight() {
    return weight;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("vocabulary", vocabulary).put("dimension", dimension).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape ids = InputShapes.only(KIND, inputs);
    int[] dims = Arrays.copyOf(ids.toArray(), ids.rank() + 1);
    dims[ids.rank()] = dimension;
    return Shape.of(dims);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  @Override
  public Layer withParameters(List<Parameter> parameters) {
    return new Embedding(parameters.get(0).requireShape(KIND, weight.value().shape()));
  }

  /** Returns 0: values are only copied. */
  @Override
  public long flops(List<Shape> inputs) {
    return 0;
  }

  /**
   * Looks up the vectors.
   *
   * @throws InvalidIdException if a value is not an id; the message names the layer and the row
   */
  @Override
  public void forward(LayerPass pass) {
    float[] ids = pass.input(0);
    int n = pass.rows() * pass.inputSize(0);
    for (int i = 0; i < n; i++) {
      int id = (int) ids[i];
      if (id < 0 || id >= vocabulary || id != ids[i]) {
        int size = pass.inputSize(0);
        throw new InvalidIdException(pass.name(), i / size, i % size, ids[i], vocabulary);
      }
      System.arraycopy(weight.values(), id * dimension, pass.output(), i * dimension, dimension);
    }
  }

  @Override
  public void backward(LayerPass pass) {
    float[] ids = pass.input(0);
    float[] gradY = pass.gradOutput();
    float[] gradW = pass.gradParameter(0);
    int n = pass.rows() * pass.inputSize(0);
    Arrays.fill(gradW, 0, vocabulary * dimension, 0);
    for (int i = 0; i < n; i++) {
      int row = ((int) ids[i]) * dimension;
      for (int d = 0; d < dimension; d++) {
        gradW[row + d] += gradY[i * dimension + d];
      }
    }
    float[] gradIds = pass.gradInput(0);
    if (gradIds != null) {
      Arrays.fill(gradIds, 0, n, 0);
    }
  }

  /** Rounds the ids, so that a small change of one changes nothing. */
  @Override
  public void reference(ReferencePass pass) {
    double[] ids = pass.input(0);
    double[] w = pass.parameter(0);
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      int id = (int) Math.rint(ids[i / dimension]);
      y[i] = w[id * dimension + i % dimension];
    }
  }
}
