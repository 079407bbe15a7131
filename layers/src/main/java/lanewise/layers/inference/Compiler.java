package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.layers.Layer;
import lanewise.layers.Lowering;
import lanewise.layers.Lowering.Affine;
import lanewise.layers.Lowering.Elementwise;
import lanewise.layers.Lowering.Opaque;
import lanewise.layers.Lowering.PassThrough;
import lanewise.layers.Lowering.ScaleShift;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.blas.Fused;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a model to a {@link Program}, guided by its layers' descriptions:
 *
 * <pre>
 *   1. remove layers that pass their input through
 *   2. fold a scale and shift into the product before or after it, in double precision;
 *      fuse a function into the product before it
 *   3. pack the weights of products; copy the parameters of the layers that run themselves
 * </pre>
 *
 * <p>Two nodes are merged only if the value between them has no other reader and is not an output
 * of the model. The result has the name of the later node, so that outputs keep theirs. Nothing is
 * folded into weights that several nodes share: each would need a copy of its own, and the file of
 * a model with many such nodes is small.
 *
 * <p>The code avoids streams and lambdas, because it runs between the start of a program and its
 * first answer.
 */
final class Compiler {
  /** The inputs of the model, then its nodes. */
  private final List<Draft> all = new ArrayList<>();

  private final WeightPrecision precision;
  private final IdentityHashMap<Parameter, Parameter> copies = new IdentityHashMap<>();

  /**
   * The steps of products with nothing folded in, so that nodes of one weight share its packing.
   */
  private final Map<ProductKey, Step> products = new HashMap<>();

  /** The descriptions of layers, one for all nodes of a layer that have the same inputs. */
  private final IdentityHashMap<Layer, Described> described = new IdentityHashMap<>();

  /** A layer's description of itself for some inputs. */
  private record Described(List<Shape> inputs, Lowering lowering) {}

  /** The products of weights that several nodes share. */
  private final IdentityHashMap<Affine, ProductWeights> shared = new IdentityHashMap<>();

  /** For the weight of each product, whether several nodes share it. */
  private final IdentityHashMap<Tensor, Boolean> isShared = new IdentityHashMap<>();

  /**
   * What two products have in common that are one step. Tensors are equal only where they are the
   * same object.
   */
  private record ProductKey(
      Tensor weight, @Nullable Tensor bias, @Nullable UnaryOp function, List<String> kinds) {
    // The first equals that a JVM makes for a record takes some milliseconds.
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof ProductKey other
          && weight.equals(other.weight)
          && Objects.equals(bias, other.bias)
          && function == other.function
          && kinds.equals(other.kinds);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * weight.hashCode() + Objects.hashCode(bias)) + Objects.hashCode(function);
    }
  }

  private Compiler(Model model, WeightPrecision precision) {
    this.precision = precision;
    Map<String, Draft> named = new HashMap<>();
    for (Map.Entry<String, Shape> input : model.inputShapes().entrySet()) {
      add(new Draft(input.getKey(), input.getValue(), null, List.of(), new Opaque()), named);
    }
    for (Model.Node node : model.nodes()) {
      Layer layer = node.layer();
      Lowering lowering = lowering(node);
      requireFit(node, lowering);
      if (lowering instanceof Affine affine) {
        isShared.put(affine.weight(), isShared.containsKey(affine.weight()));
      }
      Draft draft = new Draft(node.name(), node.shape(), layer, node.inputShapes(), lowering);
      for (int source : node.sources()) {
        draft.sources.add(all.get(source));
        all.get(source).readers++;
      }
      add(draft, named);
    }
    for (String output : model.outputShapes().keySet()) {
      Draft shown = named.get(output);
      if (shown != null) {
        shown.shown = true;
      }
    }
  }

  /** The description of a node's layer, which may take much more memory than the node. */
  private Lowering lowering(Model.Node node) {
    Described before = described.get(node.layer());
    if (before != null && before.inputs.equals(node.inputShapes())) {
      return before.lowering;
    }
    Lowering lowering = node.layer().lowering(node.inputShapes());
    described.put(node.layer(), new Described(node.inputShapes(), lowering));
    return lowering;
  }

  /** Refuses a layer that describes itself as what it cannot be. */
  private static void requireFit(Model.Node node, Lowering lowering) {
    Shape input = node.inputShapes().getFirst();
    boolean fits = node.inputShapes().size() == 1;
    if (lowering instanceof Opaque) {
      fits = true;
    } else if (lowering instanceof Affine affine) {
      fits &=
          input.rank() > 0
              && input.dim(-1) == affine.weight().shape().dim(1)
              && node.shape().dim(-1) == affine.weight().shape().dim(0);
    } else {
      fits &= input.size() == node.shape().size();
    }
    if (lowering instanceof ScaleShift by) {
      fits &= input.size() % ((long) by.run() * by.channels()) == 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "inference: node %s: the lowering of %s does not fit inputs %s and output %s"
              .formatted(node.name(), node.layer().kind(), node.inputShapes(), node.shape()));
    }
  }

  private void add(Draft draft, Map<String, Draft> named) {
    all.add(draft);
    named.put(draft.name, draft);
  }

  static Program compile(Model model, WeightPrecision precision) {
    Compiler compiler = new Compiler(model, precision);
    for (Draft node : compiler.all) {
      if (node.lowering instanceof PassThrough) {
        leaveOut(node);
      }
    }
    for (Draft node : compiler.all) {
      if (node.merged == null) {
        compiler.merge(node);
      }
    }
    return compiler.build(model);
  }

  private static void leaveOut(Draft node) {
    Draft source = node.source();
    if (!node.shown) {
      source.readers += node.readers - 1;
      node.merged = source;
    } else if (source.isBetween()) {
      source.absorb(node);
    }
  }

  private ProductWeights weights(Affine affine) {
    if (!Boolean.TRUE.equals(isShared.get(affine.weight()))) {
      return new ProductWeights(affine, true);
    }
    ProductWeights weights = shared.get(affine);
    if (weights == null) {
      weights = new ProductWeights(affine, false);
      shared.put(affine, weights);
    }
    return weights;
  }

  private void merge(Draft node) {
    if (node.lowering instanceof Affine affine) {
      node.product = weights(affine);
      Draft source = node.source();
      if (source.isBetween()
          && source.lowering instanceof ScaleShift by
          && node.product.scaleInputs(by)) {
        node.kinds.addAll(0, source.kinds);
        node.sources = source.sources;
        source.merged = node;
      }
    } else if (node.lowering instanceof ScaleShift by) {
      ProductWeights product = node.source().openProduct();
      if (product != null && product.scaleOutputs(by)) {
        node.source().absorb(node);
      }
    } else if (node.lowering instanceof Elementwise elementwise
        && node.source().openProduct() != null) {
      node.source().function = kernel(elementwise.function());
      node.source().absorb(node);
    }
  }

  private static @Nullable UnaryOp kernel(Fused function) {
    return switch (function) {
      case NONE -> null;
      case RELU -> UnaryOp.RELU;
      case SIGMOID -> UnaryOp.SIGMOID;
      case TANH -> UnaryOp.TANH;
      case GELU -> UnaryOp.GELU;
      case GELU_TANH -> UnaryOp.GELU_TANH;
      case SILU -> UnaryOp.SILU;
      case SOFTPLUS -> UnaryOp.SOFTPLUS;
    };
  }

  private Program build(Model model) {
    Program.Builder program = Program.builder();
    for (Draft node : all) {
      if (node.merged != null) {
        continue;
      }
      if (node.layer == null) {
        program.input(node.name, node.shape);
        continue;
      }
      List<Integer> sources = new ArrayList<>();
      for (Draft source : node.sources) {
        sources.add(program.source(source.current().name));
      }
      // Removed layers changed at most the shape: the values are those of the source.
      program.append(node.name, step(node, node.layer), sources, node.inputShapes, node.shape);
    }
    return program.build(model.outputShapes().keySet().toArray(new String[0]));
  }

  private Step step(Draft node, Layer layer) {
    List<String> kinds = List.copyOf(node.kinds);
    if (node.product != null) {
      try {
        return product(kinds, node, node.product);
      } catch (IllegalArgumentException notFinite) {
        throw new IllegalArgumentException(
            "inference: node %s: %s".formatted(node.name, notFinite.getMessage()), notFinite);
      }
    }
    if (node.lowering instanceof ScaleShift by) {
      return new ScaleShiftStep(kinds, by);
    }
    return layerStep(layer);
  }

  private Step product(List<String> kinds, Draft node, ProductWeights weights) {
    if (weights.isFolded() || !(node.lowering instanceof Affine affine)) {
      return new PackedProduct(kinds, weights, precision, node.function);
    }
    ProductKey key = new ProductKey(affine.weight(), affine.bias(), node.function, kinds);
    Step step = products.get(key);
    if (step == null) {
      step = new PackedProduct(kinds, weights, precision, node.function);
      products.put(key, step);
    }
    return step;
  }

  private Step layerStep(Layer layer) {
    List<Parameter> parameters = layer.parameters();
    if (parameters.isEmpty()) {
      return new LayerStep(layer);
    }
    List<Parameter> own = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Parameter copy = copies.get(parameter);
      if (copy == null) {
        copy = parameter.copy();
        copies.put(parameter, copy);
      }
      own.add(copy);
    }
    return new LayerStep(layer.withParameters(own));
  }

  /** A node under construction, or, without a layer, an input of the model. */
  private static final class Draft {
    String name;
    Shape shape;
    final @Nullable Layer layer;
    final Lowering lowering;
    final List<String> kinds = new ArrayList<>();
    final List<Shape> inputShapes;
    List<Draft> sources = new ArrayList<>();

    /** The weights, if the node is a product. */
    @Nullable ProductWeights product;

    /** The function that is applied to the product. */
    @Nullable UnaryOp function;

    /** The number of nodes that read this; one that reads it twice counts twice. */
    int readers;

    /** True if this is an output of the model. */
    boolean shown;

    /** The node that this has become part of. */
    @Nullable Draft merged;

    Draft(
        String name,
        Shape shape,
        @Nullable Layer layer,
        List<Shape> inputShapes,
        Lowering lowering) {
      this.name = name;
      this.shape = shape;
      this.layer = layer;
      this.inputShapes = inputShapes;
      this.lowering = lowering;
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

    /** Tests whether this is computed for one reader alone. */
    boolean isBetween() {
      return layer != null && readers == 1 && !shown;
    }

    /** Returns the weights of a product into which the next node can still be merged. */
    @Nullable ProductWeights openProduct() {
      return isBetween() && function == null ? product : null;
    }

    /** Merges this node with its only reader. */
    void absorb(Draft reader) {
      name = reader.name;
      shape = reader.shape;
      readers = reader.readers;
      shown = reader.shown;
      reader.merged = this;
      if (!(reader.lowering instanceof PassThrough)) {
        kinds.addAll(reader.kinds);
      }
    }
  }
}
