package lanewise.training.schedule;

import lanewise.training.state.Memory;

/**
 * A schedule that counts epochs instead of steps.
 *
 * @param schedule the schedule, whose settings are numbers of epochs
 */
public record ByEpoch(TimedSchedule schedule) implements Schedule {
  @Override
  public double factor(Progress progress, Memory memory) {
    return schedule.at(progress.epoch(), progress.epochs());
  }
}
