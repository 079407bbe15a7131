package lanewise.training.optimizer;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Slot;
import lanewise.training.internal.NamePattern;
import lanewise.training.state.Memory;

/**
 * Different optimizers for different parameters, by patterns of names (PyTorch's parameter groups,
 * Optax's {@code partition}):
 *
 * <pre>{@code
 * AdamW adamW = AdamW.of(0.001);
 * ParameterGroups.of(adamW)
 *     .with("*.bias", adamW.withWeightDecay(0))
 *     .with("dense-1.*", adamW.withLearningRate(0.0001))
 *     .frozen("embedding-1.*");
 * }</pre>
 *
 * <p>In a pattern {@code *} stands for any characters and {@code ?} for one. The last pattern that
 * matches a name decides; parameters that no pattern matches belong to the first optimizer. A
 * schedule multiplies the rate of every group by the same factor.
 *
 * @param rest the optimizer of the parameters that no pattern matches
 * @param groups the others, in the order in which they were added
 */
public record ParameterGroups(Optimizer rest, List<Group> groups) implements Optimizer {
  /**
   * The parameters that match a pattern.
   *
   * @param pattern the pattern of their names
   * @param optimizer their optimizer
   */
  public record Group(String pattern, Optimizer optimizer) {}

  /** Copies the list. */
  public ParameterGroups {
    groups = List.copyOf(groups);
  }

  /**
   * Returns one group of all parameters.
   *
   * @param rest the optimizer of the parameters that no pattern will match
   * @return the groups
   */
  public static ParameterGroups of(Optimizer rest) {
    return new ParameterGroups(rest, List.of());
  }

  /**
   * Returns these groups and one more.
   *
   * @param pattern the pattern of the names of its parameters
   * @param optimizer their optimizer, with a rate of its own
   * @return a changed copy
   */
  public ParameterGroups with(String pattern, Optimizer optimizer) {
    List<Group> more = new ArrayList<>(groups);
    more.add(new Group(pattern, optimizer));
    return new ParameterGroups(rest, more);
  }

  /**
   * Returns these groups and one whose parameters are not changed. Their gradients do not count in
   * a global norm either, as if {@link lanewise.layers.Model#withFrozen} had frozen them.
   *
   * @param pattern the pattern of the names of its parameters
   * @return a changed copy
   */
  public ParameterGroups frozen(String pattern) {
    return with(pattern, Frozen.FROZEN);
  }

  /**
   * Returns the learning rate of the parameters that no pattern matches.
   *
   * @return the rate of the first optimizer
   */
  @Override
  public double learningRate() {
    return rest.learningRate();
  }

  @Override
  public Memory start(Slot slot) {
    return optimizerOf(slot).start(slot);
  }

  @Override
  public void update(long step, double rate, Slot slot, float[] gradient, Memory memory) {
    Optimizer own = optimizerOf(slot);
    own.update(step, rate / learningRate() * own.learningRate(), slot, gradient, memory);
  }

  /**
   * Returns the optimizer of each parameter.
   *
   * @throws IllegalArgumentException if a pattern matches no parameter; the message lists the names
   */
  @Override
  public List<Optimizer> forParameters(List<Slot> slots) {
    List<String> names = new ArrayList<>();
    List<Optimizer> optimizers = new ArrayList<>();
    for (Slot slot : slots) {
      names.add(slot.name());
      optimizers.add(optimizerOf(slot));
    }
    for (Group group : groups) {
      new NamePattern(group.pattern).requireMatch("parameter groups", names);
    }
    return optimizers;
  }

  private Optimizer optimizerOf(Slot slot) {
    for (int i = groups.size() - 1; i >= 0; i--) {
      if (NamePattern.matches(groups.get(i).pattern, slot.name())) {
        return groups.get(i).optimizer;
      }
    }
    return rest;
  }
}
