package lanewise.cli.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.predictor.Classifier;
import lanewise.training.data.LabelledRows;

/** Matches the classes of data with those of a model, by name. */
public final class ClassMatching {
  private ClassMatching() {}

  /**
   * The same rows with the classes numbered as the model numbers them.
   *
   * @param source what messages call the rows
   * @throws InputException if a class that has rows is none of the model's
   */
  public static LabelledRows numberedAsIn(Classifier model, String source, LabelledRows data) {
    if (data.classNames().equals(model.labels())) {
      return data;
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (String label : model.labels()) {
      numbers.put(label, numbers.size());
    }
    int[] counts = data.classCounts();
    int[] places = new int[counts.length];
    List<String> unknown = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      Integer number = numbers.get(data.classNames().get(c));
      if (number != null) {
        places[c] = number;
      } else if (counts[c] > 0) {
        unknown.add(data.classNames().get(c));
      }
    }
    if (!unknown.isEmpty()) {
      throw new InputException(
          "%s: the model was never trained on %s %s; it knows %s"
              .formatted(
                  source,
                  unknown.size() == 1 ? "the label" : "the labels",
                  Phrases.list(unknown),
                  Phrases.list(model.labels())));
    }
    int[] labels = data.labels();
    Arrays.setAll(labels, row -> places[labels[row]]);
    return LabelledRows.of(
        data.name(), data.features(), labels, model.labels(), data.featureNames());
  }
}
