package lanewise.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.layers.Classifier;
import lanewise.layers.FeatureScaler;
import lanewise.layers.Layer;
import lanewise.layers.Parameter;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lanewise inspect}. */
@Command(
    name = "inspect",
    sortOptions = false,
    header = "Show what is in a model file.",
    description =
        "%nPrints the layers with their shapes and parameters, the labels, the scaling of the"
            + " features, and where the model comes from.%n",
    footerHeading = "%nExample:%n",
    footer = "  lanewise inspect models/digits.safetensors")
final class InspectCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "MODEL", description = "A file that lanewise train has saved.")
  @SuppressWarnings("NullAway.Init")
  Path model;

  @Mixin CommonOptions common = new CommonOptions();

  InspectCommand(Session session) {
    this.session = session;
  }

  /** A layer in its place in the chain. */
  private record Step(String kind, String settings, Shape output, long parameters) {}

  @Override
  public Integer call() throws IOException {
    Classifier classifier = Classifier.load(model);
    List<Step> steps = steps(classifier);
    if (common.json) {
      JsonLine.print(session, object(classifier, steps));
    } else {
      print(session.out(), classifier, steps);
    }
    return ExitCode.OK;
  }

  private static List<Step> steps(Classifier classifier) {
    List<Step> steps = new ArrayList<>();
    Shape shape = classifier.model().inputShape();
    for (Layer layer : classifier.model().layers()) {
      shape = layer.outputShape(List.of(shape));
      long parameters = 0;
      for (Parameter parameter : layer.parameters()) {
        parameters += parameter.value().size();
      }
      steps.add(new Step(layer.kind(), Json.write(layer.config()), shape, parameters));
    }
    return steps;
  }

  private void print(PrintStream out, Classifier classifier, List<Step> steps) throws IOException {
    long parameters = classifier.model().parameterCount();
    fact(out, "Model", model.toString());
    fact(
        out,
        "Size",
        String.format(
            Locale.ROOT, "%,d bytes, %,d parameters of 4 bytes", Files.size(model), parameters));
    fact(out, "Weights", "sha256 " + classifier.weightsSha256());
    fact(out, "Features", classifier.featureCount() + ", " + scaling(classifier.scaler()));
    fact(out, "Labels", classifier.labels().size() + ": " + Lists.some(classifier.labels()));
    out.println();
    out.printf(Locale.ROOT, "%-14s  %-12s  %12s%n", "layer", "output", "parameters");
    out.printf(Locale.ROOT, "%-14s  %-12s  %12s%n", "input", classifier.model().inputShape(), "");
    for (Step step : steps) {
      out.printf(
          Locale.ROOT, "%-14s  %-12s  %,12d%n", step.kind(), step.output(), step.parameters());
    }
    out.println();
    for (Map.Entry<String, String> entry : classifier.provenance().entrySet()) {
      fact(out, entry.getKey(), Lists.excerpt(entry.getValue()));
    }
  }

  private static void fact(PrintStream out, String name, String value) {
    out.println(Facts.line(name, value));
  }

  /** One mean and deviation where all features share them, as the pixels of images do. */
  private static String scaling(FeatureScaler scaler) {
    float[] mean = scaler.mean();
    float[] scale = scaler.scale();
    for (int f = 1; f < mean.length; f++) {
      if (mean[f] != mean[0] || scale[f] != scale[0]) {
        return "each scaled by a mean and a deviation of its own";
      }
    }
    return "(x - " + mean[0] + ") * " + scale[0];
  }

  private JsonObject object(Classifier classifier, List<Step> steps) throws IOException {
    List<JsonValue> layers = new ArrayList<>();
    List<Layer> all = classifier.model().layers();
    for (int i = 0; i < all.size(); i++) {
      layers.add(
          JsonObject.builder()
              .put("kind", steps.get(i).kind())
              .put("config", all.get(i).config())
              .put("output", dims(steps.get(i).output()))
              .put("parameters", steps.get(i).parameters())
              .build());
    }
    JsonObject.Builder provenance = JsonObject.builder();
    classifier.provenance().forEach(provenance::put);
    return JsonObject.builder()
        .put("model", model.toString())
        .put("bytes", Files.size(model))
        .put("parameters", classifier.model().parameterCount())
        .put("weightsSha256", classifier.weightsSha256())
        .put("input", dims(classifier.model().inputShape()))
        .put("layers", new JsonArray(layers))
        .put("labels", JsonLine.texts(classifier.labels()))
        .put(
            "scaler",
            JsonObject.builder()
                .put("mean", numbers(classifier.scaler().mean()))
                .put("scale", numbers(classifier.scaler().scale()))
                .build())
        .put("provenance", provenance.build())
        .build();
  }

  private static JsonArray dims(Shape shape) {
    int[] dims = shape.toArray();
    long[] values = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      values[i] = dims[i];
    }
    return JsonArray.of(values);
  }

  private static JsonArray numbers(float[] values) {
    List<JsonValue> numbers = new ArrayList<>();
    for (float value : values) {
      numbers.add(JsonLine.number(value));
    }
    return new JsonArray(numbers);
  }
}
