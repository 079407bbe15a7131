package lanewise.training.metric;

import java.util.Arrays;
import java.util.Objects;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/**
 * The scores of all rows of an evaluation, for metrics that rank rows. For each row and output it
 * keeps one float, the logarithm of a class's probability or the output of a label, and for each
 * row its class or labels, and its weight if there are weights.
 */
final class RankedScores {
  private final String metric;
  private final OutputScale scale;
  private final int outputs;
  private final double[] logs;
  private float[] scores = new float[0];
  private int[] classes = new int[0];
  private boolean[] labels = new boolean[0];
  private float @Nullable [] weights;
  private boolean areLabels;
  private boolean isNaN;
  private int rows;

  RankedScores(String metric, OutputScale scale, int outputs) {
    this.metric = metric;
    this.scale = scale;
    this.outputs = outputs;
    this.logs = new double[outputs];
  }

  void add(int count, float[] output, Targets targets) {
    areLabels = !targets.areClasses();
    reserve(rows + count, targets);
    for (int r = 0; r < count; r++) {
      float weight = targets.weight(r);
      if (weight == 0) {
        continue;
      }
      if (weights != null) {
        weights[rows] = weight;
      }
      addRow(r, output, targets);
      rows++;
    }
  }

  private void reserve(int needed, Targets targets) {
    if (targets.areWeighted() && weights == null) {
      weights = new float[0];
    }
    if (scores.length >= (long) needed * outputs) {
      return;
    }
    int room = Math.max(needed, (int) Math.min(2L * rows, Integer.MAX_VALUE / outputs));
    scores = Arrays.copyOf(scores, Room.values(metric, room, outputs));
    if (areLabels) {
      labels = Arrays.copyOf(labels, scores.length);
    } else {
      classes = Arrays.copyOf(classes, room);
    }
    if (weights != null) {
      weights = Arrays.copyOf(weights, room);
    }
  }

  private void addRow(int row, float[] output, Targets targets) {
    int to = rows * outputs;
    if (areLabels) {
      for (int c = 0; c < outputs; c++) {
        scores[to + c] = output[row * outputs + c];
        labels[to + c] = MetricTargets.isSet(metric, targets.values()[row * outputs + c]);
      }
    } else {
      classes[rows] = targets.classes()[row];
      scale.logProbabilities(output, row * outputs, outputs, logs);
      for (int c = 0; c < outputs; c++) {
        scores[to + c] = (float) logs[c];
      }
    }
    for (int c = 0; c < outputs; c++) {
      isNaN |= Float.isNaN(scores[to + c]);
    }
  }

  /** Returns the mean of a figure over all outputs for which it is not NaN. */
  double mean(Figure figure) {
    double sum = 0;
    int count = 0;
    for (int c = 0; c < outputs; c++) {
      double value = of(c, figure);
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  /** Returns a figure of one output: NaN if a score is NaN. */
  double of(int output, Figure figure) {
    Objects.checkIndex(output, outputs);
    if (isNaN) {
      return Double.NaN;
    }
    long[] order = new long[rows];
    for (int r = 0; r < rows; r++) {
      order[r] = ((long) key(scores[r * outputs + output]) << 32) | r;
    }
    Arrays.sort(order);
    Groups groups = new Groups(rows);
    for (int i = rows - 1; i >= 0; i--) {
      int row = (int) order[i];
      boolean begins = i == rows - 1 || order[i] >> 32 != order[i + 1] >> 32;
      boolean isSet = areLabels ? labels[row * outputs + output] : classes[row] == output;
      groups.add(begins, isSet, weights == null ? 1 : weights[row]);
    }
    return figure.of(groups);
  }

  /** Returns a number whose order is that of the floats; the two zeros are equal. */
  private static int key(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  /** A figure of the groups of rows with equal scores. */
  interface Figure {
    double of(Groups groups);
  }

  /** The weights of the rows of each score, from the highest score to the lowest. */
  static final class Groups {
    private final double[] positive;
    private final double[] negative;
    private int count;
    private double positives;
    private double negatives;

    Groups(int most) {
      this.positive = new double[most];
      this.negative = new double[most];
    }

    private void add(boolean begins, boolean isSet, double weight) {
      count += begins ? 1 : 0;
      if (isSet) {
        positive[count - 1] += weight;
        positives += weight;
      } else {
        negative[count - 1] += weight;
        negatives += weight;
      }
    }

    int count() {
      return count;
    }

    /** Returns the weight of all rows that have the class. */
    double positives() {
      return positives;
    }

    /** Returns the weight of all other rows. */
    double negatives() {
      return negatives;
    }

    double positive(int group) {
      return positive[group];
    }

    double negative(int group) {
      return negative[group];
    }
  }
}
