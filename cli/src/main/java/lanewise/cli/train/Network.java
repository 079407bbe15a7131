package lanewise.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.job.LayerSettings;
import lanewise.cli.job.NetworkSettings.DenseNetwork;
import lanewise.cli.job.NetworkSettings.LayerNetwork;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.Spelling;
import lanewise.cli.session.InputException;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.activation.PRelu;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.Shape;
import lanewise.training.initialization.Initializer;

/** Builds the model of a job. */
final class Network {
  /** The name by which layers read the features. */
  private static final String INPUT = "input";

  private final int outputs;
  private final Graph graph = new Graph();
  private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, Integer> unread = new LinkedHashMap<>();

  /** Its node is what layers read by the name of the input. */
  private final CategoryVectors vectors;

  private Network(FeatureTransform transform, int outputs) {
    this.outputs = outputs;
    String input = graph.input(INPUT, Shape.of(transform.outputSize()));
    this.vectors = CategoryVectors.addTo(graph, input, transform);
    shapes.put(INPUT, Shape.of(vectors.width()));
  }

  /**
   * Builds the model with its first weights.
   *
   * @throws InputException if the layers do not fit together or to the data, or the network would
   *     be too large
   */
  static Model build(Job job, PreparedData data) {
    try {
      return initialized(job, data);
    } catch (IllegalArgumentException pattern) {
      String message = String.valueOf(pattern.getMessage());
      String key = "initialization: ";
      throw new InputException(message.startsWith(key) ? message : key + message, pattern);
    }
  }

  private static Model initialized(Job job, PreparedData data) {
    Network network = new Network(data.transform(), data.outputCount());
    Model model =
        switch (job.model()) {
          case DenseNetwork dense -> network.dense(dense);
          case LayerNetwork layers -> network.of(layers.layers());
        };
    Initializer usual =
        switch (job.model()) {
          case DenseNetwork dense -> dense.activation().initializer();
          case LayerNetwork _ -> Initializer.heNormal();
        };
    job.initialization().of(usual).initialize(model, job.seed());
    network.vectors.forgetUnknown(model);
    return model;
  }

  private Model dense(DenseNetwork network) {
    String last = vectors.node();
    int width = shapeOfFeatures().size();
    try {
      for (int size : network.hidden().sizes()) {
        last = graph.add(Dense.of(width, size), last);
        last = graph.add(network.activation().newLayer(), last);
        width = size;
      }
      return graph.build(graph.add(Dense.of(width, outputs), last));
    } catch (IllegalArgumentException tooLarge) {
      throw new InputException(
          "--hidden " + network.hidden() + ": " + tooLarge.getMessage(), tooLarge);
    }
  }

  private Shape shapeOfFeatures() {
    return shapes.firstEntry().getValue();
  }

  private Model of(List<LayerSettings> layers) {
    String last = INPUT;
    for (int i = 0; i < layers.size(); i++) {
      last = add(layers.get(i), i, last);
    }
    unread.remove(last);
    if (!unread.isEmpty()) {
      int index = unread.values().iterator().next();
      throw error(
          layers.get(index), path(index), "no layer reads this one, and it is not the last");
    }
    LayerSettings end = layers.getLast();
    Shape shape = Objects.requireNonNull(shapes.get(last));
    if (!shape.equals(Shape.of(outputs))) {
      throw error(
          end,
          path(layers.size() - 1),
          "the last layer gives %s, but the data needs [%s]".formatted(shape, outputs));
    }
    return graph.build(last);
  }

  private static String path(int index) {
    return "model.layers." + index;
  }

  /** Adds a layer that reads those it names, or the one before it. */
  private String add(LayerSettings settings, int index, String before) {
    String path = path(index);
    List<String> sources = settings.inputs().isEmpty() ? List.of(before) : settings.inputs();
    List<Shape> inputs = new ArrayList<>();
    for (String source : sources) {
      inputs.add(shapeOf(source, settings, path));
      unread.remove(source);
    }
    try {
      JsonObject config = complete(settings, inputs.getFirst());
      Layer layer = LayerKinds.standard().read(settings.kind(), JsonCursor.of(path, config));
      Shape shape = layer.outputShape(inputs);
      String[] from =
          sources.stream().map(s -> s.equals(INPUT) ? vectors.node() : s).toArray(String[]::new);
      String name =
          settings.name() == null
              ? graph.add(layer, from)
              : graph.addNamed(settings.name(), layer, from);
      shapes.put(name, shape);
      unread.put(name, index);
      return name;
    } catch (IllegalArgumentException | JsonException wrong) {
      throw error(settings, path, String.valueOf(wrong.getMessage()));
    }
  }

  private Shape shapeOf(String source, LayerSettings settings, String path) {
    Shape shape = shapes.get(source);
    if (shape != null) {
      return shape;
    }
    String meant = Spelling.nearest(source, shapes.keySet());
    throw error(
        settings,
        path,
        "there is no layer %s before this one; %s"
            .formatted(
                source,
                meant == null
                    ? "there are " + Phrases.list(shapes.keySet())
                    : "is " + meant + " meant?"));
  }

  /** The settings with the sizes that follow from the input and the data. */
  private JsonObject complete(LayerSettings settings, Shape input) {
    JsonObject given = settings.config();
    JsonObject.Builder config = JsonObject.builder();
    given.members().forEach(config::put);
    switch (settings.kind()) {
      case Dense.KIND -> {
        config.put("in", input.rank() == 0 ? 1 : input.dim(-1));
        if (given.get("out") == null) {
          config.put("out", outputs);
        }
      }
      case BatchNorm.KIND, PRelu.KIND -> {
        if (given.get("channels") == null) {
          int axis = JsonCursor.of(settings.kind(), given).get("axis").asInt();
          config.put("channels", input.dim(input.axis(axis, settings.kind())));
        }
      }
      case LayerNorm.KIND -> {
        if (given.get("shape") == null) {
          long[] dims = Arrays.stream(input.toArray()).asLongStream().toArray();
          config.put("shape", JsonArray.of(dims));
        }
      }
      default -> {}
    }
    return config.build();
  }

  private static InputException error(LayerSettings layer, String path, String problem) {
    return new InputException(layer.origin().describe(path, layer.kind()) + ": " + problem);
  }
}
