package lanewise.training.schedule;

import java.util.List;

/**
 * One schedule after the other (PyTorch's {@code SequentialLR}). Each counts time from its own
 * beginning, and its whole run is the part that it has, so {@code wholeRun()} schedules end where
 * the next one begins:
 *
 * <pre>{@code
 * SequentialSchedule.of(LinearWarmUp.of(500), 500, CosineAnnealing.wholeRun())
 * }</pre>
 *
 * @param schedules the schedules, one more than the milestones
 * @param milestones the times at which the next schedule begins, above 0 and in ascending order
 */
public record SequentialSchedule(List<TimedSchedule> schedules, List<Long> milestones)
    implements TimedSchedule {
  /**
   * Checks and copies the lists.
   *
   * @throws IllegalArgumentException if their lengths do not fit or the milestones do not ascend
   */
  public SequentialSchedule {
    schedules = List.copyOf(schedules);
    milestones = List.copyOf(milestones);
    Factors.require(
        milestones.size() == schedules.size() - 1,
        "sequential schedule",
        "milestones",
        milestones,
        "one less than the %s schedules".formatted(schedules.size()));
    long before = 0;
    for (long milestone : milestones) {
      Factors.require(
          milestone > before,
          "sequential schedule",
          "milestones",
          milestones,
          "times above 0 in ascending order");
      before = milestone;
    }
  }

  /**
   * Returns two schedules, one after the other.
   *
   * @param first the first schedule
   * @param milestone the time at which the second begins, above 0
   * @param second the second schedule
   * @return the schedule
   */
  public static SequentialSchedule of(TimedSchedule first, long milestone, TimedSchedule second) {
    return new SequentialSchedule(List.of(first, second), List.of(milestone));
  }

  @Override
  public double at(long time, long total) {
    int now = 0;
    while (now < milestones.size() && milestones.get(now) <= time) {
      now++;
    }
    long begin = now == 0 ? 0 : milestones.get(now - 1);
    long end = now == milestones.size() ? total : milestones.get(now);
    return schedules.get(now).at(time - begin, end - begin);
  }
}
