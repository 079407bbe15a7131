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
   * rises and falls may go some times higher.
   *
   * @return the rate, or empty if the loss never falls
   */
  public OptionalDouble suggestion() {
    int lowest = 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).smoothed < points.get(lowest).smoothed) {
        lowest = i;
      }
    }
    int steepest = 0;
    double fall = 0;
    for (int i = 1; i < lowest; i++) {
      double here = points.get(i - 1).smoothed - points.get(i + 1).smoothed;
      if (here > fall) {
        fall = here;
        steepest = i;
      }
    }
    return fall > 0 ? OptionalDouble.of(points.get(steepest).rate) : OptionalDouble.empty();
  }
}
