package lanewise.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.output.FittedTable;
import lanewise.cli.output.FoldedText;
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
import org.jspecify.annotations.Nullable;
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
      lines(predictor, session.columns(false)).forEach(session.out()::println);
    }
    return ExitCode.OK;
  }

  private List<String> lines(Predictor predictor, int width) throws IOException {
    List<String> facts = new ArrayList<>();
    long parameters = predictor.model().parameterCount();
    fact(facts, "Model", model.toString());
    fact(
        facts,
        "Size",
        String.format(
            Locale.ROOT, "%,d bytes, %,d parameters of 4 bytes", Files.size(model), parameters));
    fact(facts, "Weights", "sha256 " + predictor.weightsSha256());
    List<String> names = predictor.saved().labels();
    fact(facts, "Task", task(predictor));
    switch (predictor.transform()) {
      case FeatureScaler scaler ->
          fact(facts, "Features", scaler.featureCount() + ", " + scaling(scaler));
      case ColumnTransformer columns ->
          fact(
              facts,
              "Columns",
              columns.inputSize()
                  + ", which give "
                  + Phrases.count(columns.outputSize(), "feature"));
    }
    String noun = predictor instanceof Regressor ? "Numbers" : "Labels";
    fact(facts, noun, names.size() + ": " + Phrases.list(names));
    List<String> lines = new ArrayList<>();
    facts.forEach(fact -> lines.addAll(FoldedText.lines(fact, width)));
    ColumnTransformer table = predictor.columns();
    if (table != null) {
      lines.add("");
      lines.addAll(columns(table).lines(width));
      if (!table.missing().isEmpty()) {
        lines.addAll(
            FoldedText.lines(
                "Missing values are also written as " + String.join(", ", table.missing()), width));
      }
    }
    lines.add("");
    lines.addAll(layers(predictor).lines(width));
    lines.add("");
    lines.add("Provenance");
    for (Map.Entry<String, String> entry : predictor.provenance().entrySet()) {
      String value = Phrases.excerpt(entry.getValue());
      lines.addAll(
          FoldedText.lines(
              "  " + LabelledLine.of(entry.getKey(), value, PROVENANCE_COLUMN), width));
    }
    return lines;
  }

  private static void fact(List<String> facts, String name, String value) {
    facts.add(LabelledLine.of(name, value));
  }

  private static FittedTable layers(Predictor predictor) {
    FittedTable table = FittedTable.of(List.of("layer", "parameters", "shapes")).toTheRight(1);
    for (Map.Entry<String, Layer> entry : predictor.model().layers().entrySet()) {
      List<Parameter> own = entry.getValue().parameters();
      String shapes =
          own.stream()
              .map(parameter -> parameter.name() + " " + parameter.value().shape())
              .collect(Collectors.joining(", "));
      table.row(List.of(entry.getKey(), String.format(Locale.ROOT, "%,d", count(own)), shapes));
    }
    return table;
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

  private static FittedTable columns(ColumnTransformer columns) {
    FittedTable table = FittedTable.of(List.of("column", "type", "if missing", "values"));
    for (Column column : columns.columns()) {
      String name = Phrases.excerpt(column.name());
      String indicated = column.indicator() ? ", indicated" : "";
      table.row(
          switch (column) {
            case Column.Numeric numeric -> List.of(name, "number", numeric.fill() + indicated, "");
            case Column.Bool bool -> List.of(name, "boolean", bool.fill() + indicated, "");
            case Column.Categorical category ->
                List.of(
                    name,
                    "category",
                    (category.fill().isEmpty() ? "a category" : Phrases.excerpt(category.fill()))
                        + indicated,
                    category.values().size() + ": " + Phrases.list(category.values()));
          });
    }
    return table;
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
        .put("columns", columnsOf(predictor.columns()))
        .put("missing", missingOf(predictor.columns()))
        .put(
            "scaler",
            JsonObject.builder()
                .put("mean", numbers(scalerOf(predictor).mean()))
                .put("scale", numbers(scalerOf(predictor).scale()))
                .build())
        .put("provenance", provenance.build())
        .build();
  }

  /** The columns of a table; none where a model takes numbers. */
  private static JsonArray columnsOf(@Nullable ColumnTransformer table) {
    List<JsonValue> columns = new ArrayList<>();
    for (Column column : table == null ? List.<Column>of() : table.columns()) {
      JsonObject.Builder one = JsonObject.builder().put("name", column.name());
      switch (column) {
        case Column.Numeric numeric -> one.put("type", "number").put("fill", numeric.fill());
        case Column.Bool bool -> one.put("type", "boolean").put("fill", bool.fill());
        case Column.Categorical category ->
            one.put("type", "category")
                .put("encoding", category.encoding().word())
                .put("values", JsonLine.texts(category.values()))
                .put("fill", category.fill());
      }
      columns.add(one.put("indicator", column.indicator()).build());
    }
    return new JsonArray(columns);
  }

  private static JsonArray missingOf(@Nullable ColumnTransformer table) {
    return JsonLine.texts(table == null ? List.of() : List.copyOf(table.missing()));
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
