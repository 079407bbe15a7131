package lanewise.cli.inspect;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.layers.Layer;
import lanewise.layers.Parameter;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.training.data.table.TaskKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lanewise inspect}. */
@Command(
    name = "inspect",
    sortOptions = false,
    sortSynopsis = false,
    header = "Show what is in a model file.",
    description =
        "%nPrints the layers with their shapes and parameters, the labels, the scaling of the"
            + " features, and where the model comes from.%n",
    footerHeading = "%nExample:%n",
    footer = "  lanewise inspect models/digits.safetensors")
public final class InspectCommand implements Callable<Integer> {
  private static final int PROVENANCE_COLUMN = 20;

  private final Session session;

  @Parameters(paramLabel = "MODEL", description = "A file that lanewise train has saved.")
  @SuppressWarnings("NullAway.Init")
  Path model;

  @Mixin CommonOptions common = new CommonOptions();

  public InspectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Predictor predictor = PredictorFile.load(model);
    if (common.json) {
      JsonLine.print(session, object(predictor));
    } else {
      print(session.out(), predictor);
    }
    return ExitCode.OK;
  }

  private void print(PrintStream out, Predictor predictor) throws IOException {
    long parameters = predictor.model().parameterCount();
    fact(out, "Model", model.toString());
    fact(
        out,
        "Size",
        String.format(
            Locale.ROOT, "%,d bytes, %,d parameters of 4 bytes", Files.size(model), parameters));
    fact(out, "Weights", "sha256 " + predictor.weightsSha256());
    List<String> names = predictor.saved().labels();
    fact(out, "Task", task(predictor));
    switch (predictor.transform()) {
      case FeatureScaler scaler ->
          fact(out, "Features", scaler.featureCount() + ", " + scaling(scaler));
      case ColumnTransformer columns ->
          fact(
              out,
              "Columns",
              columns.inputSize()
                  + ", which give "
                  + Phrases.count(columns.outputSize(), "feature"));
    }
    String noun = predictor instanceof Regressor ? "Numbers" : "Labels";
    fact(out, noun, names.size() + ": " + Phrases.list(names));
    ColumnTransformer table = predictor.columns();
    if (table != null) {
      out.println();
      columns(out, table);
    }
    out.println();
    out.printf(Locale.ROOT, "%-18s  %11s  %s%n", "layer", "parameters", "shapes");
    for (Map.Entry<String, Layer> entry : predictor.model().layers().entrySet()) {
      List<Parameter> own = entry.getValue().parameters();
      String shapes =
          own.stream()
              .map(parameter -> parameter.name() + " " + parameter.value().shape())
              .collect(Collectors.joining(", "));
      out.printf(Locale.ROOT, "%-18s  %,11d  %s%n", entry.getKey(), count(own), shapes);
    }
    out.println();
    out.println("Provenance");
    for (Map.Entry<String, String> entry : predictor.provenance().entrySet()) {
      String value = Phrases.excerpt(entry.getValue());
      out.println("  " + LabelledLine.of(entry.getKey(), value, PROVENANCE_COLUMN));
    }
  }

  private static void fact(PrintStream out, String name, String value) {
    out.println(LabelledLine.of(name, value));
  }

  private static String task(Predictor predictor) {
    return switch (predictor) {
      case Classifier _ -> "to tell classes apart";
      case MultiLabelClassifier _ -> "to give labels that do not exclude each other";
      case Regressor _ -> "to predict numbers, in the units of the data";
    };
  }

  private static String word(Predictor predictor) {
    return switch (predictor) {
      case Classifier _ -> TaskKind.CLASSIFY.word();
      case MultiLabelClassifier _ -> TaskKind.MULTILABEL.word();
      case Regressor _ -> TaskKind.REGRESS.word();
    };
  }

  private static void columns(PrintStream out, ColumnTransformer columns) {
    out.printf(Locale.ROOT, "%-24s  %-8s  %-24s  %s%n", "column", "type", "if missing", "values");
    for (Column column : columns.columns()) {
      String[] words =
          switch (column) {
            case Column.Numeric numeric -> words("number", String.valueOf(numeric.fill()), "");
            case Column.Bool bool -> words("boolean", String.valueOf(bool.fill()), "");
            case Column.Categorical category ->
                words(
                    "category",
                    category.fill().isEmpty() ? "a category" : Phrases.excerpt(category.fill()),
                    category.values().size() + ": " + Phrases.list(category.values()));
          };
      String fill = words[1] + (column.indicator() ? ", indicated" : "");
      String line =
          String.format(
              Locale.ROOT,
              "%-24s  %-8s  %-24s  %s",
              Phrases.excerpt(column.name()),
              words[0],
              fill,
              words[2]);
      out.println(line.stripTrailing());
    }
  }

  private static String[] words(String type, String fill, String values) {
    return new String[] {type, fill, values};
  }

  private static FeatureScaler scalerOf(Predictor predictor) {
    return switch (predictor.transform()) {
      case FeatureScaler scaler -> scaler;
      case ColumnTransformer columns -> columns.scaler();
    };
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

  private JsonObject object(Predictor predictor) throws IOException {
    List<JsonValue> layers = new ArrayList<>();
    for (Map.Entry<String, Layer> entry : predictor.model().layers().entrySet()) {
      List<Parameter> own = entry.getValue().parameters();
      JsonObject.Builder shapes = JsonObject.builder();
      own.forEach(parameter -> shapes.put(parameter.name(), dims(parameter.value().shape())));
      layers.add(
          JsonObject.builder()
              .put("name", entry.getKey())
              .put("kind", entry.getValue().kind())
              .put("config", entry.getValue().config())
              .put("parameters", count(own))
              .put("shapes", shapes.build())
              .build());
    }
    JsonObject.Builder provenance = JsonObject.builder();
    predictor.provenance().forEach(provenance::put);
    return JsonObject.builder()
        .put("model", model.toString())
        .put("bytes", Files.size(model))
        .put("task", word(predictor))
        .put("parameters", predictor.model().parameterCount())
        .put("weightsSha256", predictor.weightsSha256())
        .put("input", dims(predictor.model().inputShape()))
        .put("layers", new JsonArray(layers))
        .put("labels", JsonLine.texts(predictor.saved().labels()))
        .put(
            "scaler",
            JsonObject.builder()
                .put("mean", numbers(scalerOf(predictor).mean()))
                .put("scale", numbers(scalerOf(predictor).scale()))
                .build())
        .put("provenance", provenance.build())
        .build();
  }

  private static long count(List<Parameter> parameters) {
    return parameters.stream().mapToLong(parameter -> parameter.value().size()).sum();
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
