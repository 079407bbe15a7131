package lanewise.cli.apply;

import java.io.IOException;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;

/** Predictions as an object a line. */
final class JsonPredictions implements Predictions {
  private final Appendable out;
  private final Predictor predictor;
  private final KeptColumns kept;
  private final List<String> names;
  private long rows;

  JsonPredictions(Appendable out, Predictor predictor, KeptColumns kept) {
    this.out = out;
    this.predictor = predictor;
    this.kept = kept;
    this.names = predictor.saved().labels();
  }

  @Override
  public void print(int row, float[] values, int offset) throws IOException {
    JsonObject.Builder all = JsonObject.builder();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), JsonLine.number(values[offset + i]));
    }
    rows++;
    JsonObject.Builder line = JsonObject.builder().put("row", rows);
    if (!kept.names().isEmpty()) {
      JsonObject.Builder texts = JsonObject.builder();
      for (int c = 0; c < kept.names().size(); c++) {
        texts.put(kept.names().get(c), kept.text(row, c));
      }
      line.put("kept", texts.build());
    }
    switch (predictor) {
      case Classifier _ ->
          line.put("label", names.get(Predictions.best(values, offset, names.size())))
              .put("probabilities", all.build());
      case MultiLabelClassifier _ ->
          line.put("labels", JsonLine.texts(Predictions.labels(names, values, offset)))
              .put("probabilities", all.build());
      case Regressor _ -> line.put("predictions", all.build());
    }
    out.append(Json.write(line.build())).append('\n');
  }

  @Override
  public void end() {}
}
