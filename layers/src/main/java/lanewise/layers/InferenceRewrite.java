package lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model anew for inference, in three steps over its nodes:
 *
 * <pre>
 *   1. leave out what hands its input on: dropout, noise, changes of shape
 *   2. fold Dense -> BatchNorm and BatchNorm -> Dense into the weights, in double precision,
 *      fuse Dense -> ReLU and the like into the product
 *   3. pack the weights, copy the parameters of other layers
 * </pre>
 *
 * <p>Two nodes become one only where nothing else sees what is between them: no second reader and
 * no output of the model. What is left has the name of the later node, so that outputs keep theirs.
 *
 * <p>No streams and lambdas here: this runs between the start of a program and its first answer.
 */
final class InferenceRewrite {
  /** The inputs of the model, then its nodes. */
  private final List<Draft> all = new ArrayList<>();

  private InferenceRewrite(Model model) {
    for (Model.Input input : model.inputs()) {
      all.add(new Draft(input.name(), input.shape(), null, List.of()));
    }
    for (Model.Node node : model.nodes()) {
      Draft draft = new Draft(node.name(), node.shape(), node.layer(), node.inputShapes());
      for (int source : node.sources()) {
        draft.sources.add(all.get(source));
        all.get(source).readers++;
      }
      all.add(draft);
    }
    for (int output : model.outputs()) {
      all.get(output).shown = true;
    }
  }

  /** The same function of the inputs, its weights in the precision that is wished. */
  static Model of(Model model, WeightPrecision precision) {
    InferenceRewrite rewrite = new InferenceRewrite(model);
    for (Draft node : rewrite.all) {
      leaveOut(node);
    }
    for (Draft node : rewrite.all) {
      if (node.merged == null) {
        merge(node);
      }
    }
    return rewrite.build(model, precision);
  }

  private static void leaveOut(Draft node) {
    if (!handsOn(node.layer)) {
      return;
    }
    Draft source = node.source();
    if (!node.shown) {
      source.readers += node.readers - 1;
      node.merged = source;
    } else if (source.isBetween()) {
      source.absorb(node);
    }
  }

  private static boolean handsOn(@Nullable Layer layer) {
    return layer instanceof TrainingNoise || layer instanceof Flatten || layer instanceof Reshape;
  }

  private static void merge(Draft node) {
    if (node.layer instanceof Dense dense) {
      node.dense = new DenseWeights(dense);
      Draft source = node.source();
      if (source.norm != null && source.isBetween() && node.dense.scaleInputs(source.norm)) {
        node.kinds.addAll(0, source.kinds);
        node.sources = source.sources;
        source.merged = node;
      }
    } else if (node.layer instanceof BatchNorm batchNorm) {
      FoldedBatchNorm norm = batchNorm.folded(node.inputShapes.getFirst());
      DenseWeights dense = node.source().openProduct();
      if (dense != null && dense.scaleOutputs(norm)) {
        node.source().absorb(node);
      } else {
        node.norm = norm;
      }
    } else if (node.layer instanceof Activation activation) {
      UnaryOp function = activation.fusable();
      if (function != null && node.source().openProduct() != null) {
        node.source().activation = function;
        node.source().absorb(node);
      }
    }
  }

  private Model build(Model model, WeightPrecision precision) {
    List<Model.Node> nodes = new ArrayList<>();
    int number = 0;
    for (Draft node : all) {
      if (node.merged != null) {
        continue;
      }
      node.number = number++;
      if (node.layer != null) {
        List<Integer> sources = new ArrayList<>();
        for (Draft source : node.sources) {
          sources.add(source.current().number);
        }
        Layer layer = layer(node, node.layer, precision);
        nodes.add(new Model.Node(node.name, layer, sources, node.inputShapes, node.shape));
      }
    }
    List<Integer> outputs = new ArrayList<>();
    for (int output : model.outputs()) {
      outputs.add(all.get(output).current().number);
    }
    return Model.onlyForInference(model.inputs(), nodes, outputs);
  }

  private static Layer layer(Draft node, Layer layer, WeightPrecision precision) {
    if (node.dense != null) {
      String kinds = String.join(" + ", node.kinds);
      try {
        return new PackedDense(node.dense, kinds, precision, node.activation);
      } catch (IllegalArgumentException notFinite) {
        throw new IllegalArgumentException(
            "inference: node " + node.name + ": " + notFinite.getMessage(), notFinite);
      }
    }
    if (node.norm != null) {
      return node.norm;
    }
    Layer ready = layer.forInference();
    List<Parameter> parameters = ready.parameters();
    if (parameters.isEmpty()) {
      return ready;
    }
    List<Parameter> copies = new ArrayList<>();
    for (Parameter parameter : parameters) {
      copies.add(parameter.copy());
    }
    return ready.withParameters(copies);
  }

  /** A node under construction, or, without a layer, an input of the model. */
  private static final class Draft {
    String name;
    Shape shape;
    final @Nullable Layer layer;
    final List<String> kinds = new ArrayList<>();
    final List<Shape> inputShapes;
    List<Draft> sources = new ArrayList<>();

    /** What the node has become, where it is of that kind. */
    @Nullable DenseWeights dense;

    @Nullable UnaryOp activation;
    @Nullable FoldedBatchNorm norm;

    /** How many nodes read this, one that reads it twice counted twice. */
    int readers;

    /** Whether it is an output of the model. */
    boolean shown;

    /** The node that this has become part of. */
    @Nullable Draft merged;

    /** The place among the inputs and nodes that are left. */
    int number;

    Draft(String name, Shape shape, @Nullable Layer layer, List<Shape> inputShapes) {
      this.name = name;
      this.shape = shape;
      this.layer = layer;
      this.inputShapes = inputShapes;
      if (layer != null) {
        kinds.add(layer.kind());
      }
    }

    Draft current() {
      Draft draft = this;
      while (draft.merged != null) {
        draft = draft.merged;
      }
      return draft;
    }

    Draft source() {
      return sources.getFirst().current();
    }

    /** Whether it is computed for one reader alone. */
    boolean isBetween() {
      return layer != null && readers == 1 && !shown;
    }

    /** The weights of a product that can still take in what follows. */
    @Nullable DenseWeights openProduct() {
      return isBetween() && activation == null ? dense : null;
    }

    /** Becomes both nodes, this and its only reader. */
    void absorb(Draft reader) {
      name = reader.name;
      shape = reader.shape;
      readers = reader.readers;
      shown = reader.shown;
      reader.merged = this;
      if (!handsOn(reader.layer)) {
        kinds.addAll(reader.kinds);
      }
    }
  }
}
