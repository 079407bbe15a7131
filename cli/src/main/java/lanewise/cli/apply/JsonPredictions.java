package lanewise.cli.apply;

import java.io.PrintStream;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.cli.session.Session;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Classifier;

/** Predictions as an object a line, and a last one with the totals. */
final class JsonPredictions implements Predictions {
  private final Session session;
  private final PrintStream out;
  private final List<String> labels;
  private final String weights;
  private long rows;

  JsonPredictions(Session session, Classifier classifier) {
    this.session = session;
    this.out = session.out();
    this.labels = classifier.labels();
    this.weights = classifier.weightsSha256();
  }

  @Override
  public void print(float[] probabilities, int offset) {
    int best = 0;
    JsonObject.Builder all = JsonObject.builder();
    for (int c = 0; c < labels.size(); c++) {
      best = probabilities[offset + c] > probabilities[offset + best] ? c : best;
      all.put(labels.get(c), JsonLine.number(probabilities[offset + c]));
    }
    rows++;
    JsonObject row =
        JsonObject.builder()
            .put("row", rows)
            .put("label", labels.get(best))
            .put("probabilities", all.build())
            .build();
    out.print(Json.write(row) + "\n");
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
