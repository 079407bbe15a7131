package lanewise.layers;

/**
 * A parameter's place in a model. A model numbers its parameters once, in the order in which the
 * layers run; a parameter that several layers hold has one slot. For each slot a pass keeps one
 * gradient and an optimizer one state.
 *
 * @param index the place in {@link Model#slots()}, from 0
 * @param name unique in the model: the name of the first node that holds the parameter and the
 *     parameter's own, such as {@code dense-1.weight}
 * @param parameter the parameter itself, not a copy
 * @param trained whether an optimizer changes it: false for tracked and for frozen parameters
 */
public record Slot(int index, String name, Parameter parameter, boolean trained) {
  /**
   * The number of values.
   *
   * @return the size of the parameter's tensor
   */
  public int size() {
    return parameter.value().size();
  }
}
