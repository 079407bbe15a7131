package lanewise.training.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Collects the arrays of a {@link Memory}, in time that is proportional to their number. A memory
 * of an array or two is as well built by its {@code with} calls, each of which copies the names.
 *
 * <pre>{@code
 * MemoryBuilder all = Memory.builder();
 * for (Slot slot : slots) {
 *   all.putFloats(slot.name(), new float[slot.size()]);
 * }
 * Memory memory = all.build();
 * }</pre>
 *
 * <p>The arrays are shared, not copied. Of no use after an exception. Not safe for concurrent use.
 */
public final class MemoryBuilder {
  private final SequencedMap<String, Object> arrays = new LinkedHashMap<>();

  /** The parts by name, each as it was added first. */
  private final Map<String, Memory> parts = new HashMap<>();

  MemoryBuilder() {}

  /** A builder that begins with the arrays of a memory. */
  MemoryBuilder(SequencedMap<String, Object> arrays, Map<String, Memory> parts) {
    this.arrays.putAll(arrays);
    this.parts.putAll(parts);
  }

  MemoryBuilder put(String name, Object array) {
    if (name.isEmpty() || arrays.putIfAbsent(name, array) != null) {
      throw new IllegalArgumentException(
          "memory: an array needs a name of its own, not \"%s\"; taken are %s"
              .formatted(name, arrays.sequencedKeySet()));
    }
    return this;
  }

  /**
   * Adds an array.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return this builder
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public MemoryBuilder putFloats(String name, float... values) {
    return put(name, values);
  }

  /**
   * Adds an array.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return this builder
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public MemoryBuilder putDoubles(String name, double... values) {
    return put(name, values);
  }

  /**
   * Adds an array.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return this builder
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public MemoryBuilder putLongs(String name, long... values) {
    return put(name, values);
  }

  /**
   * Adds the arrays of a part, as {@link Memory#withPart} does.
   *
   * @param name the name of the part
   * @param part the arrays of the part; they are shared, not copied
   * @return this builder
   * @throws IllegalArgumentException if an array's new name is taken
   */
  public MemoryBuilder putPart(String name, Memory part) {
    part.arrays().forEach((key, array) -> put(name + Memory.SEPARATOR + key, array));
    parts.putIfAbsent(name, part);
    return this;
  }

  /**
   * Returns a memory of all arrays so far, in the order in which they were added.
   *
   * @return a new memory that shares the arrays
   */
  public Memory build() {
    return new Memory(new LinkedHashMap<>(arrays), wholeParts());
  }

  /** The parts to which nothing was added but what they had. */
  private Map<String, Memory> wholeParts() {
    int longest = parts.keySet().stream().mapToInt(String::length).max().orElse(-1);
    Map<String, Integer> counts = new HashMap<>();
    for (String name : arrays.keySet()) {
      int end = name.indexOf(Memory.SEPARATOR);
      while (end >= 0 && end <= longest) {
        String part = name.substring(0, end);
        if (parts.containsKey(part)) {
          counts.merge(part, 1, Integer::sum);
        }
        end = name.indexOf(Memory.SEPARATOR, end + 1);
      }
    }
    Map<String, Memory> whole = new HashMap<>();
    parts.forEach(
        (name, part) -> {
          if (counts.getOrDefault(name, 0) == part.arrays().size()) {
            whole.put(name, part);
          }
        });
    return whole;
  }
}
