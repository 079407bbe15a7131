package lanewise.training.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * there are {@code top-K} for any number K, and one for a single class, such as {@code f1-class-1},
 * of {@code precision}, {@code recall}, {@code f1}, {@code auc} and {@code pr-auc}.
 */
public final class Metrics {
  /** The name of the loss that training minimizes. */
  public static final String LOSS = "loss";

  private static final SequencedMap<String, Metric> LIST = list();

  private static final Map<String, IntFunction<Metric>> NUMBERED =
      Map.of(
          "top", TopKAccuracy::new,
          "precision-class", Precision::ofClass,
          "recall-class", Recall::ofClass,
          "f1-class", F1::ofClass,
          "auc-class", RocAuc::ofClass,
          "pr-auc-class", PrAuc::ofClass);

  /** A name and a number of few enough digits. */
  private static final Pattern NUMBERED_NAME = Pattern.compile("([a-z0-9-]+)-(\\d{1,6})");

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
   * Returns a metric.
   *
   * @param name the name of the metric
   * @param loss the loss of the training, whose mean is the metric {@code loss}
   * @return the metric, or empty if there is none of this name
   */
  public static Optional<Metric> find(String name, Loss loss) {
    if (name.equals(LOSS)) {
      return Optional.of(MeanLoss.of(loss));
    }
    Matcher numbered = NUMBERED_NAME.matcher(name);
    if (!LIST.containsKey(name) && numbered.matches()) {
      IntFunction<Metric> maker = NUMBERED.get(numbered.group(1));
      int number = Integer.parseInt(numbered.group(2));
      boolean isTopOfNone = number == 0 && numbered.group(1).equals("top");
      return maker == null || isTopOfNone ? Optional.empty() : Optional.of(maker.apply(number));
    }
    return Optional.ofNullable(LIST.get(name));
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
