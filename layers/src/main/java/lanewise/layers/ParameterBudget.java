package lanewise.layers;

/**
 * The number of values that the layers of a file may have. A layer of this library draws on it
 * before it allocates its parameters, so that the memory for reading a file is in proportion to the
 * file, whatever sizes it claims.
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
   * Returns a budget without limit, for trusted settings.
   *
   * @return a new budget
   */
  public static ParameterBudget unlimited() {
    return new ParameterBudget(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * Returns a budget for a file.
   *
   * @param available the number of values of the tensors in the file, for the message
   * @param most the number of values that may be taken
   * @return a new budget
   */
  public static ParameterBudget of(long available, long most) {
    return new ParameterBudget(available, most);
  }

  /**
   * Takes the values of a layer's parameters.
   *
   * @param values the number of values; a negative number counts as 0
   * @throws IllegalArgumentException if more are taken than are left
   */
  public void take(long values) {
    long more = Math.max(0, values); // a layer refuses negative sizes itself, by name
    taken = taken > Long.MAX_VALUE - more ? Long.MAX_VALUE : taken + more;
    if (taken > most) {
      throw new IllegalArgumentException(
          "the layers up to here have %s values, but the tensors of the file only %s"
              .formatted(taken, available));
    }
  }
}
