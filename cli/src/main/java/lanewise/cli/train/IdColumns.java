package lanewise.cli.train;

import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.job.Scaling;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.Model;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.InvalidIdException;
import lanewise.layers.shape.Narrow;

/** Explains to those who wrote a job why one of its embeddings cannot read the rows. */
final class IdColumns {
  private IdColumns() {}

  /** One sentence that names the layer, the feature it was to look up, and what to do. */
  static InputException explain(InvalidIdException wrong, Model model, Job job, PreparedData data) {
    int feature = feature(wrong, model);
    String what =
        feature >= 0 && feature < data.featureNames().size()
            ? "the feature " + Phrases.excerpt(data.featureNames().get(feature))
            : "value %s of what it reads".formatted(wrong.place() + 1);
    return new InputException(
        "model.layers: %s takes ids, whole numbers from 0 to %s, but %s of a row is %s; %s"
            .formatted(
                wrong.layer(), wrong.vocabulary() - 1, what, wrong.value(), advice(wrong, job)),
        wrong);
  }

  private static String advice(InvalidIdException wrong, Job job) {
    if (job.data().scaling() != Scaling.NONE) {
      return "numbers are scaled unless data.scaler is none; without this layer, --categories"
          + " COLUMN gives the network vectors of a column's values";
    }
    return wrong.value() >= wrong.vocabulary() && wrong.value() == Math.rint(wrong.value())
        ? "give it a larger vocabulary"
        : "let it read only columns of ids, which a layer narrow before it takes from the others";
  }

  /** Follows a value to its feature, through layers that take a part; -1 behind any other. */
  private static int feature(InvalidIdException wrong, Model model) {
    int inputs = model.inputShapes().size();
    int place = wrong.place();
    Model.Node node =
        model.nodes().stream()
            .filter(each -> each.name().equals(wrong.layer()))
            .findFirst()
            .orElseThrow();
    int source = node.sources().getFirst();
    while (source >= inputs) {
      node = model.nodes().get(source - inputs);
      if (!(node.layer() instanceof Narrow) || node.inputShapes().getFirst().rank() != 1) {
        return -1;
      }
      place += JsonCursor.of(Narrow.KIND, node.layer().config()).get("from").asInt();
      source = node.sources().getFirst();
    }
    return place;
  }
}
