package lanewise.cli.data;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.training.data.RowSource;
import lanewise.training.data.table.TaskKind;

/**
 * What the targets of rows of numbers are, and which task they ask for, by the rule of {@link
 * TaskKind#ofNumbers}.
 *
 * @param source what messages call the targets
 * @param names of the values of a row
 * @param rows how many there are
 * @param distinct the different numbers in ascending order, of all values; one more than {@link
 *     #MOST_CLASSES} if there are more
 */
record NumberTargets(String source, List<String> names, int rows, List<Float> distinct) {
  /** So many different numbers may be the names of classes. */
  private static final int MOST_CLASSES = 1 << 14;

  /** Reads all targets once. */
  static NumberTargets of(String source, String name, RowSource rows) {
    int width = rows.format().outputs();
    TreeSet<Float> distinct = new TreeSet<>();
    rows.forEachChunk(
        (count, _, targets) -> {
          for (int i = 0; i < count * width && distinct.size() <= MOST_CLASSES; i++) {
            distinct.add(targets.values()[i] + 0f); // -0 is 0
          }
        });
    List<String> names =
        width == 1
            ? List.of(name)
            : IntStream.range(0, width).mapToObj(i -> name + "_" + i).toList();
    return new NumberTargets(source, names, rows.rows(), List.copyOf(distinct));
  }

  private boolean areTruths() {
    return List.of(0f, 1f).containsAll(distinct);
  }

  /** The task that the numbers ask for. */
  TaskKind kind() {
    boolean whole = distinct.stream().allMatch(number -> number == Math.rint(number));
    return TaskKind.ofNumbers(names.size(), areTruths(), whole, distinct.size(), rows);
  }

  /** Says what the task is, and why. */
  String describe(TaskKind kind, boolean stated) {
    int count = names.size();
    String what =
        switch (kind) {
          case CLASSIFY -> "to tell %s classes apart".formatted(distinct.size());
          case REGRESS ->
              count == 1 ? "to predict a number" : "to predict %s numbers".formatted(count);
          case MULTILABEL -> "to give a row any of %s".formatted(Phrases.count(count, "label"));
        };
    return what + ", as " + (stated ? "stated" : reason());
  }

  private String reason() {
    if (names.size() > 1) {
      return source + " holds " + (areTruths() ? "only 0 and 1" : "numbers");
    }
    return String.format(
        Locale.ROOT,
        distinct.size() > MOST_CLASSES
            ? "%s holds more than %,d different numbers"
            : "%s holds %,d different numbers",
        source,
        Math.min(distinct.size(), MOST_CLASSES));
  }

  /**
   * Checks that the targets suit a task.
   *
   * @throws InputException if they do not
   */
  void requireFits(TaskKind kind) {
    if (kind == TaskKind.CLASSIFY && names.size() > 1) {
      throw new InputException(
          "%s: a row has %s values, but a class is one number".formatted(source, names.size()));
    }
    if (kind == TaskKind.CLASSIFY && distinct.size() > MOST_CLASSES) {
      throw new InputException(
          "%s has more than %s different numbers, which are too many for classes"
              .formatted(source, MOST_CLASSES));
    }
    if (kind == TaskKind.MULTILABEL && !areTruths()) {
      float other = distinct.stream().filter(each -> each != 0 && each != 1).findFirst().orElse(0f);
      throw new InputException("%s has %s where a label is 0 or 1".formatted(source, text(other)));
    }
  }

  /** The numbers of the classes, in ascending order. */
  float[] classes() {
    float[] numbers = new float[distinct.size()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = distinct.get(c);
    }
    return numbers;
  }

  /** The names of the classes, in the order of {@link #classes}. */
  List<String> classNames() {
    return distinct.stream().map(NumberTargets::text).toList();
  }

  private static String text(float number) {
    return number == (long) number ? Long.toString((long) number) : Float.toString(number);
  }
}
