package lanewise.cli.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.predictor.Classifier;
import lanewise.training.data.Dataset;

/** Brings the classes of data and model together, by name. */
public final class ClassMatching {
  private ClassMatching() {}

  /** Fails where a class has rows that the model was never shown. */
  public static void checkKnown(String data, Collection<String> found, Classifier model) {
    TreeSet<String> unknown = new TreeSet<>(found);
    unknown.removeAll(new TreeSet<>(model.labels()));
    if (!unknown.isEmpty()) {
      throw new InputException(
          "%s: the model was never trained on %s %s; it knows %s"
              .formatted(
                  data,
                  unknown.size() == 1 ? "the label" : "the labels",
                  Phrases.list(unknown),
                  Phrases.list(model.labels())));
    }
  }

  /** The same rows with the classes numbered as the model numbers them. */
  public static Dataset asIn(Classifier model, Dataset data) {
    if (data.classNames().equals(model.labels())) {
      return data;
    }
    int[] counts = data.classCounts();
    List<String> found = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        found.add(data.classNames().get(c));
      }
    }
    checkKnown(data.name(), found, model);
    int[] labels = data.labels();
    Arrays.setAll(labels, row -> model.labels().indexOf(data.classNames().get(labels[row])));
    return Dataset.of(data.name(), data.features(), labels, model.labels(), data.featureNames());
  }
}
