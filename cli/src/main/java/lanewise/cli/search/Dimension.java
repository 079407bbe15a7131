package lanewise.cli.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.settings.Forms;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import org.jspecify.annotations.Nullable;

/** The values that a search tries for one key. Immutable. */
sealed interface Dimension {
  /**
   * Some values.
   *
   * @param values at least one, as a job file has them
   */
  record Choice(List<Node> values) implements Dimension {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("choice has no value; list at least one");
      }
    }

    @Override
    public Node at(double u) {
      return values.get(Math.min((int) (u * values.size()), values.size() - 1));
    }

    @Override
    public List<Node> grid() {
      return values;
    }
  }

  /**
   * The numbers of an interval.
   *
   * @param scale whether the numbers or their logarithms are spread evenly
   * @param low the smallest
   * @param high the largest, above the smallest
   * @param steps how many of them a grid has; null if the interval is for no grid
   * @param whole whether only whole numbers are meant
   * @param origin where the interval was written
   */
  record Interval(
      Scale scale, double low, double high, @Nullable Integer steps, boolean whole, Origin origin)
      implements Dimension {
    /** Rounds numbers to so many digits that tables stay readable. */
    private static final MathContext DIGITS = new MathContext(4);

    /** How the numbers are spread. */
    enum Scale {
      LINEAR,
      LOG
    }

    public Interval {
      if (!(low < high) || (scale == Scale.LOG && !(low > 0))) {
        throw new IllegalArgumentException(
            "from %s to %s is no interval; write the smaller number first%s"
                .formatted(low, high, scale == Scale.LOG ? ", above 0" : ""));
      }
      if (!Double.isFinite(scale == Scale.LOG ? high / low : high - low + 1)) {
        throw new IllegalArgumentException(
            "from %s to %s is too wide an interval; write numbers that are nearer to each other"
                .formatted(low, high));
      }
    }

    Interval ofWholeNumbers() {
      return new Interval(scale, low, high, steps, true, origin);
    }

    @Override
    public Node at(double u) {
      double value =
          switch (scale) {
            // One more bucket than the difference, so that both ends are as likely as the others.
            case LINEAR -> whole ? Math.floor(low + u * (high - low + 1)) : low + u * (high - low);
            case LOG -> low * Math.pow(high / low, u);
          };
      return node(value);
    }

    private Node node(double value) {
      double rounded = whole ? Math.rint(value) : new BigDecimal(value).round(DIGITS).doubleValue();
      double inside = Math.clamp(rounded, low, high);
      String text = whole ? String.valueOf((long) inside) : String.valueOf(inside);
      return new Node.Scalar(text, false, origin);
    }

    @Override
    public List<Node> grid() {
      if (steps == null) {
        throw new IllegalArgumentException("a grid needs the key steps here, or a choice");
      }
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        double share = steps == 1 ? 0 : (double) i / (steps - 1);
        double value =
            scale == Scale.LINEAR ? low + share * (high - low) : low * Math.pow(high / low, share);
        nodes.add(node(value));
      }
      return nodes;
    }
  }

  /** The value at a place from 0 to below 1. */
  Node at(double u);

  /**
   * The values of a grid.
   *
   * @throws IllegalArgumentException if it is not known how many they are
   */
  List<Node> grid();

  /** How values are written. */
  static Type<Dimension> type() {
    return Forms.of(
        List.of(
            new Forms.Form<>("choice", Choice.class, choice()),
            new Forms.Form<>(
                "log",
                Interval.class,
                interval("log", Interval.Scale.LOG, "whose logarithms are spread evenly")),
            new Forms.Form<>(
                "linear",
                Interval.class,
                interval("linear", Interval.Scale.LINEAR, "spread evenly"))));
  }

  private static Section<Choice> choice() {
    var values =
        Key.of(
            "choice",
            Types.itemsOf(Types.node(), 1, Integer.MAX_VALUE),
            Choice::values,
            "The values to choose from.");
    return Section.of("Some values.", List.of(values), read -> new Choice(read.get(values)));
  }

  private static Section<Interval> interval(String name, Interval.Scale scale, String spread) {
    var ends =
        Key.of(
            name,
            Types.itemsOf(Types.real(Range.finite(), 0.1), 2, 2),
            (Interval interval) -> List.of(interval.low, interval.high),
            "The smallest and the largest of numbers " + spread + ".");
    var steps =
        Key.optional(
            "steps",
            Types.optional(Types.whole(1, Space.MOST_COMBINATIONS)),
            Interval::steps,
            "How many of the numbers a grid has, both ends included.");
    return Section.of(
        "The numbers of an interval; whole numbers where the key takes no others.",
        List.of(ends, steps),
        read -> {
          List<Double> both = read.get(ends);
          return new Interval(
              scale, both.get(0), both.get(1), read.get(steps).orElse(null), false, read.origin());
        });
  }
}
