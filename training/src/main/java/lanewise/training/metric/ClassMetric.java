package lanewise.training.metric;

/** A metric of one class or label, or of all of them together, that is better when it is higher. */
abstract class ClassMetric implements Metric {
  private static final int ALL = -1;

  private final String name;
  private final int only;
  private final OutputScale scale;

  /**
   * Makes the metric of a class.
   *
   * @param name the name of the metric for all classes; that of one class has its index at the end
   * @param only the index of the class, or {@link #all}
   */
  ClassMetric(String name, int only, OutputScale scale) {
    this.name = only == ALL ? name : name + "-class-" + only;
    this.only = only;
    this.scale = scale;
  }

  static int all() {
    return ALL;
  }

  static int requireClass(String kind, int index) {
    if (index < 0) {
      throw new IllegalArgumentException(kind + ": class " + index + ": classes count from 0");
    }
    return index;
  }

  /** Begins an evaluation of a model that has the class. */
  abstract Tally tally(int outputs);

  boolean isOfAll() {
    return only == ALL;
  }

  int only() {
    return only;
  }

  OutputScale scale() {
    return scale;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally begin(int outputs) {
    requireOutputs(outputs);
    return tally(outputs);
  }

  final void requireOutputs(int outputs) {
    if (only >= outputs) {
      throw new IllegalArgumentException(
          "%s: the model has %s outputs, so there is no class %s".formatted(name, outputs, only));
    }
  }
}
