package lanewise.training;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a {@link LearningRateFinder} has seen: the loss of a batch at each learning rate, in
 * ascending order of the rates.
 *
 * @param points the rates and losses; the last is the one at which the loss blew up, if it did
 */
public record RateCurve(List<Point> points) {
  private static final int FEW = 10;
  private static final double LEAST_FALL = 0.01;

  /**
   * The loss at one learning rate.
   *
   * @param rate the learning rate
   * @param loss the loss of the batch before the step at this rate
   * @param smoothed the mean of this and the earlier losses, in which older ones count less
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Copies the list. */
  public RateCurve {
    points = List.copyOf(points);
  }

  /**
   * Returns the rate at which the smoothed loss falls fastest over the logarithm of the rate,
   * before it reaches its minimum. It is a rate to begin with, not the best one; a schedule that
   * rises and falls may go some times higher. The first ten points, or the first quarter of fewer
   * than 40, are passed over: their smoothed loss is the mean of a few batches and falls and rises
   * with them.
   *
   * @return the rate, or empty if the loss falls by less than a hundredth
   */
  public OptionalDouble suggestion() {
    int begin = Math.max(1, Math.min(FEW, points.size() / 4));
    int lowest = begin - 1;
    for (int i = begin; i < points.size(); i++) {
      if (points.get(i).smoothed < points.get(lowest).smoothed) {
        lowest = i;
      }
    }
    int steepest = 0;
    double fall = 0;
    double highest = points.get(lowest).smoothed;
    for (int i = begin; i < lowest; i++) {
      highest = Math.max(highest, points.get(i - 1).smoothed);
      double here = points.get(i - 1).smoothed - points.get(i + 1).smoothed;
      if (here > fall) {
        fall = here;
        steepest = i;
      }
    }
    return fall > 0 && highest - points.get(lowest).smoothed > LEAST_FALL * Math.abs(highest)
        ? OptionalDouble.of(points.get(steepest).rate)
        : OptionalDouble.empty();
  }
}
