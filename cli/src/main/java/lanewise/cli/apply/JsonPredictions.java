package lanewise.cli.apply;

import java.io.PrintStream;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.cli.session.Session;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;

/** Predictions as an object a line, and a last one with the totals. */
final class JsonPredictions implements Predictions {
  private final Session session;
  private final PrintStream out;
  private final Predictor predictor;
  private final List<String> names;
  private final String weights;
  private long rows;

  JsonPredictions(Session session, Predictor predictor) {
    this.session = session;
    this.out = session.out();
    this.predictor = predictor;
    this.names = predictor.saved().labels();
    this.weights = predictor.weightsSha256();
  }

  @Override
  public void print(float[] values, int offset) {
    JsonObject.Builder all = JsonObject.builder();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), JsonLine.number(values[offset + i]));
    }
    rows++;
    JsonObject.Builder row = JsonObject.builder().put("row", rows);
    switch (predictor) {
      case Classifier _ ->
          row.put("label", names.get(Predictions.best(values, offset, names.size())))
              .put("probabilities", all.build());
      case MultiLabelClassifier _ ->
          row.put("labels", JsonLine.texts(Predictions.labels(names, values, offset)))
              .put("probabilities", all.build());
      case Regressor _ -> row.put("predictions", all.build());
    }
    out.print(Json.write(row.build()) + "\n");
  }

  @Override
  public void end(double seconds) {
    JsonLine.print(
        session,
        JsonObject.builder()
            .put("rows", rows)
            .put("seconds", JsonLine.number(seconds))
            .put("rowsPerSecond", JsonLine.number(rows / seconds))
            .put("weightsSha256", weights)
            .build());
  }
}
