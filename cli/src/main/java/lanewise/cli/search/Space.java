package lanewise.cli.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import lanewise.cli.search.Dimension.Interval;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Overrides;
import lanewise.tensor.RandomStream;

/**
 * All combinations of values for the keys of a search. Immutable.
 *
 * @param dimensions the values by the path of the key
 */
record Space(SequencedMap<String, Dimension> dimensions) {
  static final int MOST_COMBINATIONS = 10_000;

  Space {
    dimensions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dimensions));
  }

  /**
   * A space in which each value is one that the job can have. An interval becomes one of whole
   * numbers where its key takes no others.
   *
   * @param job the job
   * @param reader reads a job, or throws an InputException
   * @throws InputException if a key does not exist or cannot have a value
   */
  static Space of(
      SequencedMap<String, Dimension> dimensions, Node.Mapping job, Consumer<Node.Mapping> reader) {
    SequencedMap<String, Dimension> checked = new LinkedHashMap<>();
    for (Map.Entry<String, Dimension> each : dimensions.entrySet()) {
      String path = each.getKey();
      Consumer<Node> probe = value -> reader.accept(Overrides.set(job, path, value));
      checked.put(
          path,
          switch (each.getValue()) {
            case Dimension.Choice choice -> {
              choice.values().forEach(probe);
              yield choice;
            }
            case Interval interval -> checked(interval, probe);
          });
    }
    return new Space(checked);
  }

  private static Interval checked(Interval interval, Consumer<Node> probe) {
    Interval result = accepts(probe, interval.at(0.414)) ? interval : interval.ofWholeNumbers();
    probe.accept(result.at(0));
    probe.accept(result.at(Math.nextDown(1.0)));
    return result;
  }

  private static boolean accepts(Consumer<Node> probe, Node value) {
    try {
      probe.accept(value);
      return true;
    } catch (InputException refused) {
      return false;
    }
  }

  /** The values of one trial; they depend only on the seed, the trial and the place of the key. */
  SequencedMap<String, Node> draw(long seed, int trial) {
    RandomStream stream = RandomStream.of(seed).split(trial);
    SequencedMap<String, Node> values = new LinkedHashMap<>();
    dimensions.forEach((path, dimension) -> values.put(path, dimension.at(stream.nextDouble())));
    return values;
  }

  /**
   * All combinations; the last key changes fastest.
   *
   * @throws InputException if they are too many or their number is not known
   */
  List<SequencedMap<String, Node>> grid() {
    List<SequencedMap<String, Node>> combinations = List.of(new LinkedHashMap<>());
    for (Map.Entry<String, Dimension> each : dimensions.entrySet()) {
      List<Node> values = values(each.getKey(), each.getValue());
      List<SequencedMap<String, Node>> more = new ArrayList<>();
      if ((long) combinations.size() * values.size() > MOST_COMBINATIONS) {
        throw new InputException(
            "the grid has more than %s combinations; use fewer values, or method: random"
                .formatted(MOST_COMBINATIONS));
      }
      for (SequencedMap<String, Node> before : combinations) {
        for (Node value : values) {
          SequencedMap<String, Node> combination = new LinkedHashMap<>(before);
          combination.put(each.getKey(), value);
          more.add(combination);
        }
      }
      combinations = more;
    }
    return combinations;
  }

  private static List<Node> values(String path, Dimension dimension) {
    try {
      return dimension.grid();
    } catch (IllegalArgumentException unknown) {
      throw new InputException("keys.%s: %s".formatted(path, unknown.getMessage()), unknown);
    }
  }
}
