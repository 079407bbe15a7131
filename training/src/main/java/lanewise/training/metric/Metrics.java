package lanewise.training.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.layers.loss.Loss;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.MeanSquaredError;

/**
 * The metrics by name, for commands and settings files. A new metric is a line in the list.
 *
 * <p>The metrics are those of models that give logits or values. Besides the names of the list
 * there are {@code top-K} for any number K, and one for a single class of {@code precision}, {@code
 * recall}, {@code f1}, {@code auc} and {@code pr-auc}: by the name of the class or label, such as
 * {@code f1-class-fault}, or by its index from 0, such as {@code f1-class-1}. Where a class is
 * named like an index, the name counts.
 */
public final class Metrics {
  /** The name of the loss that training minimizes. */
  public static final String LOSS = "loss";

  private static final SequencedMap<String, Metric> LIST = list();

  private static final Map<String, IntFunction<Metric>> OF_A_CLASS =
      Map.of(
          "precision", Precision::ofClass,
          "recall", Recall::ofClass,
          "f1", F1::ofClass,
          "auc", RocAuc::ofClass,
          "pr-auc", PrAuc::ofClass);

  private static final Pattern CLASS_NAME =
      Pattern.compile("(precision|recall|f1|auc|pr-auc)-class-(.+)", Pattern.DOTALL);

  private static final Pattern TOP_NAME = Pattern.compile("top-(\\d{1,6})");

  /** A number of few enough digits. */
  private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

  private Metrics() {}

  private static SequencedMap<String, Metric> list() {
    List<Metric> metrics =
        List.of(
            Accuracy.of(),
            BalancedAccuracy.of(),
            Precision.of(),
            Precision.of(Averaging.MICRO),
            Precision.of(Averaging.WEIGHTED),
            Recall.of(),
            Recall.of(Averaging.MICRO),
            Recall.of(Averaging.WEIGHTED),
            F1.of(),
            F1.of(Averaging.MICRO),
            F1.of(Averaging.WEIGHTED),
            RocAuc.of(),
            PrAuc.of(),
            LogLoss.of(),
            CalibrationError.of(),
            LabelAccuracy.of(),
            MeanLoss.of("mae", MeanAbsoluteError.of()),
            MeanLoss.of("mse", MeanSquaredError.of()),
            Rmse.of(),
            R2.of());
    SequencedMap<String, Metric> list = new LinkedHashMap<>();
    metrics.forEach(metric -> list.put(metric.name(), metric));
    return list;
  }

  /**
   * Returns the names without a number, for help texts and for guesses at misspelt names.
   *
   * @return {@code loss} and the names of the list
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(LOSS));
    names.addAll(LIST.sequencedKeySet());
    return List.copyOf(names);
  }

  /**
   * Returns a metric of a model whose classes have no names.
   *
   * @param name the name of the metric
   * @param loss the loss of the training, whose mean is the metric {@code loss}
   * @return the metric, or empty if there is none of this name
   */
  public static Optional<Metric> find(String name, Loss loss) {
    return find(name, loss, List.of());
  }

  /**
   * Returns a metric.
   *
   * @param name the name of the metric
   * @param loss the loss of the training, whose mean is the metric {@code loss}
   * @param classes the names of the classes or labels, in the order of the outputs
   * @return the metric, whose name is the given one; or empty if there is none of this name
   */
  public static Optional<Metric> find(String name, Loss loss, List<String> classes) {
    if (name.equals(LOSS)) {
      return Optional.of(MeanLoss.of(loss));
    }
    Metric listed = LIST.get(name);
    if (listed != null) {
      return Optional.of(listed);
    }
    Matcher top = TOP_NAME.matcher(name);
    if (top.matches()) {
      int best = Integer.parseInt(top.group(1));
      return best == 0 ? Optional.empty() : Optional.of(new TopKAccuracy(best));
    }
    Matcher ofClass = CLASS_NAME.matcher(name);
    return ofClass.matches()
        ? ofClass(name, ofClass.group(1), ofClass.group(2), classes)
        : Optional.empty();
  }

  private static Optional<Metric> ofClass(
      String name, String kind, String text, List<String> classes) {
    IntFunction<Metric> maker = Objects.requireNonNull(OF_A_CLASS.get(kind));
    int place = classes.indexOf(text);
    if (place >= 0) {
      return Optional.of(new Renamed(name, maker.apply(place)));
    }
    return INDEX.matcher(text).matches()
        ? Optional.of(maker.apply(Integer.parseInt(text)))
        : Optional.empty();
  }

  /**
   * Returns the class of which a name asks for the figure, whether or not there is such a class.
   *
   * @param name the name of a metric, such as {@code f1-class-fault}
   * @return what follows {@code -class-}; empty if the metric is not of a single class
   */
  public static Optional<String> classIn(String name) {
    Matcher ofClass = CLASS_NAME.matcher(name);
    return ofClass.matches() ? Optional.of(ofClass.group(2)) : Optional.empty();
  }

  /** A metric under another name. */
  private record Renamed(String name, Metric metric) implements Metric {
    @Override
    public boolean higherIsBetter() {
      return metric.higherIsBetter();
    }

    @Override
    public Tally begin(int outputs) {
      return metric.begin(outputs);
    }
  }

  /**
   * Returns a metric.
   *
   * @param name the name of the metric
   * @param loss the loss of the training, whose mean is the metric {@code loss}
   * @return the metric
   * @throws IllegalArgumentException if there is none of this name; the message lists the names
   */
  public static Metric byName(String name, Loss loss) {
    return find(name, loss)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metrics: there is no metric %s; there are %s, top-K, and for one class such"
                            .formatted(name, String.join(", ", names()))
                        + " as f1-class-1 precision, recall, f1, auc and pr-auc"));
  }
}
