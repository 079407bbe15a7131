package lanewise.layers.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.ParameterBudget;
import lanewise.layers.Slot;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonSize;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import lanewise.layers.format.Safetensors;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * A model as a safetensors file: the parameters by name as tensors, and one metadata entry {@value
 * #KEY} of JSON that says what they belong to.
 *
 * <pre>{@code
 * {"version":1,
 *  "inputs":[{"name":"input","shape":[64]}],
 *  "nodes":[{"name":"dense-1","kind":"dense","config":{"in":64,"out":128},"inputs":["input"]},…,
 *           {…,"shares":{"weight":"embedding-1.weight"}}],
 *  "outputs":["dense-2"],
 *  "scaler":{"mean":[…],"scale":[…]},
 *  "labels":["0",…],
 *  "provenance":{"data":"digits",…}}
 * }</pre>
 *
 * <p>The last three and some further entries belong to a model whose outputs have a meaning, see
 * {@link Meaning}; the file of a plain model does not have them.
 *
 * <p>A parameter that several nodes share is one tensor, named after the first of them; the other
 * nodes name it in {@code shares}.
 *
 * <p>A reader refuses unknown content by name. The digest of the file (see {@link Safetensors}) is
 * required. Before a layer's parameters are allocated, their size is checked against the size of
 * the tensors in the file, so reading takes memory in proportion to the file, whatever sizes it
 * claims.
 */
final class ModelFile {
  private static final String KEY = "lanewise.model";
  private static final int VERSION = 1;

  /**
   * The number of values that may be allocated beyond those of the file, so that a wrong size can
   * be reported exactly.
   */
  private static final long SPARE_VALUES = 1 << 20;

  /**
   * The number of times that the values of a file may be shared by layers of other kinds or
   * settings.
   */
  private static final int MOST_READERS = 16;

  private ModelFile() {}

  static Safetensors contents(SavedModel saved) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Slot slot : saved.model().slots()) {
      tensors.put(slot.name(), slot.parameter().value());
    }
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KEY, Json.write(describe(saved)));
    return new Safetensors(tensors, metadata);
  }

  private static JsonObject.Builder describe(Model model) {
    List<JsonValue> inputs = new ArrayList<>();
    model
        .inputShapes()
        .forEach(
            (name, shape) ->
                inputs.add(
                    JsonObject.builder().put("name", name).put("shape", dims(shape)).build()));
    return JsonObject.builder()
        .put("version", VERSION)
        .put("inputs", new JsonArray(inputs))
        .put("nodes", nodes(model))
        .put("outputs", texts(model.outputShapes().keySet()));
  }

  private static JsonObject describe(SavedModel saved) {
    JsonObject.Builder description = describe(saved.model());
    FeatureTransform transform = saved.transform();
    Task task = saved.task();
    if (transform != null && task != null) {
      Meaning.describe(transform, task, saved.provenance(), description);
    }
    return description.build();
  }

  private static JsonArray nodes(Model model) {
    List<JsonValue> nodes = new ArrayList<>();
    for (Model.Node node : model.nodes()) {
      JsonObject.Builder described =
          JsonObject.builder()
              .put("name", node.name())
              .put("kind", node.layer().kind())
              .put("config", node.layer().config())
              .put("inputs", texts(model.sourceNames(node)));
      JsonObject shares = shares(model, node);
      nodes.add((shares.members().isEmpty() ? described : described.put("shares", shares)).build());
    }
    return new JsonArray(nodes);
  }

  /** The parameters of a node that are stored under the name of an earlier node. */
  private static JsonObject shares(Model model, Model.Node node) {
    JsonObject.Builder shares = JsonObject.builder();
    List<Parameter> parameters = node.layer().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      String owner = model.slots().get(node.slots().get(i)).name();
      if (!owner.equals(node.name() + "." + parameters.get(i).name())) {
        shares.put(parameters.get(i).name(), owner);
      }
    }
    return shares.build();
  }

  static JsonArray texts(Collection<String> texts) {
    return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
  }

  private static JsonArray dims(Shape shape) {
    List<JsonValue> dims = new ArrayList<>();
    for (int dim : shape.toArray()) {
      dims.add(JsonNumber.of(dim));
    }
    return new JsonArray(dims);
  }

  /**
   * Reads a file. The code avoids lambdas, because a program that loads a model starts faster
   * without them.
   */
  static SavedModel read(Path file, LayerKinds kinds, ReadLimits limits) throws IOException {
    Safetensors contents = readVerified(file, limits);
    String description = contents.metadata().get(KEY);
    if (description == null) {
      throw notOurs(file);
    }
    limits.requireJson(
        file.toString(), "the model description", JsonSize.of(description), description.length());
    try {
      JsonCursor root = JsonCursor.of("model", Json.parse(description));
      Model model = model(root, contents, kinds);
      requireProportion(model, file, limits);
      return Meaning.read(root, model);
    } catch (JsonException | IllegalArgumentException | ArithmeticException wrong) {
      throw unreadable(file, wrong);
    }
  }

  /** Refuses a model whose layers give far more values for one example than its file explains. */
  private static void requireProportion(Model model, Path file, ReadLimits limits)
      throws IOException {
    long stored = Files.size(file);
    long bytes = 0;
    for (Shape shape : model.inputShapes().values()) {
      bytes += (long) Float.BYTES * shape.size();
    }
    limits.require(file.toString(), "one example of the inputs", bytes, stored);
    for (Model.Node node : model.nodes()) {
      bytes += (long) Float.BYTES * node.shape().size();
      String what = "one example in the model up to the node " + node.name();
      limits.require(file.toString(), what, bytes, stored);
    }
  }

  private static FormatException unreadable(Path file, RuntimeException wrong) {
    return new FormatException(file.toString(), String.valueOf(wrong.getMessage()), wrong);
  }

  private static Safetensors readVerified(Path file, ReadLimits limits) throws IOException {
    try {
      return Safetensors.read(file, Safetensors.Integrity.REQUIRED, limits);
    } catch (FormatException refused) {
      // Distinguishes a file of another tool, which has no digest, from a damaged one.
      if (!Safetensors.read(file).metadata().containsKey(KEY)) {
        throw notOurs(file);
      }
      throw refused;
    }
  }

  private static FormatException notOurs(Path file) {
    return new FormatException(
        file.toString(), "is not a model that lanewise wrote: metadata " + KEY + " is missing");
  }

  private static Model model(JsonCursor root, Safetensors contents, LayerKinds kinds) {
    int version = root.get("version").asInt();
    if (version != VERSION) {
      throw root.get("version")
          .error("version " + version + " is not known; this lanewise reads " + VERSION);
    }
    List<String> known = new ArrayList<>(List.of("version", "inputs", "nodes", "outputs"));
    known.addAll(Meaning.KEYS);
    root.requireKeys(known.toArray(new String[0]));
    Model model = structure(root, kinds, valueCount(contents));
    fill(model, contents, root);
    return model;
  }

  private static long valueCount(Safetensors contents) {
    long count = 0;
    for (Tensor tensor : contents.tensors().values()) {
      count += tensor.size();
    }
    return count;
  }

  /**
   * Builds the layers with parameters of 0, which are not much larger than the tensors of the file.
   */
  private static Model structure(JsonCursor root, LayerKinds kinds, long available) {
    Graph graph = new Graph();
    for (JsonCursor input : root.get("inputs").elements()) {
      input.requireKeys("name", "shape");
      graph.input(input.get("name").asString(), shape(input.get("shape")));
    }
    Nodes nodes = new Nodes(graph, kinds, available);
    for (JsonCursor node : root.get("nodes").elements()) {
      nodes.add(node);
    }
    return graph.build(strings(root.get("outputs")).toArray(new String[0]));
  }

  /** Adds the nodes of a file to a graph. */
  private static final class Nodes {
    private final Graph graph;
    private final LayerKinds kinds;

    /** The budget of the parameters that the file fills. */
    private final ParameterBudget filled;

    /** The budget of the initial parameters of sharing layers, which are replaced at once. */
    private final ParameterBudget replaced;

    private final Map<String, Parameter> parameters = new HashMap<>();
    private final IdentityHashMap<Parameter, Owner> owners = new IdentityHashMap<>();

    private record Owner(JsonCursor node, Layer layer) {}

    Nodes(Graph graph, LayerKinds kinds, long available) {
      this.graph = graph;
      this.kinds = kinds;
      this.filled = ParameterBudget.of(available, available + SPARE_VALUES);
      this.replaced = ParameterBudget.of(available, MOST_READERS * available + SPARE_VALUES);
    }

    void add(JsonCursor node) {
      node.requireKeys("name", "kind", "config", "inputs", "shares");
      String name = node.get("name").asString();
      String[] sources = strings(node.get("inputs")).toArray(new String[0]);
      SequencedMap<String, Parameter> shared = shared(node);
      JsonCursor twin = twin(node, shared);
      if (twin != null) {
        graph.addSharedNamed(name, twin.get("name").asString(), sources);
        return;
      }
      boolean shares = !shared.isEmpty();
      Layer layer = layer(node, kinds, shares ? replaced : filled);
      List<Parameter> own = new ArrayList<>();
      for (Parameter parameter : layer.parameters()) {
        Parameter of = shared.remove(parameter.name());
        own.add(of == null ? parameter : of);
      }
      if (!shared.isEmpty()) {
        throw node.error(
            "the layer has no parameter " + shared.firstEntry().getKey() + " to share");
      }
      Layer complete = shares ? layer.withParameters(own) : layer;
      for (Parameter parameter : own) {
        parameters.putIfAbsent(name + "." + parameter.name(), parameter);
        owners.putIfAbsent(parameter, new Owner(node, complete));
      }
      graph.addNamed(name, complete, sources);
    }

    /** The parameters of earlier nodes that a node shares, by its own names for them. */
    private SequencedMap<String, Parameter> shared(JsonCursor node) {
      SequencedMap<String, Parameter> shared = new LinkedHashMap<>();
      if (node.find("shares").isEmpty()) {
        return shared;
      }
      for (Map.Entry<String, JsonCursor> entry : node.get("shares").members().entrySet()) {
        Parameter of = parameters.get(entry.getValue().asString());
        if (of == null) {
          throw entry.getValue().error("no earlier node has that parameter");
        }
        shared.put(entry.getKey(), of);
      }
      return shared;
    }

    /** An earlier node with the same layer, all of whose parameters this one shares; or null. */
    private @Nullable JsonCursor twin(JsonCursor node, SequencedMap<String, Parameter> shared) {
      for (Parameter parameter : shared.values()) {
        Owner owner = owners.get(parameter);
        if (owner != null && isTwin(owner, node, shared)) {
          return owner.node;
        }
      }
      return null;
    }

    private static boolean isTwin(
        Owner owner, JsonCursor node, SequencedMap<String, Parameter> shared) {
      boolean alike =
          owner.node.get("kind").value().equals(node.get("kind").value())
              && owner.node.get("config").value().equals(node.get("config").value());
      for (Parameter parameter : owner.layer.parameters()) {
        alike = alike && parameter.equals(shared.get(parameter.name()));
      }
      return alike;
    }
  }

  private static Layer layer(JsonCursor node, LayerKinds kinds, ParameterBudget budget) {
    try {
      return kinds.read(node.get("kind").asString(), node.get("config"), budget);
    } catch (OutOfMemoryError tooLarge) {
      // Often one array of a size that the file names does not fit, and the JVM itself is sound.
      JsonException told = node.error("the layer needs more memory than is available");
      told.initCause(tooLarge);
      throw told;
    }
  }

  static List<String> strings(JsonCursor texts) {
    List<String> strings = new ArrayList<>();
    for (JsonCursor text : texts.elements()) {
      strings.add(text.asString());
    }
    return strings;
  }

  private static void fill(Model model, Safetensors contents, JsonCursor root) {
    Set<String> unread = new LinkedHashSet<>(contents.tensors().keySet());
    for (Slot slot : model.slots()) {
      Tensor tensor = contents.tensors().get(slot.name());
      Shape shape = slot.parameter().value().shape();
      if (tensor == null) {
        throw root.error("the tensor " + slot.name() + " " + shape + " is missing");
      }
      if (!tensor.shape().equals(shape)) {
        throw root.error("the tensor " + slot.name() + " is " + tensor.shape() + ", not " + shape);
      }
      tensor.copyTo(slot.parameter().values(), 0);
      unread.remove(slot.name());
    }
    for (String name : unread) {
      throw root.error("the tensor " + name + " belongs to no layer");
    }
  }

  private static Shape shape(JsonCursor dims) {
    List<JsonCursor> elements = dims.elements();
    int[] sizes = new int[elements.size()];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = elements.get(d).asInt();
    }
    return Shape.of(sizes);
  }
}
