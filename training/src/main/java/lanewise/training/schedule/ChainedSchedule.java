package lanewise.training.schedule;

import java.util.List;
import lanewise.training.state.Memory;

/**
 * The product of several schedules, such as a warm-up and a {@link ReduceOnPlateau} (PyTorch's
 * {@code ChainedScheduler}).
 *
 * @param schedules the schedules, at least one
 */
public record ChainedSchedule(List<Schedule> schedules) implements Schedule {
  /**
   * Checks and copies the list.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ChainedSchedule {
    schedules = List.copyOf(schedules);
    Factors.require(
        !schedules.isEmpty(), "chained schedule", "schedules", schedules, "at least one");
  }

  /**
   * Returns the product of schedules.
   *
   * @param schedules the schedules, at least one
   * @return the schedule
   */
  public static ChainedSchedule of(Schedule... schedules) {
    return new ChainedSchedule(List.of(schedules));
  }

  @Override
  public Memory start() {
    Memory all = Memory.none();
    for (int i = 0; i < schedules.size(); i++) {
      all = all.withPart(name(i), schedules.get(i).start());
    }
    return all;
  }

  @Override
  public double factor(Progress progress, Memory memory) {
    double product = 1;
    for (int i = 0; i < schedules.size(); i++) {
      product *= schedules.get(i).factor(progress, memory.part(name(i)));
    }
    return product;
  }

  @Override
  public void validated(double value, boolean higherIsBetter, Memory memory) {
    for (int i = 0; i < schedules.size(); i++) {
      schedules.get(i).validated(value, higherIsBetter, memory.part(name(i)));
    }
  }

  /** Names that are there already, so that none is made in a step. */
  private static final List<String> NAMES =
      List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

  private static String name(int i) {
    return i < NAMES.size() ? NAMES.get(i) : Integer.toString(i + 1);
  }
}
