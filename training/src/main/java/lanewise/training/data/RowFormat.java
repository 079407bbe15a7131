package lanewise.training.data;

import lanewise.layers.Model;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/**
 * The format of a row: its features, its target, and whether it has a weight.
 *
 * @param features the shape of one example
 * @param kind the kind of a target
 * @param outputs the number of classes, or of the values of one target
 * @param weighted whether each row has a weight
 */
public record RowFormat(Shape features, Kind kind, int outputs, boolean weighted) {
  private static final int MOST_VALUES = 1 << 24;

  /** The kind of a target. */
  public enum Kind {
    /** The index of a class. */
    CLASS,
    /** Values: numbers to predict, probabilities, or several labels of 0 and 1. */
    VALUES
  }

  /**
   * Checks the number of outputs.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public RowFormat {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "rows: " + outputs + " classes or target values: at least 1 is needed");
    }
  }

  /**
   * Returns the format of rows that have a class and no weights.
   *
   * @param features the shape of one example
   * @param classes the number of classes
   * @return the format
   */
  public static RowFormat ofClasses(Shape features, int classes) {
    return new RowFormat(features, Kind.CLASS, classes, false);
  }

  /**
   * Returns the format of rows that have target values and no weights.
   *
   * @param features the shape of one example
   * @param values the number of values of one target
   * @return the format
   */
  public static RowFormat ofValues(Shape features, int values) {
    return new RowFormat(features, Kind.VALUES, values, false);
  }

  /**
   * Returns this format with a weight in every row.
   *
   * @return a changed copy
   */
  public RowFormat withWeights() {
    return new RowFormat(features, kind, outputs, true);
  }

  /**
   * Returns how many rows to read together: fewer than wanted where rows are very long, so that
   * neither their features nor their targets are more than 2^24 values, but at least one.
   *
   * @param most the number of rows that is wanted, at least 1
   * @return from 1 to {@code most}
   */
  public int chunk(int most) {
    return Math.clamp(MOST_VALUES / Math.max(1, Math.max(features.size(), outputs)), 1, most);
  }

  /**
   * Returns targets with room for a batch, which {@link Samples#gather} fills.
   *
   * @param rows the number of rows of the largest batch
   * @return new arrays
   * @throws lanewise.tensor.ShapeException if they exceed 2^31 - 1 values
   */
  public Targets newTargets(int rows) {
    Targets targets =
        switch (kind) {
          case CLASS -> Targets.ofClasses(new int[rows]);
          case VALUES -> Targets.ofValues(new float[Room.values("targets", rows, outputs)]);
        };
    return weighted ? targets.withWeights(new float[rows]) : targets;
  }

  /**
   * Checks that arrays have room for a batch and that targets have this format.
   *
   * @param operation the name of the operation, with which the message begins
   * @param rows the number of rows of the batch
   * @param toFeatures the array for the features
   * @param targets the targets to write
   * @throws IllegalArgumentException if an array is too short, or the targets are of another kind
   */
  public void requireRoom(String operation, int rows, float[] toFeatures, Targets targets) {
    boolean classes = kind == Kind.CLASS;
    if (classes != targets.areClasses() || weighted != targets.areWeighted()) {
      throw new IllegalArgumentException(
          operation + ": the targets are of another format; make them by newTargets of " + this);
    }
    int room = classes ? targets.classes().length : targets.values().length / outputs;
    if (toFeatures.length < (long) rows * features.size() || room < rows) {
      throw new IllegalArgumentException(
          "%s: %s rows of %s features do not fit %s values and %s targets"
              .formatted(operation, rows, features.size(), toFeatures.length, room));
    }
  }

  /**
   * Copies the targets and weights of consecutive rows between buffers of this format. Allocates
   * nothing.
   *
   * @param source the targets to read
   * @param from the position of the first row in {@code source}
   * @param to the targets to write
   * @param at the position of the first row in {@code to}
   * @param count the number of rows
   */
  public void copyTargets(Targets source, int from, Targets to, int at, int count) {
    switch (kind) {
      case CLASS -> System.arraycopy(source.classes(), from, to.classes(), at, count);
      case VALUES ->
          System.arraycopy(
              source.values(), from * outputs, to.values(), at * outputs, count * outputs);
    }
    if (weighted) {
      System.arraycopy(source.weights(), from, to.weights(), at, count);
    }
  }

  /**
   * Checks that a model can learn from such rows: it must take the same number of features and have
   * an output for each class or for each target value.
   *
   * @param operation the name of the operation, with which the message begins
   * @param model the model
   * @throws ShapeException if the model does not fit the rows
   */
  public void requireFits(String operation, Model model) {
    int inputs = model.inputShape().size();
    if (inputs != features.size()) {
      throw new ShapeException(
          "%s: the model takes %s features, the data has %s"
              .formatted(operation, inputs, features.size()));
    }
    int given = model.outputShape().size();
    if (kind == Kind.CLASS && outputs > given) {
      throw new ShapeException(
          "%s: the model tells %s classes apart, the data has %s"
              .formatted(operation, given, outputs));
    }
    if (kind == Kind.VALUES && outputs != given) {
      throw new ShapeException(
          "%s: the model gives %s values, the data has %s target values a row"
              .formatted(operation, given, outputs));
    }
  }
}
