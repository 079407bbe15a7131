package lanewise.training.initialization;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.tensor.RandomStream;
import lanewise.training.internal.NamePattern;
import org.jspecify.annotations.Nullable;

/**
 * The initial values of a whole model: one initializer for its weights, and others for parameters
 * whose names match a pattern.
 *
 * <pre>{@code
 * Initialization.of(Initializer.heNormal())
 *     .with("dense-3.weight", Initializer.glorotUniform())
 *     .with("*.bias", new Filled(0.01))
 *     .initialize(model, 42);
 * }</pre>
 *
 * <p>A parameter's values depend only on the seed, its own name, its shape and its initializer. So
 * another layer, or another initializer elsewhere, changes no other parameter, and the values do
 * not depend on the platform.
 *
 * <p>Immutable and safe to share.
 */
public final class Initialization {
  /** Separates the draws from the shuffles of a training run with the same seed. */
  private static final long STREAM = 0x696E697469616CL;

  private final Initializer weights;
  private final List<Rule> rules;

  private record Rule(NamePattern pattern, Initializer initializer) {}

  private Initialization(Initializer weights, List<Rule> rules) {
    this.weights = weights;
    this.rules = List.copyOf(rules);
  }

  /**
   * Returns the initialization of all weights by one initializer. Parameters without a fan-in, such
   * as biases, keep the values that their layers gave them.
   *
   * @param weights the initializer of every parameter with a fan-in
   * @return the initialization
   */
  public static Initialization of(Initializer weights) {
    return new Initialization(weights, List.of());
  }

  /**
   * Returns this initialization with another initializer for some parameters. The last pattern that
   * matches a name decides.
   *
   * @param pattern the names: {@code *} stands for any characters and {@code ?} for one, so {@code
   *     dense-1.*} is a layer and {@code *.bias} every bias
   * @param initializer the initializer of these parameters, also of those without a fan-in
   * @return a changed copy
   */
  public Initialization with(String pattern, Initializer initializer) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(new NamePattern(pattern), initializer));
    return new Initialization(weights, more);
  }

  /**
   * Gives the parameters of a model their initial values, whether they are frozen or not.
   * Statistics that layers track are left alone.
   *
   * @param model the model, whose parameters are overwritten
   * @param seed the seed; the same seed gives the same values on every platform
   * @throws IllegalArgumentException if a pattern matches no parameter, or an initializer does not
   *     suit a parameter; the message names it
   */
  public void initialize(Model model, long seed) {
    List<Slot> slots = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Slot slot : model.slots()) {
      if (slot.parameter().trained()) {
        slots.add(slot);
        names.add(slot.name());
      }
    }
    for (Rule rule : rules) {
      rule.pattern.requireMatch("initialization", names);
    }
    RandomStream streams = RandomStream.of(seed).split(STREAM);
    for (Slot slot : slots) {
      Initializer initializer = initializerOf(slot);
      if (initializer != null) {
        initializer.fill(slot, stream(streams, slot.name()));
      }
    }
  }

  /** Returns the initializer of a parameter, or null if it keeps its values. */
  private @Nullable Initializer initializerOf(Slot slot) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).pattern.matches(slot.name())) {
        return rules.get(i).initializer;
      }
    }
    return slot.parameter().fanIn() > 0 ? weights : null;
  }

  /**
   * Splits a stream by a name, character by character, so that each name has a stream of its own.
   */
  private static RandomStream stream(RandomStream streams, String name) {
    RandomStream stream = streams;
    for (int i = 0; i < name.length(); i++) {
      stream = stream.split(name.charAt(i));
    }
    return stream;
  }
}
