package lanewise.layers.file;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.layers.preprocessing.TargetScaler;

/** What a model was trained to tell: the meaning of its outputs. */
public sealed interface Task {
  /**
   * The names of the outputs, in their order.
   *
   * @return an unmodifiable list of at least one name, all different
   */
  List<String> names();

  /**
   * One of several classes that exclude each other. An output is a logit or log-probability; the
   * softmax of a row is its distribution over the classes.
   *
   * @param names the labels of the classes
   */
  record Classification(List<String> names) implements Task {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if two labels are equal
     */
    public Classification {
      names = distinct("classifier: two classes have the label", names);
    }
  }

  /**
   * Several labels that do not exclude each other. An output is a logit; its sigmoid is the
   * probability that the row has the label.
   *
   * @param names the labels
   */
  record MultiLabel(List<String> names) implements Task {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no label, or two are equal
     */
    public MultiLabel {
      names = distinct("multi-label classifier: two outputs have the label", names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("multi-label classifier: there is no label");
      }
    }
  }

  /**
   * One or several numbers. An output is a scaled number.
   *
   * @param names the names of the numbers
   * @param scaler takes outputs back to the units of the data
   */
  record Regression(List<String> names, TargetScaler scaler) implements Task {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if two names are equal, or the scaler is for another number
     *     of targets
     */
    public Regression {
      names = distinct("regressor: two outputs have the name", names);
      if (scaler.size() != names.size()) {
        throw new IllegalArgumentException(
            "regressor: %s names, and a scaler of %s targets"
                .formatted(names.size(), scaler.size()));
      }
    }
  }

  private static List<String> distinct(String problem, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("%s \"%s\"".formatted(problem, name));
      }
    }
    return List.copyOf(names);
  }
}
