package lanewise.training.schedule;

import java.util.List;
import lanewise.training.internal.Functions;

/**
 * Multiplies the rate by a factor at given times (PyTorch's {@code MultiStepLR}): gamma to the
 * number of milestones that are reached.
 *
 * @param milestones the times of the changes, in ascending order; one that is there twice counts
 *     twice
 * @param gamma the factor of a change, above 0
 */
public record MultiStepDecay(List<Long> milestones, double gamma) implements TimedSchedule {
  /**
   * Checks the settings and copies the list.
   *
   * @throws IllegalArgumentException if a time is negative or below the one before, or gamma is out
   *     of range
   */
  public MultiStepDecay {
    milestones = List.copyOf(milestones);
    long before = 0;
    for (long milestone : milestones) {
      Factors.require(
          milestone >= before,
          "multi-step decay",
          "milestones",
          milestones,
          "times from 0 on in ascending order");
      before = milestone;
    }
    Factors.requireFactor("multi-step decay", "gamma", gamma);
  }

  @Override
  public double at(long time, long total) {
    int reached = 0;
    while (reached < milestones.size() && milestones.get(reached) <= time) {
      reached++;
    }
    return Functions.power(gamma, (long) reached);
  }
}
