package lanewise.layers;

/**
 * How many values the layers of a file may have: a layer of this library asks before it allocates
 * its parameters, so that reading a file takes memory in proportion to the file, whatever sizes it
 * names.
 *
 * <p>Not safe for concurrent use.
 */
public final class ParameterBudget {
  private final long available;
  private final long most;
  private long taken;

  private ParameterBudget(long available, long most) {
    this.available = available;
    this.most = most;
  }

  /**
   * A budget without limit, for settings that are trusted.
   *
   * @return a new budget
   */
  public static ParameterBudget unlimited() {
    return new ParameterBudget(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * A budget.
   *
   * @param available the values of the tensors in the file, for the message
   * @param most how many values may be taken
   * @return a new budget
   */
  public static ParameterBudget of(long available, long most) {
    return new ParameterBudget(available, most);
  }

  /**
   * Takes the values of a layer's parameters.
   *
   * @param values how many; fewer than none count as none
   * @throws IllegalArgumentException if that is more than is left
   */
  public void take(long values) {
    long more = Math.max(0, values); // a layer refuses negative sizes itself, by name
    taken = taken > Long.MAX_VALUE - more ? Long.MAX_VALUE : taken + more;
    if (taken > most) {
      throw new IllegalArgumentException(
          "the layers up to here have %d values, but the tensors of the file only %d"
              .formatted(taken, available));
    }
  }
}
